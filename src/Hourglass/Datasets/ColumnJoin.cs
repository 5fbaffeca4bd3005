using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Columns of two data sets one behind the other.</summary>
/// <param name="first">What the first is called in messages.</param>
/// <param name="second">What the second is called.</param>
internal sealed class ColumnJoin(string first, string second)
{
    /// <summary>Joins columns of the same names.</summary>
    /// <exception cref="DataException">A column is in one of them only, or is another there.</exception>
    public IReadOnlyList<DataColumn> Of(IReadOnlyList<DataColumn> a, IReadOnlyList<DataColumn> b)
    {
        var odd = a.Select(column => column.Name)
            .Except(b.Select(column => column.Name), StringComparer.Ordinal)
            .Concat(b.Select(column => column.Name).Except(a.Select(column => column.Name), StringComparer.Ordinal))
            .FirstOrDefault();
        return odd is null
            ? [.. a.Select(column => Of(column, b.First(other => other.Name == column.Name)))]
            : throw new DataException(
                $"The column '{odd}' is in only one of the data '{first}' and '{second}'; only data of the same columns can be joined.");
    }

    private DataColumn Of(DataColumn a, DataColumn b)
    {
        var why = !a.ExampleShape.SequenceEqual(b.ExampleShape)
                ? $"is {Shapes.Show(a.ExampleShape)} in one and {Shapes.Show(b.ExampleShape)} in the other"
            : a.Incidence is null != (b.Incidence is null) ? "is sparse in only one of them"
            : a.TestCount > 0 != b.TestCount > 0 ? "has a test split in only one of them"
            : null;
        if (why is not null)
        {
            throw new DataException($"The data '{first}' and '{second}' cannot be joined: the column '{a.Name}' {why}.");
        }

        if (a.Incidence is { } rows)
        {
            return new(a.Name, rows.Concat(b.Incidence!), a.TestIncidence?.Concat(b.TestIncidence!));
        }

        string[] texts = [.. a.Texts.Union(b.Texts, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Tensor Both(Tensor one, Tensor other) => cat([Among(one, a.Texts, texts), Among(other, b.Texts, texts)], 0);
        return new(a.Name, Both(a.Train, b.Train), a.Test is null ? null : Both(a.Test, b.Test!), a.Role) { Texts = texts };
    }

    /// <summary>Places among some texts as places among all of them.</summary>
    private static Tensor Among(Tensor places, IReadOnlyList<string> own, string[] all) => own.Count == 0
        ? places
        : tensor([.. own.Select(text => (long)Array.BinarySearch(all, text, StringComparer.Ordinal)), -1L], ScalarType.Int64)
            .index_select(0, places.remainder(own.Count + 1));
}
