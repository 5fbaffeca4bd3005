using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Columns of two data sets one behind the other.</summary>
/// <param name="first">What the first is called in messages.</param>
/// <param name="second">What the second is called.</param>
internal sealed class ColumnJoin(string first, string second)
{
    /// <summary>Joins columns of the same names, split by split.</summary>
    /// <exception cref="DataException">A column is in one of them only, or is another there.</exception>
    public IReadOnlyList<DataColumn> Behind(IReadOnlyList<DataColumn> a, IReadOnlyList<DataColumn> b) => Pairs(a, b, (one, other) =>
    {
        if (one.TestCount > 0 != other.TestCount > 0)
        {
            throw Differs(one.Name, "has a test split in only one of them");
        }

        if (one.Incidence is { } rows)
        {
            return new(one.Name, rows.Concat(other.Incidence!), one.TestIncidence?.Concat(other.TestIncidence!));
        }

        var texts = Texts(one, other);
        Tensor Both(Tensor x, Tensor y) => cat([Among(x, one.Texts, texts), Among(y, other.Texts, texts)], 0);
        var test = one.Test is null ? null : Both(one.Test, other.Test!);
        return new(one.Name, Both(one.Train, other.Train), test, one.Role) { Texts = texts };
    });

    /// <summary>Training examples of one, and those of the other to test on; numbers are not copied.</summary>
    /// <inheritdoc cref="Behind"/>
    public IReadOnlyList<DataColumn> Beside(IReadOnlyList<DataColumn> a, IReadOnlyList<DataColumn> b) => Pairs(a, b, (one, other) =>
    {
        if (one.Incidence is { } rows)
        {
            return new(one.Name, rows, other.Incidence);
        }

        var texts = Texts(one, other);
        var (train, test) = (Among(one.Train, one.Texts, texts), Among(other.Train, other.Texts, texts));
        var type = promote_types(train.dtype, test.dtype);
        return new(one.Name, train.to_type(type).alias(), test.to_type(type).alias(), one.Role) { Texts = texts };
    });

    private IReadOnlyList<DataColumn> Pairs(
        IReadOnlyList<DataColumn> a, IReadOnlyList<DataColumn> b, Func<DataColumn, DataColumn, DataColumn> join)
    {
        var odd = a.Select(column => column.Name)
            .Except(b.Select(column => column.Name), StringComparer.Ordinal)
            .Concat(b.Select(column => column.Name).Except(a.Select(column => column.Name), StringComparer.Ordinal))
            .FirstOrDefault();
        return odd is null
            ? [.. a.Select(column => join(column, Same(column, b.First(other => other.Name == column.Name))))]
            : throw new DataException(
                $"The column '{odd}' is in only one of the data '{first}' and '{second}'; only data of the same columns can be joined.");
    }

    private DataColumn Same(DataColumn a, DataColumn b) =>
        !a.ExampleShape.SequenceEqual(b.ExampleShape) ? throw Differs(
            a.Name,
            $"is {Shapes.Show(a.ExampleShape)} in one and {Shapes.Show(b.ExampleShape)} in the other")
        : a.Incidence is null != (b.Incidence is null) ? throw Differs(a.Name, "is sparse in only one of them")
        : b;

    private DataException Differs(string column, string how) =>
        new($"The data '{first}' and '{second}' cannot be joined: the column '{column}' {how}.");

    private static string[] Texts(DataColumn a, DataColumn b) =>
        [.. a.Texts.Union(b.Texts, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Places among some texts as places among all of them.</summary>
    private static Tensor Among(Tensor places, IReadOnlyList<string> own, string[] all) => own.Count == 0
        ? places
        : tensor([.. own.Select(text => (long)Array.BinarySearch(all, text, StringComparer.Ordinal)), -1L], ScalarType.Int64)
            .index_select(0, places.remainder(own.Count + 1));
}
