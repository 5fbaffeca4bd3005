using Hourglass.Datasets;
using Hourglass.Metrics;
using Hourglass.Training;

namespace Hourglass.Evaluation;

/// <summary>
/// Codes with classes: some to learn from and others to be judged by. Those are the training and the test split; where only one of them is
/// there, or training examples are evaluated, a fifth of these, drawn by the seed, judges what the others teach.
/// </summary>
/// <param name="Train">Codes to learn from, <c>[N, d]</c>.</param>
/// <param name="TrainClasses">Their classes, <c>[N]</c>.</param>
/// <param name="Test">Codes to be judged by, <c>[M, d]</c>.</param>
/// <param name="TestClasses">Their classes, <c>[M]</c>.</param>
internal sealed record CodeSets(Points Train, int[] TrainClasses, Points Test, int[] TestClasses)
{
    /// <summary>Finds them; null where there are no codes or no classes.</summary>
    public static CodeSets? Of(EvaluationInput input)
    {
        if (input.LabelColumn is not { } column || input.Codes is not { } codes)
        {
            return null;
        }

        var classes = input.Classes(column, input.Split);
        if (input.Split == DataSplit.Test)
        {
            return new CodeSets(CodeMeans.Of(input.Walk(DataSplit.Train))!, input.Classes(column, DataSplit.Train), codes, classes);
        }

        var order = Seeds.Permutation(codes.Count, input.Seed, -5);
        var aside = Math.Max(1, codes.Count / 5);
        return codes.Count < 2 ? null : new CodeSets(
            Rows(codes, order[aside..]),
            [.. order[aside..].Select(place => classes[place])],
            Rows(codes, order[..aside]),
            [.. order[..aside].Select(place => classes[place])]);
    }

    private static Points Rows(Points codes, long[] places)
    {
        var rows = new double[places.Length, codes.Width];
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < codes.Width; j++)
            {
                rows[i, j] = codes[(int)places[i]][j];
            }
        }

        return rows;
    }
}
