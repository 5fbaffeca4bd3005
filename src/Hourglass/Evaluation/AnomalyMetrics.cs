using Hourglass.Metrics;

namespace Hourglass.Evaluation;

/// <summary>How well anomaly scores find the classes that are anomalies.</summary>
internal static class AnomalyMetrics
{
    public static MetricResult Anomalies(EvaluationInput input)
    {
        if (input.Options.Anomalies.Count == 0)
        {
            return MetricResult.Lacks("name the classes that are anomalies");
        }

        if (input.LabelColumn is not { } column)
        {
            return MetricResult.Lacks("that takes a column of classes; name one");
        }

        var classes = input.Classes(column, input.Split);
        long[] places = [.. Enumerable.Range(0, classes.Length).Where(i => classes[i] >= 0).Select(i => (long)i)];
        if (places.Length == 0)
        {
            return MetricResult.Lacks($"no example has a class in the column '{column}'");
        }

        bool[] positive = [.. places.Select(place => input.Options.Anomalies.Contains(classes[place]))];
        var pass = input.Pass.At(places);
        var found = Kinds(input).Select(kind => Of(input, kind, pass, positive)).ToArray();
        return found.Length == 0
            ? MetricResult.Lacks("the model makes no reconstructions, has no likelihood and no code that is a vector")
            : new MetricResult([.. found.SelectMany(result => result.Figures)])
            {
                Curves = [.. found.SelectMany(result => result.Curves)],
                Histograms = [.. found.SelectMany(result => result.Histograms)],
            };
    }

    private static IEnumerable<ScoreKind> Kinds(EvaluationInput input)
    {
        var scores = new[] { ScoreKind.Reconstruction, ScoreKind.Bound, ScoreKind.Neighbour };
        return scores.Where(kind => ScoreSupport.Of(input.Pass, kind));
    }

    private static MetricResult Of(EvaluationInput input, ScoreKind kind, SplitPass pass, bool[] positive)
    {
        var by = kind.ToString().ToLowerInvariant();
        var scores = new AnomalyScores(kind)
        {
            Draws = input.Options.Draws,
            Neighbour = input.Options.Neighbours,
            TrainingCodes = kind == ScoreKind.Neighbour ? input.TrainingCodes : null,
        };
        var found = scores.Of(pass);
        var (aside, isHeldOut) = input.HeldOut;
        var threshold = Detection.Threshold(scores.Of(aside), input.Options.Quantile);
        var at = FormattableString.Invariant($"at the {input.Options.Quantile} quantile of {(isHeldOut ? "held-out" : "training")} scores");
        var roc = Roc.Curve(positive, found).Select(point => new CurvePoint(point.FalsePositiveRate, point.TruePositiveRate));
        var recall = PrecisionRecall.Curve(positive, found).Select(point => new CurvePoint(point.Recall, point.Precision));
        var spread = Histogram.Of(
            "anomaly", $"score by {by}", ("normal", Where(found, positive, false)), ("anomalies", Where(found, positive, true)));
        return new MetricResult(
        [
            new Figure("anomaly", $"AUROC by {by}", Roc.Area(positive, found)),
            new Figure("anomaly", $"average precision by {by}", PrecisionRecall.Average(positive, found)),
            new Figure("anomaly", $"F1 by {by} {at}", Detection.At(positive, found, threshold).F1),
        ])
        {
            Curves = [Curve.Of(Curve.Roc, by, [.. roc]), Curve.Of(Curve.PrecisionRecall, by, [.. recall])],
            Histograms = spread is null ? [] : [spread],
        };
    }

    private static double[] Where(double[] scores, bool[] positive, bool wanted) =>
        [.. scores.Where((_, i) => positive[i] == wanted)];
}
