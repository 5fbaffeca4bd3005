using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// How much the gradient of an objective scatters from draw to draw of the codes: what tells estimators of one expectation apart.
/// </summary>
/// <param name="Estimator">How the gradient is estimated, in the words of the objective.</param>
/// <param name="Norm">The length of the gradient's mean over the draws.</param>
/// <param name="Variance">The sum of the variances of its elements, of one draw each.</param>
public sealed record GradientSpread(string Estimator, double Norm, double Variance)
{
    /// <summary>
    /// The gradient of the total by the parameters of the encoder, for one batch and many draws; as evaluation computes it, without
    /// dropout.
    /// </summary>
    /// <param name="estimator">A name for it.</param>
    /// <param name="model">The model; what gradients its parameters hold is lost.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="draws">How many times the codes are drawn, 2 or more.</param>
    /// <param name="seed">Of the draws: equal seeds, equal draws, also of another model.</param>
    /// <param name="cancellation">Ends it early, with an exception.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two draws.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static GradientSpread Of(
        string estimator, Autoencoder model, Batch batch, int draws, int seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        var training = model.training;
        model.eval();
        try
        {
            return Measure(estimator, model, batch, draws, seed, cancellation);
        }
        finally
        {
            model.zero_grad();
            model.train(training);
        }
    }

    private static GradientSpread Measure(
        string estimator, Autoencoder model, Batch batch, int draws, int seed, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var parameters = model.named_parameters()
            .Where(pair => pair.name.StartsWith("encoder.", StringComparison.Ordinal))
            .Select(pair => pair.parameter)
            .ToArray();
        var means = parameters.Select(parameter => zeros_like(parameter, dtype: ScalarType.Float64)).ToArray();
        var squares = means.Select(mean => zeros_like(mean)).ToArray();
        for (var draw = 1; draw <= draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            using var random = new DrawScope(Seeds.Derive(seed, draw));
            model.Untyped.Noise.Begin(seed, draw);
            model.zero_grad();
            model.Untyped.Minimize(batch).Total.backward();
            using var still = no_grad();
            for (var i = 0; i < parameters.Length; i++)
            {
                // Welford (1962): no large numbers are subtracted.
                if (parameters[i].grad is { } gradient)
                {
                    var apart = gradient.to_type(ScalarType.Float64) - means[i];
                    means[i].add_(apart / draw);
                    squares[i].add_(apart.square() * ((draw - 1.0) / draw));
                }
            }
        }

        using var last = no_grad();
        return new GradientSpread(
            estimator,
            Math.Sqrt(means.Sum(mean => mean.square().sum().item<double>())),
            squares.Sum(square => square.sum().item<double>()) / (draws - 1));
    }
}
