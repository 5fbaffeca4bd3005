namespace Hourglass.Evaluation;

/// <summary>What a model with random codes says of each example's probability, in nats.</summary>
public static class Likelihood
{
    /// <summary>
    /// log p(x) of each example by importance sampling from the posterior (Burda et al., 2016, equation 8): from below, and closer the more
    /// draws there are. The draws go through the model in chunks, whose weights are added up as logarithms: any number fits into memory.
    /// </summary>
    /// <param name="pass">The model and the data.</param>
    /// <param name="draws">Draws of the posterior for each example, 1 or more.</param>
    /// <returns><c>[N]</c>; null where the model has no likelihood of all examples, or no random code.</returns>
    /// <exception cref="DataException">The split has no examples, or there are no draws.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static double[]? LogDensities(SplitPass pass, int draws)
    {
        ArgumentNullException.ThrowIfNull(pass);
        Metrics.Given.AtLeast(1, draws);
        return pass.Numbers("likelihood", batch => pass.Model.Untyped.LogLikelihood(batch, draws));
    }

    /// <summary>
    /// The evidence lower bound of each example, E[log p(x, z) − log q(z | x)] (Kingma and Welling, 2013, equation 2), whatever the
    /// objective weighs its parts by.
    /// </summary>
    /// <param name="pass">The model and the data.</param>
    /// <param name="draws">Over how many draws of the posterior for each example it is a mean, 1 or more.</param>
    /// <returns><c>[N]</c>; null where the model has no likelihood of all examples, or no random code.</returns>
    /// <exception cref="DataException">The split has no examples, or there are no draws.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static double[]? LowerBounds(SplitPass pass, int draws)
    {
        ArgumentNullException.ThrowIfNull(pass);
        Metrics.Given.AtLeast(1, draws);
        return pass.Numbers("lower bound", batch => pass.Model.Untyped.LogWeights(batch, draws)?.mean([0L]));
    }
}
