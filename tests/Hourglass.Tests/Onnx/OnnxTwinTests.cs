using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Steps;

namespace Hourglass.Tests.Onnx;

/// <summary>
/// What ONNX Runtime makes of a model's files is what the model's own methods give: for every model of the corpus, of the zoo and of the
/// tests, and every graph that it has.
/// </summary>
public sealed class OnnxTwinTests
{
    private const double Tolerance = 1e-5;

    private static readonly string[] Folders = [Path.Combine("tests", "Corpus"), Path.Combine("examples", "zoo")];

    public static TheoryData<string> Files => [.. Folders.SelectMany(folder => Directory
        .EnumerateFiles(Path.Combine(Corpus.Root, folder), "*.ae")
        .Select(file => Path.Combine(folder, Path.GetFileName(file)))
        .Order(StringComparer.Ordinal))];

    public static TheoryData<string> Emitted => [.. TestModels.Emitted.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_model_of_the_corpus_or_the_zoo_is_the_same(string file) => Compare(
        ModelFactory.Create(CheckedFile.Check(ModelFile.Read(Path.Combine(Corpus.Root, file))).Models[0].Input, 3),
        Path.GetFileNameWithoutExtension(file));

    [Theory]
    [MemberData(nameof(Emitted))]
    public void A_model_of_the_tests_is_the_same(string name) =>
        Compare((Autoencoder)TestModels.Emitted[name].GetConstructor([typeof(int)])!.Invoke([3]), name);

    private static void Compare(Autoencoder model, string name)
    {
        using var twin = new OnnxTwin(model);
        var differences = twin.Differences();
        if (Environment.GetEnvironmentVariable("ONNX_TABLE") is { } table)
        {
            File.AppendAllText(table, OnnxTable.Row(name, differences, twin.Export.Refused) + "\n");
        }

        Assert.All(differences, pair => Assert.True(pair.Value <= Tolerance, FormattableString.Invariant($"{pair.Key}: {pair.Value:G2}")));
    }
}
