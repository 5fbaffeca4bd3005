using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>Precisions without correlations: a number for each dimension, or one for all. U is the root of that of W.</summary>
/// <param name="width">d.</param>
/// <param name="blocks">d, or 1 where the dimensions share it.</param>
internal sealed class AxisPrecisions(int width, int blocks) : Precisions(width, 1, blocks)
{
    /// <inheritdoc/>
    public override long[] Shape => [Blocks];

    /// <inheritdoc/>
    public override Tensor Whiten(Tensor inverseScales) => inverseScales.rsqrt();

    /// <inheritdoc/>
    public override Tensor LogDeterminant(Tensor whiteners) => -2 * whiteners.log().sum(-1);

    /// <inheritdoc/>
    public override Tensor BlockSquares(Tensor centred, Tensor whiteners) => Grouped((centred * whiteners.unsqueeze(1)).pow_(2), 2);

    /// <inheritdoc/>
    public override Tensor Squares(Tensor centred, Tensor whiteners) =>
        centred.square().bmm(whiteners.square().expand(-1, Width).unsqueeze(2)).squeeze(2);

    /// <inheritdoc/>
    public override Tensor Scatter(Tensor centred, Tensor shares) => Grouped(shares.unsqueeze(1).bmm(centred.square()).squeeze(1), 1);

    /// <inheritdoc/>
    public override Tensor Trace(Tensor scatter, Tensor whiteners) => (scatter * whiteners.square()).sum(-1);

    /// <inheritdoc/>
    public override Tensor Colour(Tensor draws, Tensor inverseScale) => draws * inverseScale.sqrt();

    /// <summary>The squares of a block in sum.</summary>
    private Tensor Grouped(Tensor squares, int dimension) => Blocks == Width ? squares : squares.sum(dimension, keepdim: true);
}
