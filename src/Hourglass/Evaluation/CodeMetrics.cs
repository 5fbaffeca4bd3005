using Hourglass.Metrics;

namespace Hourglass.Evaluation;

/// <summary>Metrics of codes, by themselves and with the classes or factors of the examples.</summary>
internal static class CodeMetrics
{
    private const string NoCode = "the model has no code that is a vector";
    private const string NoClasses = "that takes a code that is a vector and a column of classes; name one";
    private const string OneClass = "all examples that have a class have the same; there is nothing to tell apart";

    public static MetricResult Active(EvaluationInput input) => input.Codes is { } codes
        ? new MetricResult([new Figure("active", "active units", ActiveUnits.Count(codes), $"of {codes.Width}")])
        {
            Variances = ActiveUnits.Variances(codes),
        }
        : MetricResult.Lacks(NoCode);

    public static MetricResult Disentanglement(EvaluationInput input)
    {
        if (input.Options.Factors is not { Count: > 0 } factors)
        {
            return MetricResult.Lacks("name the columns of the factors that made the data");
        }

        if (input.Codes is not { Width: > 1 } codes)
        {
            return MetricResult.Lacks("that takes a code of two units or more");
        }

        var columns = factors.Select(factor => input.Classes(factor, input.Split)).ToArray();
        if (columns.Any(column => column.Contains(-1)))
        {
            return MetricResult.Lacks("a factor is missing in some examples");
        }

        input.Pass.Say("disentanglement");
        var table = new int[codes.Count, columns.Length];
        for (var i = 0; i < codes.Count; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                table[i, j] = columns[j][i];
            }
        }

        return new MetricResult(
        [
            new Figure("disentanglement", "mutual information gap", MutualInformationGap.Of(codes, table).Mean),
            new Figure("disentanglement", "separated attributes", SeparatedAttributes.OfClasses(codes, table).Mean),
        ]);
    }

    public static MetricResult Neighbours(EvaluationInput input)
    {
        if (input.Labelled is not { } sets)
        {
            return MetricResult.Lacks(NoClasses);
        }

        input.Pass.Say("nearest neighbours");
        var k = Math.Min(input.Options.Neighbours, sets.Train.Count);
        var found = KNearest.Classify(sets.Train, sets.TrainClasses, sets.Test, k);
        var name = FormattableString.Invariant($"error of {k} nearest neighbours");
        return new MetricResult([new Figure("neighbours", name, Metrics.Classification.ErrorRate(sets.TestClasses, found))]);
    }

    public static MetricResult Probe(EvaluationInput input)
    {
        if (input.Labelled is not { } sets)
        {
            return MetricResult.Lacks(NoClasses);
        }

        if (sets.TrainClasses.Distinct().Count() < 2)
        {
            return MetricResult.Lacks(OneClass);
        }

        input.Pass.Say("linear probe");
        var probe = LinearProbe.Fit(sets.Train, sets.TrainClasses);
        return new MetricResult(
            [new Figure("probe", "error of a linear probe", Metrics.Classification.ErrorRate(sets.TestClasses, probe.Predict(sets.Test)))]);
    }

    public static MetricResult Clusters(EvaluationInput input)
    {
        if (input.LabelColumn is not { } column || input.Codes is not { } all)
        {
            return MetricResult.Lacks(NoClasses);
        }

        var (codes, classes) = CodeSets.Labelled(all, input.Classes(column, input.Split));
        var count = classes.Distinct().Count();
        if (count < 2)
        {
            return MetricResult.Lacks(OneClass);
        }

        input.Pass.Say("clusters");
        var seed = unchecked((ulong)input.Seed);
        return new MetricResult(
        [
            .. Agreement("k-means", classes, [.. KMeans.Fit(codes, count, seed).Clusters]),
            .. Agreement("mixture", classes, GaussianMixture.Fit(codes, count, seed).Predict(codes)),
        ]);
    }

    private static Figure[] Agreement(string by, int[] classes, int[] clusters) =>
    [
        new("clusters", $"ACC by {by}", ClusterAgreement.Accuracy(classes, clusters)),
        new("clusters", $"NMI by {by}", ClusterAgreement.NormalisedMutualInformation(classes, clusters)),
        new("clusters", $"ARI by {by}", ClusterAgreement.AdjustedRandIndex(classes, clusters)),
    ];
}
