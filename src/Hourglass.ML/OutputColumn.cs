using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML;

/// <summary>What a column that is made holds.</summary>
internal enum OutputKind
{
    /// <summary>A number, or a vector of them.</summary>
    Numbers,

    /// <summary>A class, as a key with names.</summary>
    Label,

    /// <summary>A probability for each class, named as slots.</summary>
    Probabilities,
}

/// <summary>A column that is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Shape">The shape of a row's numbers, empty for one; of a label, how many classes there are.</param>
internal sealed record OutputColumn(string Name, OutputKind Kind, ImmutableArray<int> Shape)
{
    private const string SlotNames = "SlotNames";

    /// <summary>Which of a model's outputs it is part of.</summary>
    public AutoencoderOutputs Output { get; init; }

    /// <summary>The variable of a label or its probabilities.</summary>
    public string? Variable { get; init; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>How many numbers a row has.</summary>
    public int Width => Kind == OutputKind.Label ? 1 : Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Whether it is a vector.</summary>
    public bool IsVector => Kind != OutputKind.Label && Shape.Length > 0;

    /// <summary>The type in ML.NET's words.</summary>
    public DataViewType Type => Kind == OutputKind.Label ? new KeyDataViewType(typeof(uint), Shape[0])
        : IsVector ? new VectorDataViewType(NumberDataViewType.Single, Shape)
        : NumberDataViewType.Single;

    /// <summary>The annotation that names classes; null where there are none.</summary>
    public string? Annotation => Kind switch
    {
        OutputKind.Label => KeyNames.Annotation,
        OutputKind.Probabilities => SlotNames,
        _ => null,
    };

    /// <summary>What is known of the column beside its type: the names of classes.</summary>
    public DataViewSchema.Annotations? Annotations
    {
        get
        {
            if (Annotation is not { } kind)
            {
                return null;
            }

            ReadOnlyMemory<char>[] names = [.. Classes.Select(name => name.AsMemory())];
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(
                kind,
                new VectorDataViewType(TextDataViewType.Instance, names.Length),
                (ref VBuffer<ReadOnlyMemory<char>> value) => Copy<ReadOnlyMemory<char>>(names, ref value));
            return builder.ToAnnotations();
        }
    }

    /// <summary>What reads the column's value of a row.</summary>
    /// <typeparam name="TValue">The type of values that is asked for.</typeparam>
    /// <param name="current">The values of some rows by columns, and the place of the row among them.</param>
    /// <exception cref="InvalidOperationException">The column's values are of another type.</exception>
    public ValueGetter<TValue> Getter<TValue>(Func<(IReadOnlyDictionary<OutputColumn, Array> Values, int Row)> current)
    {
        Delegate getter = Kind == OutputKind.Label ? (ValueGetter<uint>)((ref value) => value = At<uint>(current())[0])
            : IsVector ? (ValueGetter<VBuffer<float>>)((ref value) => Copy(At<float>(current()), ref value))
            : (ValueGetter<float>)((ref value) => value = At<float>(current())[0]);
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"The column '{Name}' holds {getter.GetType().GetGenericArguments()[0].Name}, not {typeof(TValue).Name}.");
    }

    /// <summary>Of a column that the cursor was not asked for.</summary>
    public static InvalidOperationException Inactive(DataViewSchema.Column column) =>
        new($"The column '{column.Name}' is not active; ask for it when the cursor is made.");

    private ReadOnlySpan<T> At<T>((IReadOnlyDictionary<OutputColumn, Array> Values, int Row) current) => current.Row < 0
        ? throw new InvalidOperationException("The cursor stands at no row; call MoveNext first.")
        : ((T[])current.Values[this]).AsSpan(current.Row * Width, Width);

    private static void Copy<T>(ReadOnlySpan<T> values, ref VBuffer<T> vector)
    {
        var editor = VBufferEditor.Create(ref vector, values.Length);
        values.CopyTo(editor.Values);
        vector = editor.Commit();
    }
}
