using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>What a model predicts of a variable of classes.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Probabilities">The probability of each class, <c>[N, K]</c>; rows add up to 1.</param>
/// <param name="Labels">The classes that the data have, <c>[N]</c>; −1 where one is missing.</param>
public sealed record ClassPredictions(string Variable, double[,] Probabilities, IReadOnlyList<int> Labels)
{
    /// <summary>The likeliest class of each example, <c>[N]</c>; of several as likely the first.</summary>
    public IReadOnlyList<int> Classes { get; } =
        [.. Enumerable.Range(0, Probabilities.GetLength(0)).Select(i => Likeliest(Probabilities, i))];

    /// <summary>The labels and the predictions of the examples that have a label.</summary>
    public (int[] Labels, int[] Predictions) Labelled()
    {
        var places = Enumerable.Range(0, Labels.Count).Where(i => Labels[i] >= 0).ToArray();
        return ([.. places.Select(i => Labels[i])], [.. places.Select(i => Classes[i])]);
    }

    /// <summary>A name for each class: its text, or its number where there is none.</summary>
    /// <param name="texts">The texts that classes stand for (<see cref="Datasets.ColumnBinding.Texts"/>).</param>
    /// <param name="classes">How many classes there are.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> texts, int classes)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return [.. Enumerable.Range(0, classes).Select(k => k < texts.Count ? texts[k] : k.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Predicts a split.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <returns>One for each variable of classes that the model predicts; empty where there is none.</returns>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static IReadOnlyList<ClassPredictions> Of(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var found = new Dictionary<string, double[,]>(StringComparer.Ordinal);
        var labels = new Dictionary<string, int[]>(StringComparer.Ordinal);
        pass.ForEach("classes", (batch, first) =>
        {
            foreach (var (variable, probabilities) in pass.Model.Untyped.Predict(batch))
            {
                var classes = (int)probabilities.shape[1];
                if (!found.TryGetValue(variable, out var all))
                {
                    found.Add(variable, all = new double[pass.Count, classes]);
                    labels.Add(variable, new int[pass.Count]);
                }

                var numbers = probabilities.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
                Buffer.BlockCopy(numbers, 0, all, first * classes * sizeof(double), numbers.Length * sizeof(double));
                batch[variable].to_type(ScalarType.Int32).cpu().data<int>().CopyTo(labels[variable], first);
            }
        });
        return [.. found.Select(pair => new ClassPredictions(pair.Key, pair.Value, labels[pair.Key]))];
    }

    private static int Likeliest(double[,] probabilities, int row)
    {
        var likeliest = 0;
        for (var k = 1; k < probabilities.GetLength(1); k++)
        {
            likeliest = probabilities[row, k] > probabilities[row, likeliest] ? k : likeliest;
        }

        return likeliest;
    }
}
