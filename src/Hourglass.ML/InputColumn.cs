using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML;

/// <summary>What a column of a data view is to a model.</summary>
internal enum InputKind
{
    /// <summary>A number, or a truth value as 0 or 1.</summary>
    Number,

    /// <summary>As many numbers in each row.</summary>
    Vector,

    /// <summary>A key whose values have no names: its place, from 0.</summary>
    Key,

    /// <summary>A text, or a key whose values have names.</summary>
    Category,
}

/// <summary>A column that can be read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Shape">The shape of a row's numbers; empty for one.</param>
internal sealed record InputColumn(string Name, InputKind Kind, IReadOnlyList<int> Shape)
{
    /// <summary>The texts of a category that was read, the first is class 0; empty before, and for other kinds.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Whether a text that is none of <see cref="Texts"/> is a missing one, as the variable may be.</summary>
    public bool MayMiss { get; init; }

    /// <summary>What a column is; null where no variable can read it.</summary>
    public static InputColumn? Of(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => new(column.Name, InputKind.Category, []),
        KeyDataViewType => new(column.Name, KeyNames.Has(column) ? InputKind.Category : InputKind.Key, []),
        VectorDataViewType { IsKnownSize: true, ItemType: var item } vector when IsNumber(item) =>
            new(column.Name, InputKind.Vector, [.. vector.Dimensions]),
        var type when IsNumber(type) => new(column.Name, InputKind.Number, []),
        _ => null,
    };

    /// <summary>Why no variable can read a column, with what to do, as the end of a sentence.</summary>
    public static string Obstacle(DataViewSchema.Column column) => $"{column.Type}: " + column.Type switch
    {
        VectorDataViewType { ItemType: TextDataViewType } => "texts in a vector; FeaturizeText or OneHotEncoding make numbers of them",
        VectorDataViewType { ItemType: KeyDataViewType } => "keys in a vector; MapKeyToVector makes numbers of them",
        VectorDataViewType { IsKnownSize: false } => "vectors of several sizes; bring them to one size before",
        DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType => "a time; a CustomMapping makes numbers of it",
        { RawType.Name: "MLImage" } => "pictures; ResizeImages and ExtractPixels make numbers of them",
        _ => "no number and no text; a transformation before must make numbers of it",
    };

    /// <summary>Whether a column can stand where this one stood when the model was trained.</summary>
    public bool Accepts(InputColumn other) => Kind == other.Kind && Size == other.Size;

    /// <summary>For messages.</summary>
    public override string ToString() => Kind switch
    {
        InputKind.Vector => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a vector of {Size} numbers"),
        InputKind.Number => "a number",
        InputKind.Key => "a key without names",
        _ => "a text, or a key with names",
    };

    private int Size => Shape.Aggregate(1, (product, size) => product * size);

    private static bool IsNumber(DataViewType type) => type is NumberDataViewType or BooleanDataViewType;
}
