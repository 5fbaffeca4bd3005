namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>Names of a graph's values: letters, digits and underscores, as ONNX wants them, and none twice.</summary>
internal sealed class GraphNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "_" };

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Whether something has a name.</summary>
    public bool Has(string name) => _taken.Contains(name);

    /// <summary>A name that nothing has yet.</summary>
    public string Free(string name)
    {
        var ascii = new string([.. name.Select(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '_')]);
        ascii = ascii.Length == 0 || char.IsDigit(ascii[0]) || ascii.All(c => c == '_') ? "v" + ascii : ascii;
        var free = ascii;
        var number = _numbers.TryGetValue(ascii, out var last) ? last : 1;
        while (!_taken.Add(free))
        {
            free = $"{ascii}_{NumberText.Of(++number)}";
        }

        _numbers[ascii] = number;
        return free;
    }
}
