using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Datasets;
using Hourglass.Numerics;
using Hourglass.Reports;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>Which elements of examples are taken away, to be filled in: a share of them, each by itself, or a square of pixels.</summary>
public sealed partial record MissingElements
{
    private MissingElements(double? share, int? side) => (Share, Side) = (share, side);

    /// <summary>The probability of each element to be missing; null for a square.</summary>
    public double? Share { get; }

    /// <summary>Pixels along a side of the square; null for a share.</summary>
    public int? Side { get; }

    /// <summary>A share of the elements.</summary>
    /// <param name="share">Between 0 and 1.</param>
    /// <exception cref="DataException">It is not.</exception>
    public static MissingElements OfShare(double share) => share is > 0 and < 1
        ? new MissingElements(share, null)
        : throw new DataException(FormattableString.Invariant($"The share of missing elements is between 0 and 1; got {share}."));

    /// <summary>A square of an image, somewhere in it, through all channels.</summary>
    /// <param name="side">Pixels along a side, 1 or more.</param>
    /// <exception cref="DataException">There are fewer.</exception>
    public static MissingElements OfSquare(int side)
    {
        Metrics.Given.AtLeast(1, side);
        return new MissingElements(null, side);
    }

    /// <summary>Reads <c>0.5</c>, a share, or <c>square(10)</c>.</summary>
    /// <param name="text">The words.</param>
    /// <exception cref="DataException">It is neither.</exception>
    public static MissingElements Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Square().Match(text) is { Success: true } square
            && int.TryParse(square.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var side)
            && side > 0)
        {
            return OfSquare(side);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 1
            ? OfShare(share)
            : throw new DataException(
                $"Missing elements are a share between 0 and 1, such as 0.5, or a square of pixels, such as square(10); got '{text}'.");
    }

    /// <summary>Draws which elements of a batch are missing, by torch's generator.</summary>
    /// <param name="field">The variable.</param>
    /// <param name="count">How many examples, N.</param>
    /// <param name="device">Where they are; the processor by default.</param>
    /// <returns>True where one is missing, <c>[N, ...]</c>.</returns>
    /// <exception cref="DataException">A square is asked for, and the variable is no image, or too small for it.</exception>
    public Tensor Draw(DataField field, int count, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        using var scope = NewDisposeScope();
        long[] shape = [count, .. field.Shape];
        var missing = Share is { } share
            ? TorchDraws.Uniform(shape, ScalarType.Float64, device) < share
            : Squares(field, count, device).reshape(shape);
        return missing.MoveToOuterDisposeScope();
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        Side is { } side ? FormattableString.Invariant($"square({side})") : FormattableString.Invariant($"{Share}");

    private Tensor Squares(DataField field, int count, Device? device)
    {
        if (ImageShape.Of(field.Shape) is not { } image || Side > Math.Min(image.Height, image.Width))
        {
            throw new DataException(
                $"A square of {Side} × {Side} pixels takes an image ({ImageShape.Accepted}) that has them; {field.Name} is "
                + $"{DomainCheck.Show(field)}.");
        }

        var rows = Line(image.Height, count, device).unsqueeze(2);
        var columns = Line(image.Width, count, device).unsqueeze(1);
        return rows.logical_and(columns).unsqueeze(1).expand(count, image.Channels, image.Height, image.Width);
    }

    /// <summary>True at as many places of a line as the side has, from a random one on, <c>[N, length]</c>.</summary>
    private Tensor Line(int length, int count, Device? device)
    {
        var first = TorchDraws.Below(length - Side!.Value + 1, [count, 1], device);
        var places = arange(length, ScalarType.Int64, device: device).unsqueeze(0);
        return (places >= first).logical_and(places < first + Side.Value);
    }

    [GeneratedRegex(@"^\s*square\s*\(\s*([0-9]+)\s*\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Square();
}
