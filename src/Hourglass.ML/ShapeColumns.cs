using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML;

/// <summary>
/// Columns of a schema's shape. ML.NET lets anybody implement <see cref="IEstimator{TTransformer}"/> and keeps the constructor that this
/// takes to itself.
/// </summary>
internal static class ShapeColumns
{
    /// <summary>The shape of some columns and those that are added; of one name, the last one counts.</summary>
    public static SchemaShape With(SchemaShape input, IEnumerable<OutputColumn> added)
    {
        var columns = input.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (var column in added)
        {
            columns[column.Name] = Of(column);
        }

        return new SchemaShape(columns.Values);
    }

    private static SchemaShape.Column Of(OutputColumn column)
    {
        var annotations = new SchemaShape(column.Annotation is { } kind
            ? [New(kind, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false, null)]
            : []);
        return New(
            column.Name,
            column.IsVector ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.Scalar,
            column.Kind == OutputKind.Label ? NumberDataViewType.UInt32 : NumberDataViewType.Single,
            column.Kind == OutputKind.Label,
            annotations);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column New(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);
}
