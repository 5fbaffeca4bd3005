using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Seeds torch's global random state and puts the former state back when disposed, so that what is drawn inside depends on the seed alone
/// and what is drawn outside does not notice.
/// </summary>
public sealed class RandomScope : IDisposable
{
    private Tensor? _outer;

    /// <summary>Saves the state and seeds.</summary>
    /// <param name="seed">Any number.</param>
    public RandomScope(long seed)
    {
        _outer = Capture();
        using var generator = torch.random.manual_seed(seed);
    }

    /// <summary>The state as it is now, bytes; the caller's to dispose.</summary>
    internal static Tensor Capture()
    {
        using var generator = Generator.Default;
        return generator.get_state().DetachFromDisposeScope();
    }

    /// <summary>Puts a captured state in place.</summary>
    internal static void Restore(Tensor state)
    {
        using var generator = Generator.Default;
        generator.set_state(state);
    }

    /// <summary>Puts the former state back.</summary>
    public void Dispose()
    {
        if (_outer is { } state)
        {
            _outer = null;
            Restore(state);
            state.Dispose();
        }
    }
}
