using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace Hourglass.ML.Tests;

/// <summary>The page docs/data.md: its lines of C# are those of this file, which run.</summary>
public sealed class PageTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "hourglass-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void A_view_becomes_data_and_data_a_view()
    {
        var view = Examples.View(Examples.Pairs(12));
        using var data = view.ToDataset();
        IDataView rows = data.ToDataView();
        Assert.Equal(view.Flat("Features"), rows.Flat("Features"));
    }

    [Fact]
    public void A_pipeline_trains_a_model_whose_step_is_saved()
    {
        var (ml, folder) = (Examples.Context, _folder);
        var view = Examples.View(Examples.Pairs(90));
        var pipeline = ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.Transforms.Autoencoder<Kinds>(new() { InputColumns = ["Features", "Kind"], Train = new() { Epochs = 40 } }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var trained = pipeline.Fit(view);
        IDataView made = trained.Transform(view);
        Assert.Equal(view.Column<string>("Kind"), made.Column<string>("PredictedLabel"));
        Assert.Superset(
            new HashSet<string> { "Codes", "Reconstruction", "AnomalyScore", "PredictedLabel", "Probabilities" },
            made.Schema.Select(column => column.Name).ToHashSet());

        var step = trained.OfType<AutoencoderTransformer<Kinds>>().Single();
        step.SaveTo(folder);
        using var loaded = AutoencoderTransformer<Kinds>.Load(folder);
        var normalised = trained.First().Transform(view);
        Assert.Equal(made.Flat("Codes"), loaded.Transform(normalised).Flat("Codes"));
    }

    [Fact]
    public void Each_line_of_the_page_is_one_of_these_tests()
    {
        string[] section =
        [
            .. File.ReadLines(Path.Combine(Root(), "docs", "data.md"))
                .SkipWhile(line => line != "## ML.NET").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)),
        ];
        var (inside, lines) = (false, new List<string>());
        foreach (var line in section)
        {
            inside = line.StartsWith("```", StringComparison.Ordinal) ? line == "```csharp" : inside;
            if (inside && line != "```csharp")
            {
                lines.Add(line.Trim());
            }
        }

        Assert.Equal(9, lines.Count);
        var own = File.ReadLines(Path.Combine(Root(), "tests", "Hourglass.ML.Tests", "PageTests.cs"))
            .Select(line => line.Trim()).ToHashSet();
        Assert.All(lines, line => Assert.Contains(line, own));
    }

    /// <summary>The checkout: this file's path is another one in a build that is the same everywhere.</summary>
    private static string Root([CallerFilePath] string path = "")
    {
        var folder = File.Exists(path) ? Path.GetDirectoryName(path) : AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Dsl.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No Dsl.sln above '{AppContext.BaseDirectory}'.");
    }
}
