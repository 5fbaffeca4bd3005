using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Externs;

/// <summary>A layer of the class's own, beside functions.</summary>
public sealed partial class OwnLayer
{
    /// <summary>The layer.</summary>
    internal Linear Mixer { get; private set; } = null!;

    partial void OnCreated()
    {
        Mixer = nn.Linear(5, 5);
        register_module("mixer", Mixer);
    }

    private partial Tensor Mixed(Tensor x) => x + Mixer.call(x).sin();

    private partial Tensor Widened(Tensor x, double n) => x.narrow(1, 0, 2).unsqueeze(1).repeat(1, (long)n, 1);

    private partial Tensor Spread(Tensor z, Tensor mean) => (z - mean).abs().mean();

    private partial Tensor Size() => Mixer.weight.square().sum();
}
