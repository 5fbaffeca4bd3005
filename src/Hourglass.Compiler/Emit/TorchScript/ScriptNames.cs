using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>Names of the script's variables: the values' own, never a word of Python's, never twice.</summary>
/// <param name="functions">The functions that the script calls.</param>
internal sealed class ScriptNames(IEnumerable<string> functions)
{
    private static readonly HashSet<string> Reserved = new(
        ("and as assert break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass "
        + "raise return try while with yield True False None torch int float bool str List Tensor len range n step data draws parameters "
        + "gradients values terms averages learning_rate flat flat_gradient slot0 slot1 slot2 slot3 counts update norm print max "
        + "min sum abs round tanh_root lstm_states lstm_adjoint gru_states gru_adjoint sinusoids").Split(' '),
        StringComparer.Ordinal);

    private readonly HashSet<string> _taken = new(functions, StringComparer.Ordinal);
    private readonly Dictionary<Value, string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public string this[Value value]
    {
        get
        {
            if (!_names.TryGetValue(value, out var name))
            {
                _names.Add(value, name = Free(value.Name));
            }

            return name;
        }
    }

    /// <summary>Names a value that has no name yet.</summary>
    public void Prefer(Value value, string name)
    {
        if (!_names.ContainsKey(value))
        {
            _names.Add(value, Free(name));
        }
    }

    /// <summary>A name of letters, digits and underscores that may stand for a variable.</summary>
    public static string AsciiOf(string name)
    {
        var ascii = new string([.. name.Select(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '_')]);
        return ascii.Length == 0 || char.IsDigit(ascii[0]) || ascii.All(c => c == '_') ? "v" + ascii : ascii;
    }

    private string Free(string name)
    {
        var ascii = AsciiOf(name);
        var free = ascii;
        var number = _numbers.TryGetValue(ascii, out var last) ? last : 1;
        while (Reserved.Contains(free) || !_taken.Add(free))
        {
            free = $"{ascii}_{NumberText.Of(++number)}";
        }

        _numbers[ascii] = number;
        return free;
    }
}
