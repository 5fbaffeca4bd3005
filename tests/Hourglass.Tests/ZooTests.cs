using System.Text.RegularExpressions;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Steps;
using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests;

/// <summary>The models of <c>examples/zoo</c>: short, with the paper above, without a diagnostic, and trained for a few steps.</summary>
public partial class ZooTests
{
    private const int MostLines = 20;
    private const int Examples = 48;

    private static readonly string Folder = Path.Combine(Corpus.Root, "examples", "zoo");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.ae").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^/// .*\((?:19|20)\d\d\)")]
    private static partial Regex Paper { get; }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_model_is_short_and_names_its_paper(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        Assert.InRange(lines.Length, 5, MostLines);
        Assert.Matches(Paper, lines[0]);
        Assert.Empty(TextModel.Check(string.Join('\n', lines)).Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_model_trains(string file)
    {
        using var model = TextModel.Create(File.ReadAllText(Path.Combine(Folder, file)));
        using var data = TestModels.DataSet(model, Examples);
        var report = model.TrainOn(data, new TrainOptions { Epochs = 2, Batch = 16 });
        Assert.Equal(2, report.Epochs.Count);
        Assert.All(report.Epochs.SelectMany(epoch => epoch.Train), term => Assert.True(double.IsFinite(term.Value), term.Key));
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.isfinite().all().item<bool>(), pair.Key));
    }
}
