using System.Globalization;
using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Compiler.Emit.PyTorch;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.PyTorch;

/// <summary>
/// Every exported model against the emitted C#, on the same data, weights and draws: terms, each gradient, what a step moves, codes,
/// reconstructions. Python runs once for all of them.
/// </summary>
public sealed class TwinTests(TwinTests.Models models) : IClassFixture<TwinTests.Models>
{
    /// <summary>In double precision; the formulas are the same, the order of sums is not.</summary>
    private const double Tolerance = 1e-8;

    private static readonly string[] Kinds = ["terms", "gradients", "state", "outputs"];

    public static TheoryData<string> Names => [.. Sources.Keys];

    /// <summary>
    /// The corpus and the zoo. With <c>TWIN_MODELS=Quantize,Flow</c> those of the test models alone whose files begin so; with
    /// <c>TWIN_FOLDER</c> the folders stay there; with <c>TWIN_TABLE=FILE</c> the rows of the table of <c>docs/pytorch.md</c> are written.
    /// </summary>
    private static IReadOnlyDictionary<string, string> Sources { get; } = Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Corpus.Root, folder), "*.ae"))
        .Where(IsWanted)
        .SelectMany(path => CheckedFile.Check(ModelFile.Read(path)).Models
            .Where(model => !model.Binding.HasErrors && model.Binding.Model.Externs.Count == 0)
            .Select(model => (Path: path, model.Name)))
        .ToDictionary(pair => $"{Path.GetFileNameWithoutExtension(pair.Path)}-{pair.Name}", pair => pair.Path, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_computes_what_the_C_computes(string name)
    {
        Python.Require();
        if (models.Refused.TryGetValue(name, out var why))
        {
            Assert.Contains("mean_field", why, StringComparison.Ordinal);
            return;
        }

        var found = models.Found[name];
        Assert.False(found.TryGetProperty("error", out var error), error.ValueKind == JsonValueKind.String ? error.GetString() : "");
        foreach (var kind in Kinds)
        {
            var largest = found.GetProperty(kind);
            var value = largest.GetProperty("value").GetDouble();
            Assert.True(value <= Tolerance, FormattableString.Invariant($"{kind}: {largest.GetProperty("place")} is off by {value:G3}."));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_weights_come_back(string name)
    {
        Python.Require();
        if (models.Refused.ContainsKey(name))
        {
            return;
        }

        using var model = Create(name);
        WeightsFile.Load(model, models.FileOf(name, "python.safetensors"));
        using var expected = SafeTensors.Load(models.FileOf(name, "weights.safetensors"));
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.eq(expected.Tensors[pair.Key]).all().item<bool>(), pair.Key));
    }

    private static string[]? Wanted => Environment.GetEnvironmentVariable("TWIN_MODELS")?.Split(',');

    private static string[] Folders =>
        Wanted is null ? ["tests/Corpus", "examples/zoo"] : ["tests/Corpus", "examples/zoo", "tests/Hourglass.Tests/Models"];

    private static bool IsWanted(string path) =>
        Wanted?.Any(beginning => Path.GetFileName(path).StartsWith(beginning, StringComparison.Ordinal)) ?? true;

    private static CheckedModel Checked(string name) => CheckedFile.Check(ModelFile.Read(Sources[name])).Models
        .First(model => name == $"{Path.GetFileNameWithoutExtension(Sources[name])}-{model.Name}");

    private static Autoencoder Create(string name) => ModelFactory.Create(Checked(name).Input, seed: 3);

    /// <summary>The exported models, and what Python found.</summary>
    public sealed class Models : IDisposable
    {
        private readonly TemporaryFolder _temporary = new();
        private readonly string _folder;

        public Models()
        {
            _folder = Environment.GetEnvironmentVariable("TWIN_FOLDER") ?? _temporary.Path;
            if (Python.Program is null)
            {
                return;
            }

            foreach (var name in Sources.Keys)
            {
                try
                {
                    var files = AeCompiler.PyTorch(Checked(name).Binding);
                    using var model = Create(name);
                    TwinFolder.Write(Path.Combine(_folder, name), model, files);
                }
                catch (UnexportedException refused)
                {
                    Refused.Add(name, refused.Message);
                }
            }

            var (code, text) = Python.Run(_folder, Python.Script("twins.py"), _folder);
            Assert.True(code == 0, text);
            using var found = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "found.json")));
            Found = found.RootElement.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.Clone(), StringComparer.Ordinal);
            if (Environment.GetEnvironmentVariable("TWIN_TABLE") is { } table)
            {
                var ordered = Found.OrderBy(pair => pair.Key, StringComparer.Ordinal);
                File.WriteAllLines(table, ordered.Select(pair => Row(pair.Key, pair.Value)));
            }
        }

        /// <summary>Why models were not exported.</summary>
        public Dictionary<string, string> Refused { get; } = new(StringComparer.Ordinal);

        /// <summary>What Python found, by model.</summary>
        public IReadOnlyDictionary<string, JsonElement> Found { get; } = new Dictionary<string, JsonElement>();

        /// <summary>A file of a model.</summary>
        public string FileOf(string name, string file) => Path.Combine(_folder, name, file);

        /// <inheritdoc/>
        public void Dispose() => _temporary.Dispose();

        private static string Row(string name, JsonElement found) =>
            $"| {name} | {string.Join(" | ", Kinds.Select(kind => Cell(found.GetProperty(kind).GetProperty("value").GetDouble())))} |";

        private static string Cell(double value) => value == 0 ? "0" : value.ToString("0.#e-0", CultureInfo.InvariantCulture);
    }
}
