using System.Text.RegularExpressions;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.PyTorch;

/// <summary>What <c>docs/from-pytorch.md</c> shows side by side is the same: its Python runs, and has the losses of its models.</summary>
public sealed partial class FromPyTorchPageTests : IDisposable
{
    private static readonly string[] Models = ["Plain", "Vae", "Convolutional"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_weights_data_and_draws_give_the_same_loss()
    {
        Python.Require();
        var result = Compare(Page("python"), Page("ae"));
        Assert.Equal(
            (0, "Plain: 8 parameters\nVae: 10 parameters\nConvolutional: 12 parameters\n"),
            (result.Code, Losses().Replace(result.Text, "")));
    }

    /// <summary>The comparison would notice.</summary>
    [Theory]
    [InlineData("nn.Linear(784, 400)", "nn.Linear(784, 401)", "Vae: (400, 784) here, (401, 784) there")]
    [InlineData("return nll + kl", "return nll + 2 * kl", "Vae: ")]
    [InlineData("nn.Flatten()", "nn.Flatten(), nn.Tanh()", "Convolutional: ")]
    public void Another_model_has_another(string old, string changed, string expected)
    {
        Python.Require();
        var python = Page("python");
        Assert.Contains(old, python, StringComparison.Ordinal);
        var result = Compare(python.Replace(old, changed, StringComparison.Ordinal), Page("ae"));
        Assert.Equal(1, result.Code);
        Assert.Contains(expected, result.Text, StringComparison.Ordinal);
    }

    private (int Code, string Text) Compare(string python, string models)
    {
        File.WriteAllText(_folder.File("page.py"), python);
        File.WriteAllText(_folder.File("page.ae"), models);
        foreach (var model in Models)
        {
            var exported = Tool.Run("export", _folder.File("page.ae"), "--model", model, "--pytorch", _folder.File(model));
            Assert.Equal((0, ""), (exported.Code, exported.Error));
        }

        return Python.Run(_folder.Path, [Python.Script("page.py"), _folder.File("page.py"), .. Models]);
    }

    private static string Page(string language)
    {
        var page = File.ReadAllText(Path.Combine(Corpus.Root, "docs", "from-pytorch.md")).ReplaceLineEndings("\n");
        var fences = Fence().Matches(page).Where(fence => fence.Groups[1].Value == language);
        return string.Concat(fences.Select(fence => fence.Groups[2].Value));
    }

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    /// <summary>What the page's own training prints.</summary>
    [GeneratedRegex(@"^\d+ \d+\.\d+\n", RegexOptions.Multiline)]
    private static partial Regex Losses();
}
