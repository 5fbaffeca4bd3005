using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Binding;

/// <summary>An activation with its argument.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Parameter">Its argument, or the default; NaN where it has none.</param>
public sealed record BoundActivation(ActivationEntry Entry, double Parameter);

/// <summary>A corruption with its argument.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Level">Its argument.</param>
public sealed record BoundNoise(NoiseEntry Entry, double Level);

/// <summary>Arguments that have been checked against a signature; defaults are filled in.</summary>
public sealed class BoundArguments
{
    private readonly Dictionary<string, (object Value, TextSpan Span)> _values = new(StringComparer.Ordinal);

    /// <summary>No arguments.</summary>
    public static BoundArguments None { get; } = new();

    /// <summary>Whether a value is known, by argument or by default.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Where the argument stands; an empty place where it came from the default.</summary>
    public TextSpan SpanOf(string name) => _values.TryGetValue(name, out var found) ? found.Span : default;

    /// <summary>A whole number.</summary>
    public int Int(string name) => checked((int)Number(name));

    /// <summary>A number.</summary>
    public double Number(string name) => (double)_values[name].Value;

    /// <summary>A number for each spatial dimension; 1 where nothing is said.</summary>
    public EquatableArray<int> Axes(string name, int rank) => !Has(name) ? Enumerable.Repeat(1, rank).ToEquatable()
        : _values[name].Value is IReadOnlyList<int> each ? each.ToEquatable()
        : Enumerable.Repeat(Int(name), rank).ToEquatable();

    /// <summary>How many numbers were given one by one; null where one stands for all.</summary>
    public int? AxisCount(string name) => Has(name) && _values[name].Value is IReadOnlyList<int> each ? each.Count : null;

    /// <summary>A flag.</summary>
    public bool Flag(string name) => (bool)_values[name].Value;

    /// <summary>A word, a label or a variable's name.</summary>
    public string Word(string name) => (string)_values[name].Value;

    /// <summary>Whether a word is known and is this one.</summary>
    public bool Is(string name, string word) => _values.TryGetValue(name, out var found) && found.Value as string == word;

    /// <summary>An activation, or null where none was given.</summary>
    public BoundActivation? Activation(string name) => Has(name) ? (BoundActivation)_values[name].Value : null;

    /// <summary>A corruption.</summary>
    public BoundNoise Noise(string name) => (BoundNoise)_values[name].Value;

    /// <summary>Padding: a number, or null for <c>same</c>.</summary>
    public int? Padding(string name) => _values[name].Value is double number ? checked((int)number) : null;

    /// <summary>A shape that another entry has set.</summary>
    public Shape Shape(string name) => (Shape)_values[name].Value;

    /// <summary>All remaining sizes.</summary>
    public IReadOnlyList<int> Sizes(string name) => (IReadOnlyList<int>)_values[name].Value;

    /// <summary>All remaining names with their places.</summary>
    public IReadOnlyList<(string Name, TextSpan Span)> Names(string name) => (IReadOnlyList<(string, TextSpan)>)_values[name].Value;

    /// <summary>Sets a value; entries that derive other stages (a mirror) use it.</summary>
    public BoundArguments With(string name, object value, TextSpan span = default)
    {
        var copy = new BoundArguments();
        foreach (var pair in _values)
        {
            copy._values[pair.Key] = pair.Value;
        }

        copy._values[name] = (value, span);
        return copy;
    }

    /// <summary>The same without a value.</summary>
    public BoundArguments Without(string name)
    {
        var copy = new BoundArguments();
        foreach (var pair in _values.Where(pair => pair.Key != name))
        {
            copy._values[pair.Key] = pair.Value;
        }

        return copy;
    }

    /// <summary>The names of all values.</summary>
    internal IEnumerable<string> Known => _values.Keys;

    /// <summary>A value of whatever kind.</summary>
    internal object Value(string name) => _values[name].Value;

    internal void Set(string name, object value, TextSpan span) => _values[name] = (value, span);
}
