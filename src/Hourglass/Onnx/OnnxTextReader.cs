using System.Globalization;

namespace Hourglass.Onnx;

/// <summary>Reads the text that a compiler wrote: a line for each input, result and output, a call where another has an operand.</summary>
internal sealed class OnnxTextReader
{
    private readonly string _line;
    private int _at;

    private OnnxTextReader(string line) => _line = line;

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static OnnxText Read(string text)
    {
        var graphs = new Dictionary<string, TextGraph>(StringComparer.Ordinal);
        var functions = new Dictionary<string, TextFunction>(StringComparer.Ordinal);
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var block in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = [.. block.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
            var head = new OnnxTextReader(lines[0]);
            switch (head.Word())
            {
                case "graph":
                    graphs.Add(head.Word(), Graph(lines[1..]));
                    break;
                case "function":
                    var function = head.Function(lines[1..]);
                    functions.Add(function.Name, function);
                    break;
                case "refused":
                    refused.Add(head.Word(), head.Quoted());
                    break;
                default:
                    throw head.Wrong("graph, function or refused");
            }
        }

        return new OnnxText(graphs, functions, refused);
    }

    private static TextGraph Graph(string[] lines)
    {
        List<Port> inputs = [], outputs = [];
        var statements = new List<Statement>();
        foreach (var line in lines)
        {
            var reader = new OnnxTextReader(line);
            if (line.StartsWith("in ", StringComparison.Ordinal))
            {
                reader.Word();
                inputs.Add(reader.Port());
            }
            else if (line.StartsWith("out ", StringComparison.Ordinal))
            {
                reader.Word();
                outputs.Add(reader.Port());
            }
            else
            {
                statements.Add(reader.Statement());
            }
        }

        return new TextGraph(inputs, statements, outputs);
    }

    private TextFunction Function(string[] lines)
    {
        var name = Word();
        Take('(');
        var inputs = List(')', Word);
        Take('-');
        Take('>');
        return new TextFunction(name, inputs, Word(), [.. lines.Select(line => new OnnxTextReader(line).Statement())]);
    }

    private Port Port()
    {
        var name = Word();
        Take(':');
        var type = Word();
        Take('[');
        var sizes = List(']', Word);
        var variable = Peek() == '"' ? null : Variable();
        return new Port(name, variable, type == "int64", sizes, Quoted());
    }

    /// <summary>The name behind <c>of</c>, which may have any letters.</summary>
    private string Variable()
    {
        Word();
        Peek();
        var end = _line.IndexOf(' ', _at);
        var name = end < 0 ? throw Wrong("a summary behind a variable") : _line[_at..end];
        _at = end;
        return name;
    }

    private Statement Statement()
    {
        var results = new List<string>();
        do
        {
            var name = Word();
            results.Add(name == "_" ? "" : name);
        }
        while (TryTake(','));
        Take('=');
        return Operand() is OperatorCall call ? new Statement(results, call) : throw Wrong("an operator");
    }

    private Operand Operand()
    {
        switch (Peek())
        {
            case '@':
                _at++;
                return new WeightOperand(Until(",)"));
            case '#':
                _at++;
                return Table();
            case '[':
                var start = _at++;
                string[] words = [.. List(']', Word)];
                return new ConstantOperand(
                    _line[start.._at], [.. words.Select(Number)], IsList: true, words.All(IsInteger));
            case var c when c == '-' || char.IsAsciiDigit(c):
                var word = Word();
                return new ConstantOperand(word, [Number(word)], IsList: false, IsInteger(word));
            default:
                return NamedOrCall();
        }
    }

    private SinusoidsOperand Table()
    {
        var name = Word();
        Take('[');
        string[] sizes = [.. List(']', Word)];
        return name == "sinusoids" && sizes.Length == 2
            ? new SinusoidsOperand(int.Parse(sizes[0], CultureInfo.InvariantCulture), int.Parse(sizes[1], CultureInfo.InvariantCulture))
            : throw Wrong("sinusoids[steps, width]");
    }

    private Operand NamedOrCall()
    {
        var name = Word();
        if (!TryTake('('))
        {
            return name == "_" ? new NoOperand() : new NamedOperand(name);
        }

        var (inputs, attributes) = (new List<Operand>(), new List<(string, object)>());
        List(')', () =>
        {
            if (IsAttribute())
            {
                var attribute = Word();
                Take(':');
                attributes.Add((attribute, Peek() == '"' ? Quoted() : Operand()));
            }
            else
            {
                inputs.Add(Operand());
            }

            return "";
        });
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return new OperatorCall(dot < 0 ? "" : name[..dot], name[(dot + 1)..], inputs, attributes);
    }

    /// <summary>Whether a word with a colon comes next.</summary>
    private bool IsAttribute()
    {
        Peek();
        var end = _at;
        while (end < _line.Length && (char.IsAsciiLetterOrDigit(_line[end]) || _line[end] == '_'))
        {
            end++;
        }

        return end > _at && end < _line.Length && _line[end] == ':';
    }

    private List<string> List(char end, Func<string> item)
    {
        var items = new List<string>();
        while (!TryTake(end))
        {
            if (items.Count > 0)
            {
                Take(',');
            }

            items.Add(item());
        }

        return items;
    }

    /// <summary>A name, a number, or a word.</summary>
    private string Word()
    {
        Peek();
        var start = _at;
        while (_at < _line.Length && (char.IsAsciiLetterOrDigit(_line[_at]) || _line[_at] is '_' or '.' || IsMinus(start)))
        {
            _at++;
        }

        return _at > start ? _line[start.._at] : throw Wrong("a word");
    }

    /// <summary>A minus is a part of a number: at its beginning, or behind an e.</summary>
    private bool IsMinus(int start) => _line[_at] == '-'
        && (_at == start ? _at + 1 < _line.Length && char.IsAsciiDigit(_line[_at + 1]) : _line[_at - 1] == 'e');

    private string Quoted()
    {
        Take('"');
        var text = Until("\"");
        Take('"');
        return text;
    }

    private string Until(string ends)
    {
        var start = _at;
        while (_at < _line.Length && !ends.Contains(_line[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return _line[start.._at];
    }

    private char Peek()
    {
        while (_at < _line.Length && _line[_at] == ' ')
        {
            _at++;
        }

        return _at < _line.Length ? _line[_at] : '\0';
    }

    private bool TryTake(char c)
    {
        if (Peek() != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Take(char c)
    {
        if (!TryTake(c))
        {
            throw Wrong($"'{c}'");
        }
    }

    private FormatException Wrong(string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Expected {expected} at place {_at + 1} of the line: {_line}"));

    private static bool IsInteger(string word) => word.AsSpan().IndexOfAny('.', 'e') < 0;

    private static double Number(string word) => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
}
