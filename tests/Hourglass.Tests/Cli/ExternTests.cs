using Hourglass.Testing;

namespace Hourglass.Tests.Cli;

/// <summary>The tool and models whose class has a hand-written part, which it does not have.</summary>
public class ExternTests
{
    private static readonly string File = Path.Combine(Corpus.Root, "tests", "Hourglass.Tests", "Models", "Extern.ae");

    [Fact]
    public void They_are_checked() => Assert.Equal((0, ""), (Tool.Run("check", File).Code, Tool.Run("check", File).Error));

    [Fact]
    public void They_are_shown_with_what_is_not_known_of_them()
    {
        var result = Tool.Run("show", File, "--model", "OwnLayer");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Snapshot.Verify(result.Out);
    }

    [Fact]
    public void They_are_not_trained() => Tool.Run("train", File, "--model", "OwnLayer").AssertFails(
        1,
        "OwnLayer is trained by a program: its class implements `mixed`, `widened`, `spread`, `size` in C#, which the tool does not have. "
            + "Put the file into a project with that part of the class, and call OwnLayer.Train there.");

    [Fact]
    public void Other_models_of_the_file_are_trained()
    {
        var result = Tool.Run("train", File, "--model", "ByWords", "--data", "nowhere");
        Assert.Equal(1, result.Code);
        Assert.Contains("nowhere", result.Error, StringComparison.Ordinal);
    }
}
