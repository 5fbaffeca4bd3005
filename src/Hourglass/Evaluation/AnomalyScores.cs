using Hourglass.Metrics;

namespace Hourglass.Evaluation;

/// <summary>How unusual a model finds examples.</summary>
/// <param name="Kind">Which score.</param>
public sealed record AnomalyScores(ScoreKind Kind)
{
    /// <summary>
    /// Draws of the posterior for each example, for <see cref="ScoreKind.Bound"/> and <see cref="ScoreKind.Likelihood"/>.
    /// </summary>
    public int Draws { get; init; } = 100;

    /// <summary>Which neighbour counts, for <see cref="ScoreKind.Neighbour"/> and <see cref="ScoreKind.Input"/>.</summary>
    public int Neighbour { get; init; } = 5;

    /// <summary>The codes of training examples, for <see cref="ScoreKind.Neighbour"/>.</summary>
    public Points? TrainingCodes { get; init; }

    /// <summary>Training examples as the model reads them (<see cref="PreparedInputs"/>), for <see cref="ScoreKind.Input"/>.</summary>
    public Points? TrainingInputs { get; init; }

    /// <summary>Scores a split.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <returns><c>[N]</c>, in the unit of <see cref="Kind"/>.</returns>
    /// <exception cref="DataException">The model cannot give such a score, or the split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public double[] Of(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return Kind switch
        {
            ScoreKind.Reconstruction => ReconstructionError.Of(pass) is { } error
                ? [.. error.SumOfSquares]
                : throw Lacks(pass, "a reconstruction of its data"),
            ScoreKind.Bound => Negative(Likelihood.LowerBounds(pass, Draws))
                ?? throw Lacks(pass, "a random code and a likelihood of all data"),
            ScoreKind.Likelihood => Negative(Likelihood.LogDensities(pass, Draws))
                ?? throw Lacks(pass, "a random code and a likelihood of all data"),
            ScoreKind.Prepared => ReconstructionError.OfPrepared(pass) ?? throw Lacks(pass, "a reconstruction of its data"),
            _ => Distances(pass),
        };
    }

    /// <summary>What a score of neighbours compares: codes, or examples as the model reads them.</summary>
    internal Points Queries(SplitPass pass) => Kind == ScoreKind.Input
        ? PreparedInputs.Of(pass) ?? throw Lacks(pass, "data of numbers")
        : CodeMeans.Of(pass) ?? throw Lacks(pass, "a code that is a vector");

    private double[] Distances(SplitPass pass)
    {
        var training = Kind == ScoreKind.Input
            ? TrainingInputs ?? throw new DataException("A score of inputs needs those of training examples; give TrainingInputs.")
            : TrainingCodes ?? throw new DataException("A score of neighbours needs the codes of training examples; give TrainingCodes.");
        var queries = Queries(pass);
        pass.Say("nearest neighbours");
        return KNearest.Distances(training, queries, Neighbour);
    }

    private static double[]? Negative(double[]? values) => values is null ? null : Array.ConvertAll(values, value => -value);

    private DataException Lacks(SplitPass pass, string what) => new(
        $"{pass.Model.Description.Name} has no score '{Kind.ToString().ToLowerInvariant()}': that takes {what}. Choose another score.");
}
