using System.Globalization;

namespace Hourglass.Datasets;

/// <summary>Shapes in messages.</summary>
internal static class Shapes
{
    /// <summary><c>[1, 28, 28]</c>, or <c>a single value</c>.</summary>
    public static string Show(IReadOnlyList<long> shape) => shape.Count == 0
        ? "a single value"
        : List(shape);

    /// <summary><c>[1, 28, 28]</c>, and <c>[]</c> for a scalar.</summary>
    public static string List(IReadOnlyList<long> shape) =>
        "[" + string.Join(", ", shape.Select(n => n.ToString(CultureInfo.InvariantCulture))) + "]";

    public static long Elements(IReadOnlyList<long> shape) => shape.Aggregate(1L, (product, n) => product * n);
}
