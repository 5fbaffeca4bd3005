using System.Globalization;

namespace Hourglass.Compiler.Ground;

/// <summary>
/// The shape of one example; the batch dimension is implied. A vector is <c>[n]</c>, a feature map <c>[channels, ...spatial]</c>.
/// </summary>
public readonly record struct Shape(EquatableArray<int> Dimensions)
{
    /// <summary>A shape of the given sizes.</summary>
    public static Shape Of(params int[] dimensions) => new(EquatableArray.Of(dimensions));

    /// <summary>The shape of a single number.</summary>
    public static Shape Scalar => Of();

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dimensions.Count;

    /// <summary>Number of elements; the largest number there is where it does not fit.</summary>
    public long Count =>
        Dimensions.Aggregate(1L, (product, size) => size > 0 && product > long.MaxValue / size ? long.MaxValue : product * size);

    /// <summary>The size of a dimension.</summary>
    public int this[int index] => Dimensions[index];

    /// <summary>Whether it is a vector.</summary>
    public bool IsVector => Rank == 1;

    /// <summary>Whether it has channels and one to three spatial dimensions.</summary>
    public bool IsMap => Rank is >= 2 and <= 4;

    /// <summary>The sizes behind the channels.</summary>
    public IEnumerable<int> Spatial => Dimensions.Skip(1);

    /// <summary>The same with another size in one place.</summary>
    public Shape With(int index, int size)
    {
        var sizes = Dimensions.ToArray();
        sizes[index] = size;
        return new Shape(new EquatableArray<int>(sizes));
    }

    /// <summary>As errors write it: <c>1 × 28 × 28</c>, or <c>784</c> for a vector.</summary>
    public override string ToString() => Rank == 0 ? "a single number" : string.Join(" × ", Dimensions.Select(Text));

    /// <summary>As the documentation writes it, with the batch: <c>[N, 1, 28, 28]</c>.</summary>
    public string WithBatch(string rows = "N") => "[" + string.Join(", ", new[] { rows }.Concat(Dimensions.Select(Text))) + "]";

    /// <summary>As <c>.ae</c> writes it: <c>[1, 28, 28]</c>.</summary>
    public string InBrackets() => "[" + string.Join(", ", Dimensions.Select(Text)) + "]";

    /// <summary>In words: a vector, a feature map.</summary>
    public string Described() => Rank switch
    {
        0 => "a single number",
        1 => $"a vector of {this}",
        <= 4 => $"a feature map of {this}",
        _ => $"an array of {this}",
    };

    private static string Text(int size) => size.ToString(CultureInfo.InvariantCulture);
}
