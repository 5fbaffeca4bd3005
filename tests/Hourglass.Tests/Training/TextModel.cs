using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;

namespace Hourglass.Tests.Training;

/// <summary>Models from a text.</summary>
internal static class TextModel
{
    /// <summary>What the compiler says of a text.</summary>
    public static CheckedFile Check(string text) =>
        CheckedFile.Check(new ModelFile(ParsedFile.Of(new SourceText("m.ae", text)), new Dictionary<string, ParsedFile>()));

    /// <summary>The errors of a text.</summary>
    public static IEnumerable<string> Errors(string text) =>
        Check(text).Diagnostics.Where(placed => placed.IsError).Select(placed => $"{placed.Diagnostic.Id}: {placed.Diagnostic.Message}");

    /// <summary>The first model of a text, new.</summary>
    public static Autoencoder Create(string text, int? seed = null) => ModelFactory.Create(Input(text), seed);

    private static ModelInput Input(string text)
    {
        var file = Check(text);
        Assert.DoesNotContain(file.Diagnostics, placed => placed.IsError);
        return file.Models[0].Input;
    }
}
