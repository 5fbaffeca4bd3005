using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Tests.Diagnostics;

public sealed class HostErrorTests
{
    [Fact]
    public void A_failure_of_the_compiler_is_one_line_that_names_it()
    {
        var error = HostErrors.Internal(new InvalidOperationException("first\r\nsecond"), default);

        Assert.Equal("AE9001", error.Id);
        Assert.Equal("the Hourglass compiler failed with InvalidOperationException: first second", error.Message);
    }

    [Fact]
    public void An_unreadable_file_says_what_to_look_for()
    {
        var error = HostErrors.Unreadable(default);

        Assert.Equal("AE9002", error.Id);
        Assert.False(string.IsNullOrEmpty(error.Help));
    }
}
