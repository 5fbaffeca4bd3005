using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hourglass.Benchmarks.Latency;

/// <summary>
/// The variational autoencoder's way from an image to its code, to its reconstruction, and from noise to an image, as their author would
/// write them.
/// </summary>
internal sealed class HandWrittenInference : nn.Module
{
    private readonly Linear _hidden = nn.Linear(784, 400);
    private readonly Linear _mean = nn.Linear(400, 20);
    private readonly Linear _logVar = nn.Linear(400, 20);
    private readonly Linear _decoded = nn.Linear(20, 400);
    private readonly Linear _output = nn.Linear(400, 784);

    public HandWrittenInference()
        : base("inference") => RegisterComponents();

    public (Tensor Mean, Tensor LogVar) Encode(Tensor x)
    {
        using var mode = inference_mode();
        using var hidden = F.relu(_hidden.forward(x));
        return (_mean.forward(hidden), _logVar.forward(hidden));
    }

    public Tensor Reconstruct(Tensor x)
    {
        using var mode = inference_mode();
        var (mean, _) = Encode(x);
        return Decode(mean);
    }

    public Tensor Sample(int count)
    {
        using var mode = inference_mode();
        return Decode(randn(count, 20));
    }

    private Tensor Decode(Tensor z) => sigmoid(_output.forward(F.relu(_decoded.forward(z))));
}
