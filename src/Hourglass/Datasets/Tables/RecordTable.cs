using System.Collections;
using System.Globalization;
using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>Objects of one type as the columns of a table: each of its public properties that can be read, and each field.</summary>
internal static class RecordTable
{
    /// <summary>Reads the objects once.</summary>
    /// <exception cref="DataException">An object is null, or there is none.</exception>
    public static IReadOnlyList<TableColumn> Of<T>(IEnumerable<T> records)
    {
        using var scope = NewDisposeScope();
        T[] all = [.. records];
        if (all.Length == 0 || Array.Exists(all, record => record is null))
        {
            throw new DataException(all.Length == 0
                ? $"There is no object of {typeof(T).Name}; give at least one example."
                : $"The object {Array.FindIndex(all, record => record is null)} of {typeof(T).Name} (counted from 0) is null.");
        }

        return [.. Members<T>().Select(member => Column(member.Name, member.Type, Array.ConvertAll(all, record => member.Read(record))))];
    }

    private static IEnumerable<(string Name, Type Type, Func<T, object?> Read)> Members<T>() =>
        typeof(T).GetMembers(BindingFlags.Public | BindingFlags.Instance).OrderBy(member => member.MetadataToken).SelectMany(
            member => member switch
            {
                PropertyInfo { CanRead: true } property when property.GetIndexParameters().Length == 0 =>
                    new (string, Type, Func<T, object?>)[] { (property.Name, property.PropertyType, record => property.GetValue(record)) },
                FieldInfo field => [(field.Name, field.FieldType, record => field.GetValue(record))],
                _ => [],
            });

    private static TableColumn Column(string name, Type declared, object?[] values)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var column = new ColumnChunks(name);
        if (type == typeof(string) || type.IsEnum)
        {
            column.Add(values.Select(value => value?.ToString()));
        }
        else if (IsNumber(type))
        {
            column.Add(Numbers(type, values));
        }
        else if (Element(type) is { } element && IsNumber(element))
        {
            AddLists(column, element, values);
        }
        else
        {
            column.SetAside($"{type.Name}, which is no number and no text");
        }

        return column.Finish();
    }

    private static void AddLists(ColumnChunks column, Type element, object?[] values)
    {
        if (Array.Exists(values, value => value is null))
        {
            column.SetAside("a list is missing");
            return;
        }

        object?[][] lists = Array.ConvertAll(values, value => ((IEnumerable)value!).Cast<object?>().ToArray());
        ListPieces.Add(column, [.. lists.Select(list => list.Length)], Numbers(element, [.. lists.SelectMany(list => list)]));
    }

    private static Type? Element(Type list) => list.IsArray && list.GetArrayRank() == 1
        ? list.GetElementType()
        : list.GetInterfaces().Append(list)
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            ?.GetGenericArguments()[0];

    private static bool IsNumber(Type type) => !type.IsEnum
        && (type == typeof(Half) || (type.IsPrimitive && type != typeof(char) && type != typeof(nint) && type != typeof(nuint))
            || type == typeof(decimal));

    private static Tensor Numbers(Type type, object?[] values) => Type.GetTypeCode(type) switch
    {
        _ when Array.Exists(values, value => value is null) =>
            tensor(Array.ConvertAll(values, value => value is null ? double.NaN : Double(value)), ScalarType.Float64),
        TypeCode.Boolean => NumberPieces.Of<bool>(Array.ConvertAll(values, value => (bool)value!)),
        TypeCode.Byte => NumberPieces.Of<byte>(Array.ConvertAll(values, value => (byte)value!)),
        TypeCode.Single => NumberPieces.Of<float>(Array.ConvertAll(values, value => (float)value!)),
        TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 =>
            NumberPieces.Of<long>(Array.ConvertAll(values, value => Convert.ToInt64(value, CultureInfo.InvariantCulture))),
        _ => tensor(Array.ConvertAll(values, value => Double(value!)), ScalarType.Float64),
    };

    private static double Double(object value) => value is Half half
        ? (double)half
        : Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
