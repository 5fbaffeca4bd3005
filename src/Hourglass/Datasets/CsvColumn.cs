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
    private const int LongestText = 40;

    private readonly List<byte> _bytes = [];
    private List<double>? _doubles;
    private CsvProblem? _text;
    private CsvProblem? _groups;
    private bool _hasNumber;

    public string Name { get; } = name;

    public int Index { get; } = index;

    public int Count { get; private set; }

    /// <summary>The first field of a column without numbers.</summary>
    public CsvProblem? FirstText => _text ?? _groups;

    public bool IsBytes => _doubles is null;

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
                return _hasNumber ? FirstText : null;
            case FieldKind.Text:
                _text ??= Problem(field, line, kind);
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

    private static CsvProblem Problem(ReadOnlySpan<byte> field, long line, FieldKind kind)
    {
        var text = Encoding.UTF8.GetString(field);
        return new CsvProblem(line, text.Length <= LongestText ? text : text[..LongestText] + "…", kind);
    }

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
