using Hourglass.Inference;
using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Inference;

/// <summary>Fits and sweeps that end when the tests do.</summary>
internal static class Fits
{
    public static MeanFieldFit Of(Points data, int components, MeanFieldOptions? options = null) =>
        MeanFieldMixture.Fit(data, components, options, null, TestContext.Current.CancellationToken);

    public static double Begin(this MeanFieldMixture mixture, Tensor x, ulong seed = 0) =>
        mixture.Initialise(x, seed, TestContext.Current.CancellationToken);

    public static double Move(this MeanFieldMixture mixture, Tensor x) => mixture.Sweep(x, TestContext.Current.CancellationToken);
}
