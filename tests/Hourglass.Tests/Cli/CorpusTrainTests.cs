using System.Text.Json;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>Every model of the design that this version compiles, from its text to a loss that falls.</summary>
public class CorpusTrainTests
{
    [Theory]
    [InlineData("01")]
    [InlineData("02")]
    [InlineData("03")]
    [InlineData("04")]
    [InlineData("05")]
    [InlineData("06")]
    [InlineData("07")]
    [InlineData("08")]
    [InlineData("12")]
    [InlineData("13", "--binarize", "threshold")]
    [InlineData("15")]
    [InlineData("21", "--binarize", "threshold")]
    [InlineData("25")]
    public void It_trains(string number, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(
            ["train", Corpus.File(number), "--limit", "500", "--epochs", "2", "--no-report", "--out", folder.Path, .. options]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        using var metrics = JsonDocument.Parse(File.ReadAllText(folder.File("metrics.json")));
        double[] totals = [.. metrics.RootElement
            .GetProperty("epochs")
            .EnumerateArray()
            .Select(epoch => epoch.GetProperty("train").GetProperty("total").GetDouble())];
        Assert.Equal(2, totals.Length);
        Assert.All(totals, total => Assert.True(double.IsFinite(total)));
        Assert.True(totals[1] < totals[0], $"{totals[0]} then {totals[1]}");
    }

    [Theory]
    [InlineData("01")]
    [InlineData("02")]
    [InlineData("03")]
    [InlineData("04")]
    [InlineData("05")]
    [InlineData("06")]
    [InlineData("07")]
    [InlineData("08")]
    [InlineData("11")]
    [InlineData("12")]
    [InlineData("13")]
    [InlineData("15")]
    [InlineData("21")]
    [InlineData("25")]
    public void Its_code_compiles_without_a_warning(string number)
    {
        var model = CheckedFile.Check(ModelFile.Read(Corpus.File(number))).Models[0];
        using var image = new MemoryStream();
        Assert.Empty(EmittedAssembly.Compile(ModelFactory.Emit(model.Input, "Models", null), image));
    }
}
