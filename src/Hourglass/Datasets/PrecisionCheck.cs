using System.Globalization;
using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Numbers that single precision does not hold: they would become infinite on their way, and be called that.</summary>
internal static class PrecisionCheck
{
    private const long ElementsPerSlice = 1 << 22;

    /// <summary>Looks at every value that is narrowed.</summary>
    /// <exception cref="DataException">One of them is too large.</exception>
    public static void Check(string dataName, DataField field, IReadOnlyList<DataColumn> columns, Conversion conversion)
    {
        foreach (var column in conversion.Type == ScalarType.Float32 ? columns.Where(column => column.Incidence is null) : [])
        {
            Check(dataName, field, column, column.Train, "training");
            Check(dataName, field, column, column.Test, "test");
        }
    }

    private static void Check(string dataName, DataField field, DataColumn column, Tensor? values, string split)
    {
        if (values?.dtype != ScalarType.Float64 || values.shape[0] == 0)
        {
            return;
        }

        var elements = Shapes.Elements(column.ExampleShape);
        var perSlice = Math.Max(1, ElementsPerSlice / elements);
        for (var start = 0L; start < values.shape[0]; start += perSlice)
        {
            using var scope = NewDisposeScope();
            var slice = values.narrow(0, start, Math.Min(perSlice, values.shape[0] - start)).reshape(-1, elements);
            var large = slice.to_type(ScalarType.Float32).isinf().logical_and_(slice.isfinite());
            if (large.any().item<bool>())
            {
                var row = large.any(1).nonzero()[0].item<long>();
                var value = slice[row].masked_select(large[row])[0].item<double>();
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The variable '{field.Name}' is in single precision, whose numbers end at 3.4e38, but example {start + row} "
                        + $"(counted from 0) of the {split} data '{dataName}' has {value:G9} in the column "
                        + $"'{TensorText.Shown(column.Name)}'. Scale the column, or remove the example."));
            }
        }
    }
}
