using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hourglass.Benchmarks.Steps;

/// <summary>
/// Weights that are used twice, as their author would write it, with the contractive penalty's closed form or a corrupted input.
/// </summary>
internal sealed class HandWrittenTied : nn.Module<Tensor, Tensor>
{
    private readonly Linear _encoder = nn.Linear(784, 1000);
    private readonly Parameter _bias = new(zeros(784));
    private readonly bool _contractive;

    public HandWrittenTied(bool contractive)
        : base("tied")
    {
        _contractive = contractive;
        RegisterComponents();
    }

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor x)
    {
        var input = _contractive ? x : x * rand_like(x).ge(0.3);
        var h = sigmoid(_encoder.forward(input));
        var y = sigmoid(F.linear(h, _encoder.weight!.t(), _bias));
        var error = F.binary_cross_entropy(y, x, reduction: nn.Reduction.Sum) / x.shape[0];
        return _contractive ? error + 0.1 * (h * (1 - h)).pow(2).matmul(_encoder.weight.pow(2).sum(1)).mean() : error;
    }
}

/// <summary>The small convolutional variational autoencoder.</summary>
internal sealed class HandWrittenConvolutional : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _first = nn.Conv2d(1, 32, 3, stride: 2, padding: 1);
    private readonly Conv2d _second = nn.Conv2d(32, 64, 3, stride: 2, padding: 1);
    private readonly Linear _mean = nn.Linear(3136, 16);
    private readonly Linear _logVar = nn.Linear(3136, 16);
    private readonly Linear _decoded = nn.Linear(16, 3136);
    private readonly ConvTranspose2d _third = nn.ConvTranspose2d(64, 32, 3, stride: 2, padding: 1, output_padding: 1);
    private readonly ConvTranspose2d _fourth = nn.ConvTranspose2d(32, 1, 3, stride: 2, padding: 1, output_padding: 1);

    public HandWrittenConvolutional()
        : base("convolutional") => RegisterComponents();

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor x)
    {
        var h = F.relu(_second.forward(F.relu(_first.forward(x)))).flatten(1);
        var (mean, logVar) = (_mean.forward(h), _logVar.forward(h));
        var deviation = exp(0.5 * logVar);
        var z = mean + randn_like(deviation) * deviation;
        var d = F.relu(_decoded.forward(z)).view(-1, 64, 7, 7);
        var y = sigmoid(_fourth.forward(F.relu(_third.forward(d))));
        var error = F.binary_cross_entropy(y, x, reduction: nn.Reduction.Sum);
        return (error - 0.5 * (1 + logVar - mean.pow(2) - logVar.exp()).sum()) / x.shape[0];
    }
}

/// <summary>The variational autoencoder's loss as a module's result.</summary>
internal sealed class HandWrittenVaeLoss : nn.Module<Tensor, Tensor>
{
    private readonly HandWrittenVae _model = new();

    public HandWrittenVaeLoss()
        : base("loss") => RegisterComponents();

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor x)
    {
        var (reconstruction, mean, logVar) = _model.forward(x);
        return HandWrittenVae.Loss(reconstruction, x, mean, logVar);
    }
}
