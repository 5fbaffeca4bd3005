using Hourglass.Checkpoints;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Checkpoints;

/// <summary>Advice by what the system says, with failures that the system makes.</summary>
public class WriteAdviceTests
{
    [Fact]
    public void A_full_device_asks_for_room()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        Assert.Equal("Make room", WriteAdvice.For(Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"))));
    }

    [Fact]
    public void A_name_that_is_taken_does_not()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("taken"), "");
        Assert.Equal(
            "Look what is in the way there",
            WriteAdvice.For(Assert.ThrowsAny<IOException>(() => Directory.CreateDirectory(folder.File("taken", "below")))));
        Assert.Equal(
            "Look whether you may write there",
            WriteAdvice.For(Assert.Throws<UnauthorizedAccessException>(() => File.WriteAllText(folder.Path, "x"))));
    }
}
