using System.Globalization;
using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>How large the values of a variable are, for messages about numbers that grew beyond all bounds.</summary>
/// <param name="Field">The variable.</param>
/// <param name="Smallest">The smallest value.</param>
/// <param name="Largest">The largest.</param>
/// <param name="Element">Where the largest magnitude lies, <c>'income'</c> or <c>x[2]</c>; null for a variable of one element.</param>
/// <param name="ElementSmallest">The smallest value there.</param>
/// <param name="ElementLargest">The largest there.</param>
internal sealed record DataRange(
    DataField Field,
    double Smallest,
    double Largest,
    string? Element,
    double ElementSmallest,
    double ElementLargest)
{
    private const int RowsAtOnce = 1 << 12;
    private const long ElementsAtOnce = 1 << 22;

    /// <summary>The largest magnitude.</summary>
    public double Magnitude => Math.Max(Math.Abs(Smallest), Math.Abs(Largest));

    /// <summary>In words.</summary>
    public override string ToString()
    {
        var element = Element is null ? "" : Number($" ({Element} from {ElementSmallest:G7} to {ElementLargest:G7})");
        return Number($"`{Field.Name}` ranges from {Smallest:G7} to {Largest:G7}{element}");
    }

    /// <summary>The ranges of all variables that are no classes and have a value; missing ones do not count. Reads a whole split.</summary>
    /// <param name="data">The data.</param>
    /// <param name="test">Whether the test split is meant, which must be there.</param>
    public static IReadOnlyList<DataRange> Of(BoundDataset data, bool test) =>
    [
        .. data.Fields.Where(field => field.Field.Domain != Domain.Class && field.IsThere)
            .Select(field => Of(field, test ? data.TestCount : data.TrainCount, test))
            .Where(range => range.Smallest <= range.Largest),
    ];

    private static DataRange Of(BoundField field, int count, bool test)
    {
        using var scope = NewDisposeScope();
        var elements = Shapes.Elements(field.Shape);
        var (least, most) =
            (full(elements, double.PositiveInfinity, ScalarType.Float64), full(elements, double.NegativeInfinity, ScalarType.Float64));
        var rows = (int)Math.Clamp(ElementsAtOnce / elements, 1, RowsAtOnce);
        for (var first = 0; first < count; first += rows)
        {
            using var inner = NewDisposeScope();
            var values = field.Gather(arange(first, Math.Min(first + rows, count), ScalarType.Int64), test)
                .reshape(-1, elements)
                .to_type(ScalarType.Float64);
            var missing = values.isnan();
            least.copy_(minimum(least, values.masked_fill(missing, double.PositiveInfinity).amin([0L])));
            most.copy_(maximum(most, values.masked_fill(missing, double.NegativeInfinity).amax([0L])));
        }

        var (smallest, largest) = (least.data<double>().ToArray(), most.data<double>().ToArray());
        var at = Enumerable.Range(0, smallest.Length)
            .MaxBy(i => smallest[i] > largest[i] ? -1 : Math.Max(Math.Abs(smallest[i]), Math.Abs(largest[i])));
        return new DataRange(field.Field, smallest.Min(), largest.Max(), NameOf(field, at), smallest[at], largest[at]);
    }

    private static string? NameOf(BoundField field, int element) => field switch
    {
        _ when Shapes.Elements(field.Shape) == 1 => null,
        { Columns.Count: > 1 } => $"'{field.Columns[element]}'",
        { Shape.Count: 1 } => Number($"{field.Name}[{element}]"),
        _ => null,
    };

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
