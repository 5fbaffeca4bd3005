using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hourglass.Benchmarks.Steps;

/// <summary>The same autoencoder as its author would write it from TorchSharp's examples: the measure of the emitted one.</summary>
internal sealed class HandWrittenVae : nn.Module<Tensor, (Tensor Reconstruction, Tensor Mean, Tensor LogVar)>
{
    private readonly Linear _hidden = nn.Linear(784, 400);
    private readonly Linear _mean = nn.Linear(400, 20);
    private readonly Linear _logVar = nn.Linear(400, 20);
    private readonly Linear _decoded = nn.Linear(20, 400);
    private readonly Linear _output = nn.Linear(400, 784);

    public HandWrittenVae()
        : base("vae") => RegisterComponents();

    public override (Tensor Reconstruction, Tensor Mean, Tensor LogVar) forward(Tensor x)
    {
        var hidden = F.relu(_hidden.forward(x));
        var (mean, logVar) = (_mean.forward(hidden), _logVar.forward(hidden));
        var deviation = exp(0.5 * logVar);
        var z = mean + randn_like(deviation) * deviation;
        return (sigmoid(_output.forward(F.relu(_decoded.forward(z)))), mean, logVar);
    }

    /// <summary>The negative ELBO, summed over the batch.</summary>
    public static Tensor Loss(Tensor reconstruction, Tensor x, Tensor mean, Tensor logVar)
    {
        var error = F.binary_cross_entropy(reconstruction, x, reduction: nn.Reduction.Sum);
        var divergence = -0.5 * (1 + logVar - mean.pow(2) - logVar.exp()).sum();
        return error + divergence;
    }
}
