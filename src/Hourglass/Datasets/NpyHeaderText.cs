using System.Globalization;
using System.Text;
using Hourglass.Checkpoints;

namespace Hourglass.Datasets;

/// <summary>
/// The text of an array's header: Python's literal of a dictionary with the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>, in
/// any order, each once. It is read letter by letter and never run.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class NpyHeaderText(string text)
{
    /// <summary>NumPy's own limit.</summary>
    private const int LargestRank = 64;

    private int _at;

    /// <summary>The type, the order and the shape.</summary>
    /// <exception cref="FormatException">It is no such text; the message is a part of a sentence.</exception>
    public (NpyType Type, bool Fortran, IReadOnlyList<long> Shape) Read()
    {
        NpyType? type = null;
        bool? fortran = null;
        IReadOnlyList<long>? shape = null;
        Expect('{');
        while (!Found('}'))
        {
            var key = Quoted();
            Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = Type();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = Truth();
                    break;
                case "shape" when shape is null:
                    shape = Shape();
                    break;
                default:
                    throw new FormatException($"its header has the key '{TensorText.Shown(key)}' {(key is "descr" or "fortran_order"
                        or "shape" ? "twice" : "besides descr, fortran_order and shape")}");
            }

            if (!Found(','))
            {
                Expect('}');
                break;
            }
        }

        SkipBlanks();
        var lacks = type is null ? "descr" : fortran is null ? "fortran_order" : shape is null ? "shape" : null;
        return lacks is not null ? throw new FormatException($"its header lacks {lacks}")
            : _at < text.Length ? throw Unexpected("nothing more")
            : (type!, fortran!.Value, shape!);
    }

    private NpyType Type()
    {
        SkipBlanks();
        return _at < text.Length && text[_at] == '['
            ? throw new UnreadableTypeException("it holds records. Save each field as an array of its own")
            : NpyType.Of(Quoted());
    }

    private bool Truth()
    {
        SkipBlanks();
        foreach (var (word, value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
        {
            if (text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            {
                _at += word.Length;
                return value;
            }
        }

        throw Unexpected("True or False");
    }

    /// <summary>A tuple: <c>()</c>, <c>(3,)</c>, <c>(3, 4)</c>.</summary>
    private List<long> Shape()
    {
        var shape = new List<long>();
        Expect('(');
        while (!Found(')'))
        {
            shape.Add(Number());
            if (shape.Count > LargestRank)
            {
                throw new FormatException($"it has more than {LargestRank} dimensions");
            }

            if (!Found(','))
            {
                Expect(')');
                return shape.Count == 1 ? throw new FormatException("its shape is no tuple: a comma is missing") : shape;
            }
        }

        return shape;
    }

    private long Number()
    {
        SkipBlanks();
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        if (start == _at)
        {
            throw Unexpected("a dimension");
        }

        var digits = text.AsSpan(start, _at - start);

        // Python 2 wrote 3L.
        _at += _at < text.Length && text[_at] == 'L' ? 1 : 0;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("a dimension is beyond 64 bits");
    }

    /// <summary>A text in single or double quotes, without escapes.</summary>
    private string Quoted()
    {
        SkipBlanks();
        if (_at >= text.Length || text[_at] is not ('\'' or '"'))
        {
            throw Unexpected("a quoted text");
        }

        var end = text.IndexOf(text[_at], _at + 1);
        if (end < 0 || text.AsSpan(_at, end - _at).Contains('\\'))
        {
            throw Unexpected("a text that its quote closes");
        }

        var found = text[(_at + 1)..end];
        _at = end + 1;
        return found;
    }

    private bool Found(char mark)
    {
        SkipBlanks();
        var found = _at < text.Length && text[_at] == mark;
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(char mark)
    {
        if (!Found(mark))
        {
            throw Unexpected($"'{mark}'");
        }
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n' or '\t' or '\r')
        {
            _at++;
        }
    }

    private FormatException Unexpected(string expected) => new(new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"character {_at + 1} of its header is ")
        .Append(_at < text.Length ? $"'{TensorText.Shown(text[_at].ToString())}'" : "missing")
        .Append(CultureInfo.InvariantCulture, $", expected {expected}")
        .ToString());
}
