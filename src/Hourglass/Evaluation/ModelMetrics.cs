namespace Hourglass.Evaluation;

/// <summary>Metrics of what a model says of the data itself.</summary>
internal static class ModelMetrics
{
    private const string Nats = "nats";

    public static MetricResult Objective(EvaluationInput input)
    {
        var values = ObjectiveValues.Of(input.AsInTraining());
        return new MetricResult([.. values.Select(pair => new Figure("objective", pair.Key, pair.Value))]);
    }

    public static MetricResult Reconstruction(EvaluationInput input) => ReconstructionError.Of(input.Pass) is { } error
        ? new MetricResult(
        [
            Figure.Of("reconstruction", "sum of squares", Estimate.Of([.. error.SumOfSquares]), $"({error.Variable})² an example"),
            new Figure("reconstruction", "mean square", error.MeanSquare, $"({error.Variable})² an element"),
        ])
        {
            Histograms = Spread("reconstruction", $"sum of squares, ({error.Variable})²", [.. error.SumOfSquares]),
        }
        : MetricResult.Lacks("the model reconstructs none of its data");

    public static MetricResult LogLikelihood(EvaluationInput input) =>
        OfNats("likelihood", $"-log p(x), {Draws(input)}", Likelihood.LogDensities(input.Pass, input.Options.Draws));

    public static MetricResult LowerBound(EvaluationInput input) =>
        OfNats("bound", $"-ELBO, {Draws(input)}", Likelihood.LowerBounds(input.Pass, input.Options.Draws));

    public static MetricResult Divergence(EvaluationInput input)
    {
        if (DivergenceSplit.Of(input.Pass, draws: input.Options.DivergenceDraws) is not { } split)
        {
            return MetricResult.Lacks("no code is a random vector whose posterior depends on the data alone");
        }

        (string Name, Estimate? Value)[] parts =
        [
            ($"KL(q({split.Code}|x) | p)", split.Divergence),
            ("index-code mutual information", split.MutualInformation),
            ($"KL(q({split.Code}) | p)", split.AggregateDivergence),
            ("total correlation", split.TotalCorrelation),
            ("dimension-wise KL", split.DimensionWise),
        ];
        return new MetricResult(
            [.. parts.Where(part => part.Value is not null).Select(part => Figure.Of("divergence", part.Name, part.Value!, Nats))]);
    }

    public static MetricResult Frechet(EvaluationInput input)
    {
        if (input.Options.Features is not { } features)
        {
            return MetricResult.Lacks("name a model whose code gives the features");
        }

        var distance = new FeatureDistance(features);
        var name = features.Description.Name;
        Figure?[] found =
        [
            distance.OfReconstructions(input.Pass) is { } made ? new Figure("frechet", $"reconstructions, codes of {name}", made) : null,
            distance.OfSamples(input.Pass) is { } drawn ? new Figure("frechet", $"samples, codes of {name}", drawn) : null,
        ];
        return found.OfType<Figure>().ToArray() is { Length: > 0 } figures
            ? new MetricResult(figures)
            : MetricResult.Lacks("the model makes neither reconstructions nor samples");
    }

    public static MetricResult Classification(EvaluationInput input)
    {
        var figures = new List<Figure>();
        var confusions = new List<Confusion>();
        foreach (var predictions in ClassPredictions.Of(input.Pass))
        {
            var (labels, predicted) = predictions.Labelled();
            if (labels.Length == 0)
            {
                continue;
            }

            var matrix = Metrics.ConfusionMatrix.Of(labels, predicted, predictions.Probabilities.GetLength(1));
            figures.Add(new Figure("classification", $"error of {predictions.Variable}", 1 - matrix.Accuracy));
            figures.Add(new Figure("classification", $"mean F1 of {predictions.Variable}", matrix.F1.Average()));
            var texts = input.Pass.Data.Columns.First(column => column.Variable == predictions.Variable).Texts;
            confusions.Add(new Confusion(predictions.Variable, Rows(matrix))
            {
                Classes = texts.Count == 0 ? null : ClassPredictions.Names(texts, matrix.Classes),
            });
        }

        return figures.Count > 0
            ? new MetricResult(figures) { Confusions = confusions }
            : MetricResult.Lacks("the model predicts no classes that the data have");
    }

    private static long[][] Rows(Metrics.ConfusionMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Classes).Select(i => Enumerable.Range(0, matrix.Classes).Select(j => matrix[i, j]).ToArray())];

    private static string Draws(EvaluationInput input) => FormattableString.Invariant($"{input.Options.Draws} draws");

    /// <summary>The mean of negative values, and how they are spread.</summary>
    private static MetricResult OfNats(string metric, string name, double[]? values)
    {
        if (values is null)
        {
            return MetricResult.Lacks("that takes a random code and a likelihood of all data");
        }

        var negative = Array.ConvertAll(values, value => -value);
        return new MetricResult([Figure.Of(metric, name, Estimate.Of(negative), Nats)])
        {
            Histograms = Spread(metric, $"{name}, {Nats}", negative),
        };
    }

    private static Histogram[] Spread(string metric, string name, double[] values) =>
        Histogram.Of(metric, name, ("", values)) is { } histogram ? [histogram] : [];
}
