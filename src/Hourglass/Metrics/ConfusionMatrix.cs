namespace Hourglass.Metrics;

/// <summary>
/// How often each class was taken for each. A quotient without a denominator, such as the precision of a class that is never predicted, is
/// 0, as in scikit-learn.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    private ConfusionMatrix(long[,] counts) => _counts = counts;

    /// <summary>K.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>How many examples of class <paramref name="label"/> were predicted to be <paramref name="prediction"/>.</summary>
    public long this[int label, int prediction] => _counts[label, prediction];

    /// <summary>The share of all examples whose class is predicted, from 0 to 1.</summary>
    public double Accuracy => Share(Enumerable.Range(0, Classes).Sum(k => _counts[k, k]), _counts.Cast<long>().Sum());

    /// <summary>Of what is predicted to be a class, the share that is, <c>[K]</c>.</summary>
    public IReadOnlyList<double> Precision => PerClass(k => Share(_counts[k, k], Predicted(k)));

    /// <summary>Of what is a class, the share that is predicted to be, <c>[K]</c>.</summary>
    public IReadOnlyList<double> Recall => PerClass(k => Share(_counts[k, k], Labelled(k)));

    /// <summary>The harmonic mean of precision and recall of each class, <c>[K]</c> (van Rijsbergen, 1979).</summary>
    public IReadOnlyList<double> F1 => PerClass(k => Share(2 * _counts[k, k], Predicted(k) + Labelled(k)));

    /// <summary>Counts.</summary>
    /// <param name="labels">The classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="predictions">What was predicted, <c>[N]</c>.</param>
    /// <param name="classes">K; null for those up to the last that is there.</param>
    /// <exception cref="DataException">The two have other lengths, or none, or a class is negative or beyond K.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int? classes = null)
    {
        Given.Paired(labels.Length, nameof(labels), predictions.Length, nameof(predictions));
        Given.Classes(labels, nameof(labels), classes);
        Given.Classes(predictions, nameof(predictions), classes);
        var size = classes ?? 1 + Math.Max(Largest(labels), Largest(predictions));
        var counts = new long[size, size];
        for (var i = 0; i < labels.Length; i++)
        {
            counts[labels[i], predictions[i]]++;
        }

        return new ConfusionMatrix(counts);
    }

    /// <summary>The counts, <c>[K, K]</c>: a row for each class, a column for each prediction.</summary>
    public long[,] ToArray() => (long[,])_counts.Clone();

    private static int Largest(ReadOnlySpan<int> labels)
    {
        var largest = 0;
        foreach (var label in labels)
        {
            largest = Math.Max(largest, label);
        }

        return largest;
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private double[] PerClass(Func<int, double> of) => [.. Enumerable.Range(0, Classes).Select(of)];

    private long Labelled(int label) => Enumerable.Range(0, Classes).Sum(k => _counts[label, k]);

    private long Predicted(int prediction) => Enumerable.Range(0, Classes).Sum(k => _counts[k, prediction]);
}
