using Hourglass.Datasets;
using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Images;

/// <summary>
/// Predictions for pictures that are larger than a network takes: overlapping tiles, each predicted by itself and put together (the
/// overlap-tile strategy of Ronneberger, Fischer and Brox, 2015).
/// </summary>
/// <param name="Side">The side of a tile.</param>
/// <param name="Overlap">How much neighbours share at least, below <paramref name="Side"/>; the last tile of a line may share more.</param>
/// <param name="Border">What becomes of places that several tiles describe.</param>
public sealed record Tiling(int Side, int Overlap, TileBorder Border = TileBorder.Crop)
{
    /// <summary>Where tiles begin along a line: at 0, then step by step; the last one ends with the line.</summary>
    /// <param name="length">The length of the line, <see cref="Side"/> at least.</param>
    /// <exception cref="DataException">A tile does not fit, or the overlap leaves no step.</exception>
    public IReadOnlyList<int> Starts(int length)
    {
        Given.AtLeast(1, Side);
        Given.AtLeast(0, Overlap);
        if (Overlap >= Side)
        {
            throw new DataException(FormattableString.Invariant($"Overlap is below Side, {Side}; got {Overlap}."));
        }

        if (length < Side)
        {
            throw new DataException(FormattableString.Invariant(
                $"A tile of {Side} does not fit into {length}; take smaller tiles, or predict the picture as a whole."));
        }

        var step = Side - Overlap;
        var steps = (length - Side + step - 1) / step;
        return [.. Enumerable.Range(0, steps + 1).Select(i => Math.Min(i * step, length - Side))];
    }

    /// <summary>Predicts pictures tile by tile.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>.</param>
    /// <param name="predict">From tiles <c>[n, C, side, side]</c> to predictions <c>[n, K, side, side]</c>.</param>
    /// <param name="batch">Tiles at a time.</param>
    /// <returns><c>[N, K, H, W]</c> in the type of the predictions; the caller's.</returns>
    /// <exception cref="DataException">Shapes do not fit.</exception>
    public Tensor Predict(Tensor images, Func<Tensor, Tensor> predict, int batch = 16)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(predict);
        Given.AtLeast(1, batch);
        if (images.dim() != 4 || images.shape[0] == 0)
        {
            throw new DataException($"images is [N, C, H, W], one picture at least; got {Shapes.List(images.shape)}.");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var places = Places(images.shape);
        var (sum, weights) = ((Tensor?)null, (Tensor?)null);
        for (var first = 0; first < places.Count; first += batch)
        {
            using var inner = NewDisposeScope();
            var some = places.GetRange(first, Math.Min(batch, places.Count - first));
            var tiles = stack(some.Select(place =>
                images[place.Picture].narrow(1, place.Down.Start, Side).narrow(2, place.Across.Start, Side)));
            var predicted = Checked(predict(tiles), some.Count);
            sum ??= zeros([images.shape[0], predicted.shape[1], images.shape[2], images.shape[3]], predicted.dtype, images.device)
                .MoveToOuterDisposeScope();
            weights ??= (Border == TileBorder.Blend ? Weights(predicted) : ones_like(predicted[0][0])).MoveToOuterDisposeScope();
            for (var i = 0; i < some.Count; i++)
            {
                Add(sum, predicted[i], weights, some[i]);
            }
        }

        return (Border == TileBorder.Blend ? sum!.div_(Total(images.shape, weights!)) : sum!).MoveToOuterDisposeScope();
    }

    private List<Place> Places(long[] shape)
    {
        var (down, across) = (Spans((int)shape[2]), Spans((int)shape[3]));
        return [.. Enumerable.Range(0, (int)shape[0])
            .SelectMany(picture => down.SelectMany(row => across.Select(column => new Place(picture, row, column))))];
    }

    /// <summary>
    /// The tiles along a line, each with what it gives to the result: with cut borders, up to the middle of what neighbours share.
    /// </summary>
    private List<Span> Spans(int length)
    {
        var starts = Starts(length);
        int Cut(int i) => i == 0 ? 0 : i == starts.Count ? length : (starts[i - 1] + Side + starts[i]) / 2;
        return [.. starts.Select((start, i) => Border == TileBorder.Blend
            ? new Span(start, start, start + Side)
            : new Span(start, Cut(i), Cut(i + 1)))];
    }

    /// <summary>Adds what a tile gives; with cut borders, every place gets it once.</summary>
    private static void Add(Tensor sum, Tensor tile, Tensor weights, Place place)
    {
        var (down, across) = (place.Down, place.Across);
        Tensor Part(Tensor of) => of.narrow(-2, down.From - down.Start, down.Length).narrow(-1, across.From - across.Start, across.Length);
        sum[place.Picture].narrow(1, down.From, down.Length).narrow(2, across.From, across.Length).add_(Part(tile) * Part(weights));
    }

    private Tensor Checked(Tensor predicted, int count) =>
        predicted.dim() == 4 && predicted.shape[0] == count && predicted.shape[2] == Side && predicted.shape[3] == Side
        && predicted.is_floating_point()
            ? predicted
            : throw new DataException(FormattableString.Invariant(
                $"predict gives real numbers [{count}, K, {Side}, {Side}] for {count} tiles; got ")
                + $"{predicted.dtype.ToString().ToLowerInvariant()} {Shapes.List(predicted.shape)}.");

    /// <summary>Weights that rise from 1 at the border to the middle of what neighbours share, <c>[side, side]</c>.</summary>
    private Tensor Weights(Tensor like)
    {
        var line = tensor(
            [.. Enumerable.Range(0, Side).Select(i => (double)Math.Min(Overlap + 1, Math.Min(i + 1, Side - i)))],
            like.dtype,
            like.device);
        return line.unsqueeze(1) * line;
    }

    /// <summary>The sum of all weights at each place, <c>[H, W]</c>.</summary>
    private Tensor Total(long[] shape, Tensor weights)
    {
        var total = zeros([1, 1, shape[2], shape[3]], weights.dtype, weights.device);
        var one = ones([1, Side, Side], weights.dtype, weights.device);
        foreach (var place in Places([1, 1, shape[2], shape[3]]))
        {
            Add(total, one, weights, place);
        }

        return total;
    }

    /// <summary>A tile along a line.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="From">Where what it gives begins.</param>
    /// <param name="To">Where that ends.</param>
    private readonly record struct Span(int Start, int From, int To)
    {
        public int Length => To - From;
    }

    private readonly record struct Place(int Picture, Span Down, Span Across);
}
