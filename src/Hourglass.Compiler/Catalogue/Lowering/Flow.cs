using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// The bijections behind a distribution. A draw remembers what it was before them, so that its density takes no inverse; that of any other
/// value does.
/// </summary>
internal sealed class Flow
{
    /// <summary>The call of a bijection.</summary>
    public const string ForwardCall = "bijection";

    /// <summary>The call of its inverse.</summary>
    public const string InverseCall = "inverse_bijection";

    private readonly Dictionary<Value, (Value Base, Value LogDet)> _drawn = [];

    private Flow(IReadOnlyList<(BoundBijection Bijection, Layer Layer)> bijections) => Bijections = bijections;

    /// <summary>The bijections with their layers, the first nearest to the distribution.</summary>
    public IReadOnlyList<(BoundBijection Bijection, Layer Layer)> Bijections { get; }

    /// <summary>The flow of some bijections; null where there are none.</summary>
    public static Flow? Of(IEnumerable<(BoundBijection Bijection, Layer Layer)> bijections) =>
        bijections.ToArray() is { Length: > 0 } all ? new Flow(all) : null;

    /// <summary>What becomes of a value of the distribution.</summary>
    public Value Forward(Value drawn)
    {
        var value = drawn.As("base");
        var logDets = new List<Value>();
        var outer = value.Build.Origin;
        foreach (var (bijection, layer) in Bijections)
        {
            value.Build.Origin = bijection.Span;
            (value, var logDet) = value.CallPair(ForwardCall, layer, OfRows(value), z => bijection.Entry.Forward(layer, z));
            value.As(layer.Name);
            logDets.Add(logDet.As(layer.Name + "_logdet"));
        }

        value.Build.Origin = outer;
        _drawn[value] = (drawn, logDets.Aggregate((sum, logDet) => sum + logDet));
        return value;
    }

    /// <summary>log p(x), one number for each row <c>[N, 1]</c>.</summary>
    /// <param name="density">The distribution before the bijections.</param>
    /// <param name="x">A draw, or any other value.</param>
    public Value LogProb(Density density, Value x)
    {
        var (start, logDet) = Drawn(x) ?? Inverse(x);
        return density.Entry.LogProb(density, start).Sum(axis: 0) - logDet;
    }

    /// <summary>What a draw was, also where it is repeated; null for other values.</summary>
    public (Value Base, Value LogDet)? Drawn(Value x) =>
        _drawn.TryGetValue(x, out var known) ? known
        : x.Op is Ir.Primitives.RepeatOp && _drawn.TryGetValue(x.Inputs[0], out known)
            ? (known.Base.RepeatTo(x), known.LogDet.RepeatTo(x))
            : null;

    private (Value Base, Value LogDet) Inverse(Value x)
    {
        var logDets = new List<Value>();
        foreach (var (bijection, layer) in Bijections.Reverse())
        {
            (x, var logDet) = x.CallPair(InverseCall, layer, OfRows(x), at => bijection.Entry.Inverse(layer, at));
            x.As("before_" + layer.Name);
            logDets.Add(logDet.As(layer.Name + "_logdet"));
        }

        return (x, logDets.Aggregate((sum, logDet) => sum + logDet));
    }

    private static Extent OfRows(Value value) => value.Extent with { Shape = Shape.Of(1) };
}
