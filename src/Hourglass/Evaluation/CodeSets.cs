using Hourglass.Datasets;
using Hourglass.Metrics;
using Hourglass.Training;

namespace Hourglass.Evaluation;

/// <summary>
/// Codes with classes: some to learn from and others to be judged by. Those are the training and the test split; where only one of them is
/// there, or training examples are evaluated, a fifth of these, drawn by the seed, judges what the others teach. Examples whose class is
/// missing do neither.
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

        var (rows, classes) = Labelled(codes, input.Classes(column, input.Split));
        if (input.Split == DataSplit.Test)
        {
            var (train, trainClasses) = Labelled(input.TrainingCodes!, input.Classes(column, DataSplit.Train));
            return classes.Length == 0 || trainClasses.Length == 0 ? null : new CodeSets(train, trainClasses, rows, classes);
        }

        var order = Seeds.Permutation(rows.Count, input.Seed, -5);
        var aside = Math.Max(1, rows.Count / 5);
        return rows.Count < 2 ? null : new CodeSets(
            Rows(rows, order[aside..]),
            [.. order[aside..].Select(place => classes[place])],
            Rows(rows, order[..aside]),
            [.. order[..aside].Select(place => classes[place])]);
    }

    /// <summary>The examples that have a class.</summary>
    public static (Points Codes, int[] Classes) Labelled(Points codes, int[] classes)
    {
        long[] places = [.. Enumerable.Range(0, classes.Length).Where(i => classes[i] >= 0).Select(i => (long)i)];
        return (places.Length == classes.Length ? codes : Rows(codes, places), [.. places.Select(place => classes[place])]);
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
