namespace Hourglass.Package.Tests;

/// <summary>What a new user is told to do works as told: pages are followed to the letter.</summary>
public sealed class WalkTests(PackedPackage package)
{
    [Fact]
    public async Task The_tutorials_walk_ends_where_it_says()
    {
        var steps = Walk.Read("docs/tutorial.md", "## 9. From nothing to a program without torch");
        Assert.Equal((6, 3), (steps.OfType<WalkStep.Write>().Count(), steps.OfType<WalkStep.Printed>().Count()));
        await Follow("tutorial", steps);
    }

    /// <summary>A file of the language is among the items of a program without a project, and the page says what is not noticed.</summary>
    [Fact]
    public async Task A_program_is_one_file()
    {
        var steps = Walk.Read("docs/single-file.md", "# A program in one file");
        Assert.Equal((4, 2), (steps.OfType<WalkStep.Write>().Count(), steps.OfType<WalkStep.Printed>().Count()));
        var folder = await Follow("single", steps);

        var model = Path.Combine(folder, "faces.ae");
        File.WriteAllText(model, File.ReadAllText(model).Replace("normal(8)", "normal(9)", StringComparison.Ordinal));
        Walk.AssertPrinted(["5 x 8"], (await Run(folder, "dotnet run look.cs")).Output);
        Walk.AssertPrinted(["5 x 9"], (await Run(folder, "dotnet run --no-cache look.cs")).Output);
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

    private async Task<string> Follow(string name, IReadOnlyList<WalkStep> steps)
    {
        var folder = package.NewProject(name, "walk");
        var output = "";
        foreach (var step in steps)
        {
            switch (step)
            {
                case WalkStep.Write file:
                    var path = Path.Combine(folder, file.Path);
                    Assert.True(Directory.Exists(Path.GetDirectoryName(path)), $"There is no folder for {file.Path} yet.");
                    File.WriteAllText(path, Here(file.Text));
                    break;
                case WalkStep.Run run:
                    output = "";
                    foreach (var command in run.Commands)
                    {
                        output += (await Run(folder, Here(command))).Output;
                    }

                    break;
                case WalkStep.Printed printed:
                    Walk.AssertPrinted(printed.Lines, output);
                    break;
            }
        }

        return folder;
    }

    private static async Task<Command> Run(string folder, string command)
    {
        var words = command.Split(' ');
        Assert.Equal("dotnet", words[0]);

        // Where the SDK keeps what it has built of a single file, libtorch beside it: in a folder that goes with the test.
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        var environment = new Dictionary<string, string> { ["XDG_DATA_HOME"] = data };
        return (await Command.Dotnet(folder, environment, TestContext.Current.CancellationToken, words[1..])).Succeeded();
    }

    /// <summary>The package of this build has a version of its own, and this platform a libtorch of its own.</summary>
    private string Here(string text) => text
        .Replace("Hourglass --version 0.1.0", $"Hourglass --version {package.Version}", StringComparison.Ordinal)
        .Replace("Hourglass@0.1.0", $"Hourglass@{package.Version}", StringComparison.Ordinal)
        .Replace("libtorch-cpu-linux-x64", PackedPackage.Backend, StringComparison.Ordinal);
}
