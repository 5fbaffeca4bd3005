using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>The buffers. They are written in place, so that whoever holds them sees what a sweep changed.</summary>
public sealed partial class MeanFieldMixture
{
    private void Register(string name, Tensor values) => register_buffer(name, values.contiguous().DetachFromDisposeScope());

    private Tensor Buffer(string name) => get_buffer(name)
        ?? throw new InvalidOperationException($"The mixture has no buffer '{name}'.");

    /// <summary>A buffer as sweeps need it.</summary>
    /// <exception cref="DataException">It was converted.</exception>
    private Tensor Parameter(string name)
    {
        var values = Buffer(name);
        return values.dtype == ScalarType.Float64
            ? values.cpu()
            : throw new DataException(
                $"{name} of the mixture is float64; got {values.dtype.ToString().ToLowerInvariant()}. "
                + "Convert the mixture back, mixture.to(torch.float64), and load or initialise it again.");
    }

    /// <summary>The factors as they stand.</summary>
    /// <param name="prefix">Nothing for the posterior, <c>prior_</c> for the prior.</param>
    internal MixtureFactors Factors(string prefix = "") => new(
        Parameter(prefix + "concentration"),
        Parameter(prefix + "mean"),
        Parameter(prefix + "mean_precision"),
        Parameter(prefix + "degrees_of_freedom"),
        Parameter(prefix + "inverse_scale"));

    private void Store(string prefix, MixtureFactors factors)
    {
        Buffer(prefix + "concentration").copy_(factors.Concentration);
        Buffer(prefix + "mean").copy_(factors.Mean);
        Buffer(prefix + "mean_precision").copy_(factors.MeanPrecision);
        Buffer(prefix + "degrees_of_freedom").copy_(factors.DegreesOfFreedom);
        Buffer(prefix + "inverse_scale").copy_(factors.InverseScale);
    }

    /// <summary>The points in double precision on the CPU.</summary>
    /// <exception cref="DataException">There are none, one is not finite, or the width is another.</exception>
    private Tensor Checked(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.dim() == 2 && !x.is_complex() && x.size(0) > 0 && x.size(1) == Width)
        {
            var points = x.detach().cpu().to_type(ScalarType.Float64);
            if (points.isfinite().all().item<bool>())
            {
                return points;
            }
        }

        var refused = new Points(x);
        MixtureData.Check(refused, nameof(x), Width);
        return refused.ToTensor();
    }
}
