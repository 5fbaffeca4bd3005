using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Seeds torch's global random state and puts the former state back when disposed, so that what is drawn inside depends on the seed alone
/// and what is drawn outside does not notice. The state is one for the process: scopes of different threads wait for one another. Dispose
/// it on the thread that made it, soon; a model's initial weights are drawn in one.
/// </summary>
public sealed class RandomScope : IDisposable
{
    private static readonly Lock _one = new();
    private readonly DrawScope? _scope = TorchDraws.Scope;
    private Tensor? _outer;

    /// <summary>Saves the state and seeds.</summary>
    /// <param name="seed">Any number.</param>
    public RandomScope(long seed)
    {
        _one.Enter();
        _outer = Exchange(seed);
        TorchDraws.Scope = null;
    }

    /// <summary>Torch's state as it is now, bytes; the caller's to dispose.</summary>
    internal static Tensor Capture()
    {
        lock (_one)
        {
            using var generator = Generator.Default;
            return RandomState.Of(generator);
        }
    }

    /// <summary>Seeds torch's generators of all devices.</summary>
    /// <returns>The state before, bytes; the caller's to dispose.</returns>
    internal static Tensor Exchange(long seed)
    {
        lock (_one)
        {
            var before = Capture();
            using var generator = torch.random.manual_seed(seed);
            return before;
        }
    }

    /// <summary>Puts a captured state in place.</summary>
    internal static void Restore(Tensor state)
    {
        lock (_one)
        {
            using var generator = Generator.Default;
            generator.set_state(state);
        }
    }

    /// <summary>Puts the former state back.</summary>
    public void Dispose()
    {
        if (_outer is { } state)
        {
            _outer = null;
            Restore(state);
            state.Dispose();
            TorchDraws.Scope = _scope;
            _one.Exit();
        }
    }
}
