using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// What the library draws inside depends on the seed alone, whatever other threads draw: the numbers come from a generator of the scope's
/// own (<see cref="TorchDraws"/>). Torch's generator is seeded too, apart from it, for a user's modules and for other devices, and put back
/// at the end; it is one for the process, and two trainings that draw from it at once share it.
/// </summary>
internal sealed class DrawScope : IDisposable
{
    private readonly Generator _own;
    private readonly Generator? _outer = TorchDraws.Own;
    private Tensor? _global;

    /// <summary>Begins the scope.</summary>
    /// <param name="seed">Any number.</param>
    public DrawScope(long seed)
    {
        _global = RandomScope.Capture();
        RandomScope.Seed(Seeds.Derive(seed, 1));
        _own = new Generator(unchecked((ulong)seed));
        Enter();
    }

    /// <summary>The state of the scope's generator, bytes; the caller's to dispose.</summary>
    public Tensor State
    {
        get => _own.get_state().DetachFromDisposeScope();
        set => _own.set_state(value);
    }

    /// <summary>Goes on with the scope, where it may have begun in another flow of control.</summary>
    public void Enter()
    {
        if (TorchDraws.Own != _own)
        {
            TorchDraws.Own = _own;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_global is { } state)
        {
            _global = null;
            TorchDraws.Own = _outer;
            RandomScope.Restore(state);
            state.Dispose();
            _own.Dispose();
        }
    }
}
