using TorchSharp;
using static TorchSharp.torch;

namespace Pca;

/// <summary>Principal components in closed form: the right singular vectors of the centred data (Eckart and Young, 1936).</summary>
internal sealed class PrincipalComponents : IDisposable
{
    private readonly Tensor _mean;
    private readonly Tensor _axes;
    private readonly double[] _squares;
    private readonly long _count;

    /// <summary>Finds all of them.</summary>
    /// <param name="data"><c>[N, D]</c>.</param>
    public PrincipalComponents(Tensor data)
    {
        using var scope = NewDisposeScope();
        var wide = data.to_type(ScalarType.Float64);
        _mean = wide.mean([0L]).DetachFromDisposeScope();
        var (_, values, axes) = linalg.svd(wide - _mean, fullMatrices: false);
        _axes = axes.DetachFromDisposeScope();
        _squares = values.square().data<double>().ToArray();
        _count = data.shape[0];
    }

    /// <summary>The first axes, <c>[count, D]</c>, of length 1 and at right angles.</summary>
    public Tensor Axes(int count) => _axes[..count];

    /// <summary>
    /// A singular value by the next one: where that is near 1, hardly any error is lost by a subspace that is turned towards the next axis.
    /// </summary>
    public double Gap(int count) => Math.Sqrt(_squares[count - 1] / _squares[count]);

    /// <summary>
    /// The squared error of an example that the first axes leave of the data that they are of: the other singular values.
    /// </summary>
    public double Error(int count) => _squares.Skip(count).Sum() / _count;

    /// <summary>The same of other data, <c>[N, D]</c>.</summary>
    public double Error(int count, Tensor data)
    {
        using var scope = NewDisposeScope();
        var centred = data.to_type(ScalarType.Float64) - _mean;
        var along = centred.matmul(Axes(count).t());
        return (centred.square().sum() - along.square().sum()).item<double>() / data.shape[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mean.Dispose();
        _axes.Dispose();
    }
}
