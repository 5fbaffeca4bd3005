using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;
using static System.FormattableString;

namespace Hourglass.Inference;

/// <summary>
/// The prior of a mixture of normals (Bishop, 2006, section 10.2): a Dirichlet distribution over the weights, and for each component the
/// same normal-Wishart distribution over mean and precision, or normal-gamma distributions where a covariance is not full. What is left
/// out follows the scale of the data, column by column, so that a unit of the data changes nothing.
/// </summary>
public sealed record MixturePrior
{
    /// <summary>
    /// α₀, above 0: as many points each component has beforehand. Far below 1 components that are not needed die; from 1 on all stay.
    /// </summary>
    public double Concentration { get; init; } = 0.001;

    /// <summary>m₀, <c>[d]</c>: where the means are expected; null for the mean of the data.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>β₀, above 0: as many points the expected mean counts as.</summary>
    public double MeanPrecision { get; init; } = 1;

    /// <summary>
    /// ν₀: as many points the expected covariance counts as. Of full covariances above d − 1, by default d + 2; of others above 0, by
    /// default 3. With the default W₀⁻¹ is the covariance that is expected.
    /// </summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>
    /// W₀, for full covariances <c>[d, d]</c>, positive definite; for diagonal ones <c>[1, d]</c> and for spherical ones <c>[1, 1]</c>,
    /// above 0. Null for the inverse of the variances of the data's columns, without their covariances; for spherical ones, of the mean
    /// of these.
    /// </summary>
    public double[,]? Scale { get; init; }

    /// <summary>The prior of given data.</summary>
    /// <param name="data"><c>[N, d]</c> in double precision, finite.</param>
    /// <param name="kind">The kind of covariance.</param>
    /// <returns>Factors with a K of 1.</returns>
    /// <exception cref="DataException">The data has no variance, or overflows it.</exception>
    internal MixtureFactors Of(Tensor data, CovarianceKind kind)
    {
        var precisions = Precisions.Of(kind, checked((int)data.size(1)));
        var mean = Mean is null ? data.mean([0L]) : tensor(Mean.ToArray());
        var inverseScale = Scale is null ? Variances(data, kind) : Inverse(kind, precisions);
        return new MixtureFactors(
            tensor([Concentration]),
            mean.unsqueeze(0),
            tensor([MeanPrecision]),
            tensor([DegreesOfFreedom ?? precisions.Size + 2.0]),
            inverseScale.unsqueeze(0));
    }

    /// <summary>Checks everything that does not depend on data.</summary>
    /// <exception cref="DataException">A number is out of its range, or of another shape than the mixture.</exception>
    internal void Check(CovarianceKind kind, Precisions precisions)
    {
        Given.Positive(Concentration, nameof(Concentration));
        Given.Positive(MeanPrecision, nameof(MeanPrecision));
        if (DegreesOfFreedom is { } degrees && !(degrees > precisions.Size - 1 && double.IsFinite(degrees)))
        {
            throw new DataException(Invariant(
                $"DegreesOfFreedom is a number above {precisions.Size - 1}, one less than the rows of Scale; got {degrees}."));
        }

        if (Mean is not null)
        {
            Given.Finite(Mean.ToArray(), nameof(Mean));
            if (Mean.Count != precisions.Width)
            {
                throw new DataException(Invariant($"Mean has {Mean.Count} numbers, and the mixture {precisions.Width} dimensions."));
            }
        }

        CheckScale(kind, precisions);
    }

    private void CheckScale(CovarianceKind kind, Precisions precisions)
    {
        if (Scale is null)
        {
            return;
        }

        var name = kind.ToString().ToLowerInvariant();
        var rows = kind == CovarianceKind.Full ? precisions.Width : 1;
        var (foundRows, foundColumns) = (Scale.GetLength(0), Scale.GetLength(1));
        if (foundRows != rows || foundColumns != precisions.Shape[^1])
        {
            throw new DataException(Invariant(
                $"Scale is [{rows}, {precisions.Shape[^1]}] for {name} covariances; got [{foundRows}, {foundColumns}]."));
        }

        using var scope = NewDisposeScope();
        var scale = tensor(Scale);
        var fits = kind == CovarianceKind.Full
            ? scale.allclose(scale.t(), 1e-10, 0) && linalg.cholesky_ex(scale).info.item<int>() == 0
            : scale.gt(0).all().item<bool>();
        if (!fits || !scale.isfinite().all().item<bool>())
        {
            var wanted = kind == CovarianceKind.Full ? "symmetric and positive definite" : "above 0 and finite";
            throw new DataException(
                $"Scale, W₀ of the prior, is {wanted}, as the inverse of a covariance is. Leave it out for the data's.");
        }
    }

    private Tensor Inverse(CovarianceKind kind, Precisions precisions)
    {
        var scale = tensor(Scale!);
        if (kind != CovarianceKind.Full)
        {
            return scale.squeeze(0).reciprocal();
        }

        var whitener = precisions.Whiten(scale.unsqueeze(0)).squeeze(0);
        return whitener.mT.matmul(whitener);
    }

    private static Tensor Variances(Tensor data, CovarianceKind kind)
    {
        if (data.size(0) < 2)
        {
            throw new DataException(
                "data has 1 row, and the scale of the prior comes from 2 or more. Add rows, or give the prior a Scale.");
        }

        var variances = data.var(0, unbiased: false);
        if (!variances.isfinite().all().item<bool>())
        {
            throw new DataException("data has numbers so large that their variance overflows. Divide each column by its deviation.");
        }

        var same = data.amax([0L]).eq(data.amin([0L]));
        if (kind == CovarianceKind.Spherical ? same.all().item<bool>() : same.any().item<bool>())
        {
            var column = same.nonzero()[0, 0].item<long>();
            throw new DataException(Invariant(
                $"data has {data[0, column].item<double>()} in every row of column {column}, so that the prior's scale cannot ")
                + "come from it. Leave the column out, or give the prior a Scale.");
        }

        return kind switch
        {
            CovarianceKind.Full => variances.diag(),
            CovarianceKind.Diagonal => variances,
            _ => variances.mean([0L], keepdim: true),
        };
    }
}
