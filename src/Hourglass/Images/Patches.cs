using Hourglass.Datasets;
using Hourglass.Metrics;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Images;

/// <summary>
/// Squares cut from larger pictures at random places, turned and mirrored at random, as examples to train on. What belongs together, such
/// as a picture and its mask, is cut and laid in the same way.
/// </summary>
public static class Patches
{
    /// <summary>A stream of the seed's own.</summary>
    private const int Stream = -31;

    /// <summary>Draws patches. Every place and every orientation is as likely as any other.</summary>
    /// <param name="stacks">Pictures <c>[N, C, H, W]</c>, those of one place in every stack; C and the type may differ.</param>
    /// <param name="side">The side of a patch.</param>
    /// <param name="count">How many to draw.</param>
    /// <param name="seed">Another seed, other patches; the first ones do not depend on how many there are.</param>
    /// <param name="orient">Whether to turn and mirror them.</param>
    /// <returns>For each stack <c>[count, C, side, side]</c>, of its type; the caller's.</returns>
    /// <exception cref="DataException">Shapes do not fit each other, or a number is out of its range.</exception>
    public static IReadOnlyList<Tensor> Draw(IReadOnlyList<Tensor> stacks, int side, int count, long seed = 0, bool orient = true)
    {
        ArgumentNullException.ThrowIfNull(stacks);
        Given.AtLeast(1, side);
        Given.AtLeast(1, count);
        Check(stacks, side);
        var shape = stacks[0].shape;
        Tensor[] drawn = [.. stacks.Select(stack => empty([count, stack.shape[1], side, side], stack.dtype))];
        var random = new SplitMix64((ulong)Seeds.Derive(seed, Stream));
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            var (picture, top, left) = (
                random.Below((int)shape[0]),
                random.Below((int)shape[2] - side + 1),
                random.Below((int)shape[3] - side + 1));
            var orientation = random.Below(Orientation.Count);
            for (var j = 0; j < drawn.Length; j++)
            {
                var patch = stacks[j][picture].narrow(1, top, side).narrow(2, left, side);
                drawn[j].select(0, i).copy_(orient ? Orientation.Apply(patch, orientation) : patch);
            }
        }

        return drawn;
    }

    private static void Check(IReadOnlyList<Tensor> stacks, int side)
    {
        if (stacks.Count == 0)
        {
            throw new DataException("stacks is empty; give one stack of pictures [N, C, H, W] at least.");
        }

        var first = stacks[0].shape;
        for (var i = 0; i < stacks.Count; i++)
        {
            var shape = stacks[i].shape;
            if (shape.Length != 4 || shape.Contains(0))
            {
                throw new DataException(FormattableString.Invariant(
                    $"stacks[{i}] is {Shapes.List(shape)}; pictures are [N, C, H, W], none of them 0."));
            }

            if (shape[0] != first[0] || shape[2] != first[2] || shape[3] != first[3])
            {
                throw new DataException(FormattableString.Invariant(
                    $"stacks[{i}] is {Shapes.List(shape)} and stacks[0] is {Shapes.List(first)}; both need as many pictures of one size."));
            }
        }

        if (side > first[2] || side > first[3])
        {
            throw new DataException(FormattableString.Invariant(
                $"A patch of {side} × {side} does not fit into pictures of {first[2]} × {first[3]}; ask for a smaller side."));
        }
    }
}
