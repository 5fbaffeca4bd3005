namespace Hourglass.Metrics;

/// <summary>How many classes are right.</summary>
public static class Classification
{
    /// <summary>The share of examples whose class is predicted, from 0 to 1.</summary>
    /// <param name="labels">The classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="predictions">What was predicted, <c>[N]</c>.</param>
    /// <exception cref="DataException">The two have other lengths, or none, or a class is negative.</exception>
    public static double Accuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions) =>
        (double)Right(labels, predictions) / labels.Length;

    /// <summary>The share of examples whose class is not predicted, from 0 to 1.</summary>
    /// <param name="labels">The classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="predictions">What was predicted, <c>[N]</c>.</param>
    /// <exception cref="DataException">The two have other lengths, or none, or a class is negative.</exception>
    public static double ErrorRate(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions) =>
        (double)(labels.Length - Right(labels, predictions)) / labels.Length;

    private static int Right(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
    {
        Given.Paired(labels.Length, nameof(labels), predictions.Length, nameof(predictions));
        Given.Classes(labels, nameof(labels));
        Given.Classes(predictions, nameof(predictions));
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            right += labels[i] == predictions[i] ? 1 : 0;
        }

        return right;
    }
}
