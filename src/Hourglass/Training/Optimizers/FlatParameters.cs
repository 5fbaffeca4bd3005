using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Training.Optimizers;

/// <summary>
/// Parameters side by side in one tensor, so that an optimizer's step is one pass over memory. The model's own parameters become views of it and stay
/// that when training is over: for whoever uses the model nothing changes.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    /// <summary>Numbers to which each parameter's place is aligned: a cache line of single precision.</summary>
    public const int Alignment = 16;

    /// <summary>TorchSharp has no method for <c>aten::set_</c>, which lets a tensor look at another's memory.</summary>
    private static readonly Lazy<jit.CompilationUnit> Rebind = new(() => jit.compile("def rebind(parameter: Tensor, view: Tensor) -> Tensor:\n    return parameter.set_(view)\n"));

    private readonly Dictionary<string, (long Offset, long[] Shape)> _places = new(StringComparer.Ordinal);

    /// <summary>Moves parameters into one tensor; their values stay.</summary>
    /// <param name="parameters">The parameters with their names, of one type and on one device.</param>
    /// <param name="first">Names of those that come first, in this order; the others follow.</param>
    public FlatParameters(IReadOnlyList<(string Name, Parameter Parameter)> parameters, IReadOnlyList<string> first)
    {
        using var noGrad = no_grad();
        var ranks = first.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        Parameters = [.. parameters.OrderBy(p => ranks.GetValueOrDefault(p.Name, int.MaxValue))];
        foreach (var (name, parameter) in Parameters)
        {
            _places.Add(name, (Length, parameter.shape));
            Length += (parameter.numel() + Alignment - 1) / Alignment * Alignment;
        }

        Values = Zeros();
        foreach (var (name, parameter) in Parameters)
        {
            using var view = View(Values, name);
            view.copy_(parameter);
            ((Tensor)Rebind.Value.invoke("rebind", parameter, view)).Dispose();
        }
    }

    /// <summary>The parameters, in the order of their places.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>Numbers in all, gaps included.</summary>
    public long Length { get; }

    /// <summary>The parameters' values.</summary>
    public Tensor Values { get; }

    /// <summary>Zeros in the same order, for gradients or whatever an optimizer keeps; the caller's to dispose.</summary>
    public Tensor Zeros()
    {
        var like = Parameters.Count == 0 ? null : Parameters[0].Parameter;
        return zeros(Length, dtype: like?.dtype ?? ScalarType.Float32, device: like?.device).DetachFromDisposeScope();
    }

    /// <summary>A parameter's place.</summary>
    public (long Offset, long Count) PlaceOf(string name)
    {
        var (offset, shape) = _places[name];
        return (offset, shape.Aggregate(1L, (product, size) => product * size));
    }

    /// <summary>A parameter's part of a tensor in this order, in the parameter's shape; the caller's to dispose.</summary>
    public Tensor View(Tensor flat, string name)
    {
        var (offset, count) = PlaceOf(name);
        using var part = flat.narrow(0, offset, count);
        return part.view(_places[name].Shape).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
