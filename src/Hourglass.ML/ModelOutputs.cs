using System.Collections.Immutable;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>The columns that a model adds, and the variables that it reads for them; found by asking it about made-up examples.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Reads">The variables that any of them is made from.</param>
/// <param name="Predicted">The variables of classes that the model predicts.</param>
internal sealed record ModelOutputs(
    IReadOnlyList<OutputColumn> Columns,
    IReadOnlySet<string> Reads,
    IReadOnlySet<string> Predicted)
{
    private const int Examples = 2;

    private static readonly (AutoencoderOutputs Output, string Takes)[] All =
    [
        (AutoencoderOutputs.Codes, "a code"),
        (AutoencoderOutputs.Reconstruction, "a reconstruction of its data"),
        (AutoencoderOutputs.AnomalyScore, "a reconstruction of its data"),
        (AutoencoderOutputs.Prediction, "`predict y ~ … -> categorical`, or `encode y ~ …` of classes"),
    ];

    /// <summary>What a model makes of what is asked for.</summary>
    /// <exception cref="DataException">It lacks something that is asked for, makes nothing, or two columns have one name.</exception>
    public static ModelOutputs Of(Autoencoder model, AutoencoderOptions options)
    {
        if (options.Score is not (ScoreKind.Reconstruction or ScoreKind.Prepared))
        {
            throw new DataException(
                $"A row's score '{options.Score.ToString().ToLowerInvariant()}' would depend on other rows or on draws; "
                + "in a pipeline a score is reconstruction or prepared. AnomalyDetector has the others.");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        var (columns, reads) = (new List<OutputColumn>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (output, takes) in All.Where(item => (options.Outputs ?? (AutoencoderOutputs)(-1)).HasFlag(item.Output)))
        {
            var recorded = new RecordedTensors(MadeUp(model));
            OutputColumn[] found = [.. Described(output, options, Make(model, new Batch(recorded, Examples), output, options.Score))];
            if (found.Length == 0 && options.Outputs is not null)
            {
                throw new DataException($"{model.Description.Name} has no output {output}: that takes {takes}. Leave it out of Outputs.");
            }

            columns.AddRange(found);
            reads.UnionWith(found.Length == 0 ? [] : recorded.Asked);
        }

        var predicted = model.Untyped.Predict(new Batch(MadeUp(model), Examples)).Keys.ToHashSet(StringComparer.Ordinal);
        return columns.Count == 0
            ? throw new DataException($"{model.Description.Name} has no output to add as a column; name one in Outputs that it has.")
            : new(Distinct(columns), reads, predicted);
    }

    /// <summary>The values of some outputs, by column: <c>float</c> or, of labels, keys, row by row.</summary>
    public Dictionary<OutputColumn, Array> Values(Autoencoder model, Batch batch, ScoreKind score, AutoencoderOutputs wanted)
    {
        var values = new Dictionary<OutputColumn, Array>();
        foreach (var group in Columns.Where(column => wanted.HasFlag(column.Output)).GroupBy(column => column.Output))
        {
            var made = Make(model, batch, group.Key, score);
            foreach (var column in group)
            {
                var tensor = made[column.Variable ?? ""];
                values.Add(column, column.Kind == OutputKind.Label
                    ? Array.ConvertAll(tensor.argmax(1).cpu().data<long>().ToArray(), place => (uint)(place + 1))
                    : tensor.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray());
            }
        }

        return values;
    }

    /// <summary>An output of a batch, <c>[N, ...]</c>: by variable of a prediction, else under no name; empty for none.</summary>
    private static IReadOnlyDictionary<string, Tensor> Make(Autoencoder model, Batch batch, AutoencoderOutputs output, ScoreKind score)
    {
        var only = output switch
        {
            AutoencoderOutputs.Prediction => null,
            AutoencoderOutputs.Codes => model.Untyped.Code(batch) ?? model.Untyped.Codes(batch).FirstOrDefault()?.Value,
            AutoencoderOutputs.Reconstruction => model.Untyped.Reconstruct(batch),
            _ => ReconstructionError.Elements(model, batch, score == ScoreKind.Prepared)?.nan_to_num(0).sum(1L),
        };
        return output == AutoencoderOutputs.Prediction ? model.Untyped.Predict(batch)
            : only is null ? new Dictionary<string, Tensor>()
            : new Dictionary<string, Tensor> { [""] = only };
    }

    private static IEnumerable<OutputColumn> Described(
        AutoencoderOutputs output, AutoencoderOptions options, IReadOnlyDictionary<string, Tensor> made)
    {
        foreach (var (variable, tensor) in made)
        {
            ImmutableArray<int> shape = [.. tensor.shape[1..].Select(size => checked((int)size))];
            if (output == AutoencoderOutputs.Prediction)
            {
                var suffix = made.Count > 1 ? "." + variable : "";
                var label = new OutputColumn(options.PredictedLabelColumn + suffix, OutputKind.Label, shape)
                {
                    Output = output,
                    Variable = variable,
                    Classes = ClassPredictions.Names([], shape[0]),
                };
                yield return label;
                yield return label with { Name = options.ProbabilitiesColumn + suffix, Kind = OutputKind.Probabilities };
            }
            else if (output == AutoencoderOutputs.AnomalyScore)
            {
                yield return new OutputColumn(options.AnomalyScoreColumn, OutputKind.Numbers, []) { Output = output };
            }
            else
            {
                var name = output == AutoencoderOutputs.Codes ? options.CodesColumn : options.ReconstructionColumn;
                yield return new OutputColumn(name, OutputKind.Numbers, shape.IsEmpty ? [1] : shape) { Output = output };
            }
        }
    }

    private static List<OutputColumn> Distinct(List<OutputColumn> columns) =>
        columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1 || group.Key.Length == 0)
            is { } wrong
            ? throw new DataException(wrong.Key.Length == 0
                ? "A column that is added has no name; give it one."
                : $"Several columns that are added are called '{wrong.Key}'; give each a name of its own.")
            : columns;

    /// <summary>Values that every domain has: ones, class 0, and more than what a logarithm needs.</summary>
    private static Dictionary<string, Tensor> MadeUp(Autoencoder model)
    {
        var weight = model.parameters().FirstOrDefault();
        return model.Description.Fields.ToDictionary(
            field => field.Name,
            field => field.Domain == Domain.Class
                ? zeros([Examples, .. field.Shape], ScalarType.Int64, weight?.device)
                : full([Examples, .. field.Shape], Math.Max(1, (field.Above ?? 0) + 1), weight?.dtype, weight?.device));
    }
}
