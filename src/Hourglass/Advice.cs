using System.Globalization;
using Hourglass.Datasets;

namespace Hourglass;

/// <summary>Where a piece of the language may stand.</summary>
internal enum SnippetPlace
{
    /// <summary>A statement of its own.</summary>
    Data,

    /// <summary>A stage behind a pipeline's start.</summary>
    Stage,

    /// <summary>The distribution at a pipeline's end.</summary>
    Distribution,

    /// <summary>A setting of the <c>train</c> block.</summary>
    Setting,
}

/// <summary>A piece of the language that a message proposes to write.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Place">Where.</param>
internal readonly record struct Snippet(string Text, SnippetPlace Place)
{
    /// <summary>As messages show it.</summary>
    public override string ToString() => $"`{Text}`";
}

/// <summary>
/// Every piece of the language that a message at run time proposes. A test compiles each of them in its place, and another one finds pieces
/// that a text elsewhere proposes by itself: what the language lacks, no message can advise.
/// </summary>
internal static class Advice
{
    /// <summary>Shorter steps where gradients are long.</summary>
    public static Snippet Clip { get; } = new("clip: norm(1)", SnippetPlace.Setting);

    /// <summary>Sets examples aside to watch.</summary>
    public static Snippet Validate { get; } = new("validate: 0.1", SnippetPlace.Setting);

    /// <summary>Brings each feature near 1, whatever its scale; of a vector or a map.</summary>
    public static Snippet BatchNorm { get; } = new("batchnorm", SnippetPlace.Stage);

    /// <summary>Brings each example near 1; of any shape, one by one.</summary>
    public static Snippet LayerNorm { get; } = new("layernorm", SnippetPlace.Stage);

    /// <summary>A log-variance that no layer computes, so that no value of the data can make it large.</summary>
    public static Snippet LearnedVariance { get; } = new("normal(variance: learned)", SnippetPlace.Distribution);

    /// <summary>Examples of a step.</summary>
    /// <param name="examples">How many.</param>
    public static Snippet Batch(int examples) => new(FormattableString.Invariant($"batch: {examples}"), SnippetPlace.Setting);

    /// <summary>The declaration of data of which an example may lack some.</summary>
    /// <param name="field">The variable.</param>
    public static Snippet Optional(DataField field)
    {
        var shape = field.Shape.Count == 0
            ? ""
            : $"[{string.Join(", ", field.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
        return new Snippet($"data {field.Name}?: {DomainCheck.Show(field)}{shape}", SnippetPlace.Data);
    }
}
