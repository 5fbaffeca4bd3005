namespace Hourglass.Compiler.Ir;

/// <summary>What a convolution looks at for each element of its result, one number for each spatial dimension.</summary>
/// <param name="Kernel">Elements of a window.</param>
/// <param name="Stride">From window to window.</param>
/// <param name="Padding">Zeros on both sides.</param>
/// <param name="Dilation">From element to element of a window.</param>
/// <param name="Groups">Into how many groups channels are divided; a filter reads those of one group.</param>
public sealed record ConvWindow(
    EquatableArray<int> Kernel,
    EquatableArray<int> Stride,
    EquatableArray<int> Padding,
    EquatableArray<int> Dilation,
    int Groups)
{
    /// <summary>Windows of one width, side by side, without zeros around the map.</summary>
    public static ConvWindow Plain(int width, int rank)
    {
        EquatableArray<int> All(int number) => Enumerable.Repeat(number, rank).ToEquatable();
        return new ConvWindow(All(width), All(1), All(0), All(1), 1);
    }

    /// <summary>Spatial dimensions.</summary>
    public int Rank => Kernel.Count;

    /// <summary>Elements of a window.</summary>
    public long Count => Kernel.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Whether its elements stand side by side and its filters read all channels.</summary>
    public bool IsPlain => Groups == 1 && Dilation.All(step => step == 1);

    /// <summary>From the first element of a window to the last, both included.</summary>
    public int Span(int axis) => checked(((Kernel[axis] - 1) * Dilation[axis]) + 1);

    /// <summary>The size of the map from whose windows a map of a size comes, without the rest that no window reaches.</summary>
    public int Reached(int axis, int windows) => checked(((windows - 1) * Stride[axis]) + Span(axis) - (2 * Padding[axis]));

    /// <inheritdoc/>
    public override string ToString() => $"kernel {Text(Kernel)}, stride {Text(Stride)}, padding {string.Join(", ", Padding)}{More}";

    /// <summary>Kernel and stride, and what is special, in words.</summary>
    public string Described() => $"width {Text(Kernel)}, stride {Text(Stride)}{More}";

    private string More => (Dilation.All(step => step == 1) ? "" : $", dilation {Text(Dilation)}")
        + (Groups == 1 ? "" : $", {NumberText.Of(Groups)} groups");

    private static string Text(EquatableArray<int> numbers) => numbers.Distinct().Skip(1).Any()
        ? string.Join(" × ", numbers.Select(number => NumberText.Of(number)))
        : NumberText.Of(numbers[0]);
}
