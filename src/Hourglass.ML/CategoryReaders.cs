using System.Numerics;
using Microsoft.ML;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>Places among texts: those of the training where the column is known, else the sorted texts of all rows.</summary>
/// <param name="known">What the column was when the model was trained; null where it is read for the first time.</param>
internal abstract class CategoryReader(InputColumn? known) : ColumnReader
{
    /// <summary>The place of a missing text.</summary>
    protected const long Missing = -1;

    /// <summary>What the column was; null where it is read for the first time.</summary>
    protected InputColumn? Known { get; } = known;

    /// <summary>A text that the training had not.</summary>
    /// <exception cref="DataException">No variable that may be missing reads it.</exception>
    protected long Unknown(string text) => Known!.MayMiss
        ? Missing
        : throw new DataException(
            $"The column '{Known.Name}' has '{(text.Length > 40 ? text[..40] + "…" : text)}', which is none of the training's texts: "
            + $"{string.Join(", ", Known.Texts.Take(8).Select(name => $"'{name}'"))}{(Known.Texts.Count > 8 ? ", …" : "")}. Train with "
            + "examples of it, or declare the variable one that may be missing, `data y?: …`.");
}

/// <summary>Texts; an empty one is missing.</summary>
internal sealed class TextReader : CategoryReader
{
    /// <summary>More texts than this are no classes, as with files of values.</summary>
    public const int MostTexts = 1000;

    private readonly ValueGetter<ReadOnlyMemory<char>> _getter;
    private readonly TensorPieces<long> _pieces = new([]);
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private ReadOnlyMemory<char> _text;

    public TextReader(ValueGetter<ReadOnlyMemory<char>> getter, InputColumn? known)
        : base(known)
    {
        _getter = getter;
        _lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < known?.Texts.Count; i++)
        {
            _places.TryAdd(known.Texts[i], i);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts => Known?.Texts ?? [.. _places.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override string? Obstacle => Known is not null ? null
        : _places.Count == 0 ? "no value at all"
        : _places.Count > MostTexts ? $"String: more than {MostTexts} different texts, which are no classes" : null;

    /// <inheritdoc/>
    public override void Add()
    {
        _getter(ref _text);
        _pieces.Next()[0] = _text.IsEmpty ? Missing
            : _lookup.TryGetValue(_text.Span, out var place) ? place
            : Known is not null ? Unknown(_text.ToString())
            : New(_text.ToString());
    }

    /// <inheritdoc/>
    public override Tensor Take()
    {
        if (Known is not null)
        {
            return _pieces.Take();
        }

        // From the order in which texts came to that of the texts; the last one, which −1 counts from the end, is the missing one.
        using var scope = NewDisposeScope();
        var sorted = Texts.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
        var order = tensor([.. _places.OrderBy(pair => pair.Value).Select(pair => sorted[pair.Key]), Missing], ScalarType.Int64);
        using var places = _pieces.Take();
        return order.index_select(0, places.remainder(_places.Count + 1)).DetachFromDisposeScope();
    }

    private long New(string text)
    {
        if (_places.Count <= MostTexts)
        {
            _places.Add(text, _places.Count);
        }

        return _places.GetValueOrDefault(text, Missing);
    }
}

/// <summary>
/// Keys: 0 is missing, others count from 1. With names they are places among them, in the keys' order, else numbers from 0.
/// </summary>
internal sealed class KeyReader<T> : CategoryReader
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly ValueGetter<T> _getter;
    private readonly IReadOnlyList<string>? _names;
    private readonly long[]? _translated;
    private readonly TensorPieces<long> _places = new([]);
    private readonly TensorPieces<double> _numbers = new([]);
    private T _key;

    public KeyReader(ValueGetter<T> getter, IReadOnlyList<string>? names, InputColumn? known)
        : base(known)
    {
        (_getter, _names) = (getter, names);
        if (names is not null && known is not null)
        {
            var texts = known.Texts.Index().DistinctBy(pair => pair.Item, StringComparer.Ordinal)
                .ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
            _translated = [.. names.Select((name, i) => texts.GetValueOrDefault(name, Missing))];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Texts => _names is null ? null : Known?.Texts ?? _names;

    /// <inheritdoc/>
    public override void Add()
    {
        _getter(ref _key);
        var key = ulong.CreateChecked(_key);
        if (_names is null)
        {
            // A class takes a missing number for a missing class, and nothing else would take −1 for one.
            _numbers.Next()[0] = key == 0 ? double.NaN : key - 1;
            return;
        }

        // A key beyond its names is damaged; ML.NET says of it that it is missing.
        var place = key == 0 || key > (ulong)_names.Count ? Missing : (long)key - 1;
        _places.Next()[0] = place < 0 || _translated is null ? place
            : _translated[place] is >= 0 and var translated ? translated : Unknown(_names[(int)place]);
    }

    /// <inheritdoc/>
    public override Tensor Take() => _names is null ? _numbers.Take() : _places.Take();
}
