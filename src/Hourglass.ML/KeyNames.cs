using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML;

/// <summary>The names of a key's values, which ML.NET keeps as the column's annotation.</summary>
internal static class KeyNames
{
    /// <summary>The annotation's name.</summary>
    public const string Annotation = "KeyValues";

    /// <summary>Whether a key's values have names that can be written as texts.</summary>
    public static bool Has(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(Annotation) is { Type: VectorDataViewType { ItemType: var item } }
        && item is TextDataViewType or NumberDataViewType or BooleanDataViewType;

    /// <summary>The names, in the order of the values.</summary>
    public static IReadOnlyList<string> Of(DataViewSchema.Column column)
    {
        var item = ((VectorDataViewType)column.Annotations.Schema[Annotation].Type).ItemType;
        return item is TextDataViewType ? Read<ReadOnlyMemory<char>>(column, text => text.ToString())
            : item.RawType == typeof(bool) ? Read<bool>(column, value => value ? "True" : "False")
            : item.RawType == typeof(float) ? Numbers<float>(column)
            : item.RawType == typeof(double) ? Numbers<double>(column)
            : item.RawType == typeof(byte) ? Numbers<byte>(column)
            : item.RawType == typeof(sbyte) ? Numbers<sbyte>(column)
            : item.RawType == typeof(short) ? Numbers<short>(column)
            : item.RawType == typeof(ushort) ? Numbers<ushort>(column)
            : item.RawType == typeof(int) ? Numbers<int>(column)
            : item.RawType == typeof(uint) ? Numbers<uint>(column)
            : item.RawType == typeof(long) ? Numbers<long>(column)
            : Numbers<ulong>(column);
    }

    private static string[] Numbers<T>(DataViewSchema.Column column)
        where T : IFormattable => Read<T>(column, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static string[] Read<T>(DataViewSchema.Column column, Func<T, string> text)
    {
        VBuffer<T> names = default;
        column.Annotations.GetValue(Annotation, ref names);
        return [.. names.DenseValues().Select(text)];
    }
}
