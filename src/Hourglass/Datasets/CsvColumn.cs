using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>A field that stops the reading.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Text">What it is, shortened.</param>
/// <param name="Kind">Why.</param>
internal sealed record CsvProblem(long Line, string Text, FieldKind Kind);

/// <summary>A column while it is read: bytes as long as they suffice, then doubles, or text where no field is a number.</summary>
/// <param name="name">Its name.</param>
/// <param name="index">Its place in the file, from 0.</param>
/// <param name="mark">The decimal mark.</param>
internal sealed class CsvColumn(string name, int index, char mark)
{
    /// <summary>More texts than this are no classes: names, remarks, dates.</summary>
    public const int MostTexts = 1000;

    private const int LongestText = 40;

    private readonly List<byte> _bytes = [];
    private List<double>? _doubles;
    private CsvProblem? _text;
    private CsvProblem? _groups;
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private List<int>? _places;
    private bool _hasNumber;

    public string Name { get; } = name;

    public int Index { get; } = index;

    public int Count { get; private set; }

    /// <summary>The first field of a column without numbers.</summary>
    public CsvProblem? FirstText => _text ?? _groups;

    public bool IsBytes => _doubles is null;

    /// <summary>The texts of a column without numbers, sorted; null where there are too many to be classes.</summary>
    public IReadOnlyList<string>? Texts => _hasNumber || _text is null || _texts.Count > MostTexts
        ? null
        : [.. _texts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a field; says which field is at fault where the column cannot be read.</summary>
    public CsvProblem? Add(ReadOnlySpan<byte> field, long line)
    {
        Count++;
        var kind = NumberText.Read(field, mark, out var number);
        switch (kind)
        {
            case FieldKind.Missing or FieldKind.Number:
                _hasNumber |= kind == FieldKind.Number;
                AddNumber(number);
                _places?.Add(-1);
                return _hasNumber ? FirstText : null;
            case FieldKind.Text:
                _text ??= Problem(field, line, kind);
                AddText(Encoding.UTF8.GetString(field).Trim());
                return _hasNumber ? FirstText : null;
            case FieldKind.Grouped:
                // Possibly addresses or versions, as long as no number stands beside them.
                _groups ??= Problem(field, line, kind);
                return _hasNumber ? FirstText : null;
            default:
                return Problem(field, line, kind);
        }
    }

    /// <summary>What is wrong with the column as a whole: every field that is there is a number in groups.</summary>
    public CsvProblem? Finish() => _text is null ? _groups : null;

    public Tensor ToTensor(bool bytes) => bytes
        ? torch.tensor(_bytes.ToArray(), ScalarType.Byte)
        : torch.tensor(_doubles?.ToArray() ?? [.. _bytes.Select(value => (double)value)], ScalarType.Float64);

    /// <summary>The place of each field's text among others, <c>int64</c> <c>[N]</c>; -1 where there is none.</summary>
    /// <param name="texts">The texts; all of the column's are among them.</param>
    public Tensor PlacesIn(IReadOnlyList<string> texts)
    {
        var places = texts.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var own = _texts.OrderBy(pair => pair.Value).Select(pair => (long)places[pair.Key]).ToArray();
        return torch.tensor([.. _places!.Select(place => place < 0 ? -1 : own[place])], ScalarType.Int64);
    }

    private void AddText(string text)
    {
        // What stood before the first text was missing.
        _places ??= [.. Enumerable.Repeat(-1, Count - 1)];
        if (_texts.Count <= MostTexts)
        {
            _texts.TryAdd(text, _texts.Count);
        }

        _places.Add(_texts.GetValueOrDefault(text, -1));
    }

    private static CsvProblem Problem(ReadOnlySpan<byte> field, long line, FieldKind kind)
    {
        return new CsvProblem(line, Shortened(Encoding.UTF8.GetString(field)), kind);
    }

    /// <summary>A text for a message: no more of it than tells which it is.</summary>
    public static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";

    private void AddNumber(double number)
    {
        if (_doubles is null)
        {
            // −0 is a number of its own, which a byte would lose.
            if (number is >= 0 and <= 255 && number == Math.Floor(number) && !double.IsNegative(number))
            {
                _bytes.Add((byte)number);
                return;
            }

            _doubles = [.. _bytes.Select(value => (double)value)];
            _bytes.Clear();
            _bytes.TrimExcess();
        }

        _doubles.Add(number);
    }
}
