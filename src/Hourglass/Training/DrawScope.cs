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
    private readonly DrawScope? _outer = TorchDraws.Scope;
    private readonly Tensor _global;

    /// <summary>Begins the scope.</summary>
    /// <param name="seed">Any number.</param>
    public DrawScope(long seed)
    {
        _global = RandomScope.Exchange(Seeds.Derive(seed, 1));
        Generator = new Generator(unchecked((ulong)seed));
        Enter();
    }

    /// <summary>What draws; null once the scope is over, which flows of control that it went to may not know.</summary>
    public Generator? Generator { get; private set; }

    /// <summary>The state of the generator, bytes; the caller's to dispose.</summary>
    public Tensor State
    {
        get => RandomState.Of(Living);
        set => Living.set_state(value);
    }

    private Generator Living => Generator ?? throw new ObjectDisposedException(nameof(DrawScope));

    /// <summary>Goes on with the scope, where it may have begun in another flow of control.</summary>
    public void Enter()
    {
        if (TorchDraws.Scope != this)
        {
            TorchDraws.Scope = this;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Generator is { } own)
        {
            Generator = null;
            TorchDraws.Scope = _outer;
            RandomScope.Restore(_global);
            _global.Dispose();
            own.Dispose();
        }
    }
}
