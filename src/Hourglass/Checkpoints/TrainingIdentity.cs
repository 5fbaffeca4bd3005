using System.Globalization;
using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>
/// What a checkpoint belongs to. Kept as lines and not as digests alone, so that a difference can be told in the words of the language.
/// What changes results by rounding alone (the kind of step, threads, the device) is no part of it.
/// </summary>
/// <param name="Definition">What is computed.</param>
/// <param name="Plan">How it trains; the number of epochs only where the learning rate depends on it.</param>
/// <param name="Options">How data becomes the model's values.</param>
/// <param name="Data">How many examples there are, and the content of each variable.</param>
internal sealed record TrainingIdentity(IdentityPart Definition, IdentityPart Plan, IdentityPart Options, IdentityPart Data)
{
    /// <summary>The identity of a training. Reads all data once.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="options">How the data was bound.</param>
    /// <param name="data">The data.</param>
    /// <param name="parameters">The values of those parameters that may have others.</param>
    public static TrainingIdentity Of(
        ModelDescription model,
        TrainingPlan plan,
        BindOptions options,
        BoundDataset data,
        IReadOnlyDictionary<string, double> parameters) => new(
        IdentityPart.Of([.. DefinitionOf(model), .. parameters.Select(Line)]),
        IdentityPart.Of(PlanText.Of(plan)),
        IdentityPart.Of(
            [$"binarize: {options.Binarize.ToString().ToLowerInvariant()}", $"values: {options.Precision.ToString().ToLowerInvariant()}"]),
        IdentityPart.Of([.. DataOf(data)]));

    /// <summary>A compiled model says what it computes; of one written by hand, data and terms are known.</summary>
    private static IReadOnlyList<string> DefinitionOf(ModelDescription model) => model.Definition.Length > 0
        ? model.Definition.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [.. model.Fields.Select(Line), .. model.Terms.Select(term => $"minimize {term}")];

    private static string Line(KeyValuePair<string, double> parameter) =>
        FormattableString.Invariant($"parameter {parameter.Key}: {parameter.Value:R}");

    private static string Line(DataField field)
    {
        var shape = field.Shape.Count == 0
            ? ""
            : $"[{string.Join(", ", field.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
        return $"data {field.Name}{(field.Optional ? "?" : "")}: {DomainCheck.Show(field)}{shape}";
    }

    private static IEnumerable<string> DataOf(BoundDataset data)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"training: {data.TrainCount} examples");
        yield return string.Create(CultureInfo.InvariantCulture, $"test: {data.TestCount} examples");
        foreach (var field in data.Fields)
        {
            yield return $"{field.Name}, training: {Content(field, field.Train, field.Incidence)}";
            yield return $"{field.Name}, test: {Content(field, field.Test, field.TestIncidence)}";
        }
    }

    private static string Content(BoundField field, Tensor? storage, IncidenceMatrix? rows) => rows is not null
        ? string.Create(CultureInfo.InvariantCulture, $"{rows.Ones} ones in [{rows.Count}, {rows.Width}], sha256 {rows.Digest()}")
        : storage is null ? "none"
        : $"{TensorText.Describe(storage)}{(field.Conversion.Pixels ? " of grey values" : "")}, sha256 {TensorDigest.Of(storage)}";
}
