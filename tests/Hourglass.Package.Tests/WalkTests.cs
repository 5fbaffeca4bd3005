namespace Hourglass.Package.Tests;

/// <summary>What a new user is told to do works as told: the tutorial's last section is followed to the letter.</summary>
public sealed class WalkTests(PackedPackage package)
{
    [Fact]
    public async Task The_tutorials_walk_ends_where_it_says()
    {
        var folder = package.NewProject("tutorial", "walk");
        var steps = Walk.Read("docs/tutorial.md", "## 9. From nothing to a program without torch");
        Assert.Equal(6, steps.OfType<WalkStep.Write>().Count());
        Assert.Equal(3, steps.OfType<WalkStep.Printed>().Count());
        var output = "";
        foreach (var step in steps)
        {
            switch (step)
            {
                case WalkStep.Write file:
                    var path = Path.Combine(folder, file.Path);
                    Assert.True(Directory.Exists(Path.GetDirectoryName(path)), $"There is no folder for {file.Path} yet.");
                    File.WriteAllText(path, file.Text);
                    break;
                case WalkStep.Run run:
                    output = "";
                    foreach (var command in run.Commands)
                    {
                        output += (await Follow(folder, command)).Output;
                    }

                    break;
                case WalkStep.Printed printed:
                    Walk.AssertPrinted(printed.Lines, output);
                    break;
            }
        }
    }

    /// <summary>The comparison would notice.</summary>
    [Theory]
    [InlineData("a 1.5 b", true)]
    [InlineData("a 17.25 b", true)]
    [InlineData("a x b", false)]
    [InlineData("a 1.5 c", false)]
    [InlineData("a 1.5 b and more", false)]
    public void Numbers_may_differ_and_words_may_not(string printed, bool same)
    {
        var wrong = Record.Exception(() => Walk.AssertPrinted(["first", "…", "a 2.0 b", "end …"], $"first\nother\n{printed}\nend of it"));
        Assert.Equal(same, wrong is null);
        Assert.NotNull(Record.Exception(() => Walk.AssertPrinted(["a", "b"], "b\na")));
    }

    /// <summary>The package of this build has a version of its own, and this platform a libtorch of its own.</summary>
    private async Task<Command> Follow(string folder, string command)
    {
        var words = command
            .Replace("Hourglass --version 0.1.0", $"Hourglass --version {package.Version}", StringComparison.Ordinal)
            .Replace("libtorch-cpu-linux-x64", PackedPackage.Backend, StringComparison.Ordinal)
            .Split(' ');
        Assert.Equal("dotnet", words[0]);
        return (await Command.Dotnet(folder, TestContext.Current.CancellationToken, words[1..])).Succeeded();
    }
}
