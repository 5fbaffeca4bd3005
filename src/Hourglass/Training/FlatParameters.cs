using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Parameters as views of one tensor, each at a multiple of 16 elements, so that a step can take all of them as one piece of memory. The
/// parameters themselves stay what they are (leaves of autograd, entries of <c>state_dict</c>) and keep the memory alive; only their
/// storage is another. Elements between them are zero.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    /// <summary>64 bytes of single precision: a cache line, and the widest vectors.</summary>
    private const long Alignment = 16;

    private readonly Dictionary<string, (long Offset, long Count)> _places = new(StringComparer.Ordinal);
    private Tensor? _gradient;

    /// <summary>Moves parameters into one tensor; their values stay.</summary>
    /// <param name="parameters">All of one type and on one device.</param>
    /// <param name="order">Names of the parameters that come first, in their order; names of others are passed over. The rest
    /// follows.</param>
    /// <exception cref="TrainingException">The parameters are of different types or on different devices.</exception>
    public FlatParameters(IReadOnlyList<(string Name, Parameter Parameter)> parameters, IReadOnlyList<string>? order = null)
    {
        var kinds = parameters.Select(p => (p.Parameter.dtype, Device: p.Parameter.device.ToString())).Distinct().ToArray();
        if (kinds.Length > 1)
        {
            throw new TrainingException(
                $"The weights are {string.Join(" and ", kinds.Select(kind => $"{kind.dtype} on {kind.Device}"))}; training needs one type "
                + "and one device. Convert the model with to(...).");
        }

        Parameters = parameters;
        List<string> first = [.. order ?? []];
        foreach (var (name, parameter) in parameters.OrderBy(p => first.IndexOf(p.Name) is >= 0 and var place ? place : first.Count))
        {
            _places.Add(name, (Length, parameter.NumberOfElements));
            Length += (parameter.NumberOfElements + Alignment - 1) / Alignment * Alignment;
        }

        Flat = Zeros();
        using var noGrad = no_grad();
        foreach (var (name, parameter) in parameters)
        {
            using var view = View(Flat, name, parameter);
            view.copy_(parameter);
            parameter.set_(view);
        }
    }

    /// <summary>The parameters with their names, in the order in which they were given.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>All parameters, <c>[Length]</c>.</summary>
    public Tensor Flat { get; }

    /// <summary>Room for all gradients in the same places, <c>[Length]</c>, zeros at first; made when it is first asked for.</summary>
    public Tensor Gradient => _gradient ??= Zeros();

    /// <summary>How many elements there are, those between the parameters included.</summary>
    public long Length { get; private set; }

    /// <summary>Where each parameter lies.</summary>
    public IReadOnlyDictionary<string, (long Offset, long Count)> Places => _places;

    /// <summary>Zeros of the same layout, <c>[Length]</c>, the caller's to dispose.</summary>
    public Tensor Zeros() => Parameters.Count == 0
        ? zeros(0).DetachFromDisposeScope()
        : zeros(Length, Parameters[0].Parameter.dtype, Parameters[0].Parameter.device).DetachFromDisposeScope();

    /// <summary>A parameter's place in a tensor of this layout, in the parameter's shape, the caller's to dispose.</summary>
    public Tensor View(Tensor flat, string name, Parameter parameter)
    {
        var (offset, count) = _places[name];
        using var part = flat.narrow(0, offset, count);
        return part.view(parameter.shape).DetachFromDisposeScope();
    }

    /// <summary>Lets go of the tensors; the parameters keep their memory.</summary>
    public void Dispose()
    {
        Flat.Dispose();
        _gradient?.Dispose();
    }
}
