using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Ir;

/// <summary>What a term's entry sees while it is lowered.</summary>
public sealed class TermLowering
{
    private readonly Lowerer _lowerer;
    private readonly TextSpan _origin;
    private readonly string _name;

    internal TermLowering(Lowerer lowerer, TextSpan origin, string name)
    {
        _lowerer = lowerer;
        _origin = origin;
        _name = name;
    }

    /// <summary>The bound model.</summary>
    public BoundModel Model => _lowerer.Model;

    /// <summary>Adds a value; inputs that count examples are repeated where another counts draws.</summary>
    public IrValue Add(Primitive op, params IrValue[] inputs) => _lowerer.AddAligned(op, _origin, _name, inputs);

    /// <summary>Adds what a value's own primitive makes of other inputs, at the place of the value.</summary>
    internal IrValue AddLike(IrValue value, string suffix, params IrValue[] inputs) =>
        _lowerer.AddAligned(value.Op, value.Origin, value.Name + suffix, inputs);

    /// <summary>The number of a new place that draws.</summary>
    public int NextSite() => _lowerer.NextSite();

    /// <summary>The value of a variable: data as they are, a function's value, a random variable's draw, a parameter (<c>z.mean</c>).</summary>
    public IrValue Value(string name) => _lowerer.ValueOf(name);

    /// <summary>The distribution of a random variable.</summary>
    public IrDistribution Distribution(string name) => _lowerer.DistributionOf(name);

    /// <summary>The prior of a code; null for the standard one.</summary>
    public IrDistribution? Prior(string name) => _lowerer.PriorOf(name);

    /// <summary>All layers.</summary>
    public IEnumerable<IrLayer> Layers => _lowerer.Layers;

    /// <summary>The layers of a labelled stage.</summary>
    public IEnumerable<IrLayer> Labelled(string label) => _lowerer.Layers.Where(layer => layer.Name == label);

    /// <summary>Whether a value is computed from another.</summary>
    public static bool DependsOn(IrValue value, IrValue source) => Lowerer.Behind(value).Contains(source);

    /// <summary>The data that a value depends on, classes left out.</summary>
    public IReadOnlyList<IrValue> DataBehind(IrValue value) => _lowerer.DataBehind(value);
}
