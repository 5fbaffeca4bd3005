using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Images;

/// <summary>
/// The eight ways to lay a square picture: 0 to 3 are quarter turns, counter-clockwise; 4 to 7 the same, mirrored left to right behind the
/// turn. Values are moved, never interpolated.
/// </summary>
public static class Orientation
{
    /// <summary>How many there are.</summary>
    public const int Count = 8;

    /// <summary>Turns and mirrors pictures, all in the same way.</summary>
    /// <param name="images"><c>[..., H, W]</c>.</param>
    /// <param name="orientation">From 0 to 7.</param>
    /// <returns><c>[..., H, W]</c>, or <c>[..., W, H]</c> for an odd number of quarter turns; a copy of the caller's.</returns>
    /// <exception cref="DataException">There are fewer than two dimensions, or no such orientation.</exception>
    public static Tensor Apply(Tensor images, int orientation)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.dim() < 2)
        {
            throw new DataException($"images is [..., H, W]; got {Shapes.List(images.shape)}.");
        }

        using var scope = NewDisposeScope();
        var turned = (Checked(orientation) % 4) switch
        {
            1 => images.transpose(-1, -2).flip(-2),
            2 => images.flip(-2, -1),
            3 => images.transpose(-1, -2).flip(-1),
            _ => images.alias(),
        };
        return (orientation < 4 ? turned : turned.flip(-1)).contiguous().clone().MoveToOuterDisposeScope();
    }

    /// <summary>The orientation that undoes another one. Turns go back; a mirrored one undoes itself.</summary>
    /// <param name="orientation">From 0 to 7.</param>
    /// <exception cref="DataException">There is no such orientation.</exception>
    public static int Inverse(int orientation) => Checked(orientation) < 4 ? (4 - orientation) % 4 : orientation;

    private static int Checked(int orientation) => orientation is >= 0 and < Count
        ? orientation
        : throw new DataException(FormattableString.Invariant($"orientation is from 0 to 7; got {orientation}."));
}
