using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hourglass.Benchmarks.Steps;

/// <summary>The importance-weighted autoencoder, as its author would write it.</summary>
internal sealed class HandWrittenImportanceWeighted : nn.Module<Tensor, Tensor>
{
    private const int Draws = 50;
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly Linear _first = nn.Linear(784, 200);
    private readonly Linear _second = nn.Linear(200, 200);
    private readonly Linear _mean = nn.Linear(200, 50);
    private readonly Linear _logVar = nn.Linear(200, 50);
    private readonly Linear _third = nn.Linear(50, 200);
    private readonly Linear _fourth = nn.Linear(200, 200);
    private readonly Linear _output = nn.Linear(200, 784);

    public HandWrittenImportanceWeighted()
        : base("importance") => RegisterComponents();

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor x)
    {
        var h = _second.forward(_first.forward(x).tanh()).tanh();
        var (mean, logVar) = (_mean.forward(h), _logVar.forward(h));
        var noise = randn(Draws, x.shape[0], mean.shape[1]);
        var z = mean + noise * exp(0.5 * logVar);
        var logits = _output.forward(_fourth.forward(_third.forward(z).tanh()).tanh());
        var logLikelihood = -F.binary_cross_entropy_with_logits(logits, x.expand_as(logits), reduction: nn.Reduction.None).sum(-1);
        var logPrior = -0.5 * (z.square() + LogTwoPi).sum(-1);
        var logPosterior = -0.5 * (noise.square() + logVar + LogTwoPi).sum(-1);
        return Math.Log(Draws) - (logLikelihood + logPrior - logPosterior).logsumexp(0).mean();
    }
}

/// <summary>The variational autoencoder of images and labels, as its author would write it.</summary>
internal sealed class HandWrittenImageLabel : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Window = 3;

    private readonly Conv2d _first = nn.Conv2d(1, 30, 8);
    private readonly Conv2d _second = nn.Conv2d(30, 80, 6);
    private readonly Linear _mean = nn.Linear(320, 100);
    private readonly Linear _logVar = nn.Linear(320, 100);
    private readonly Linear _decoded = nn.Linear(100, 320);
    private readonly ConvTranspose2d _third = nn.ConvTranspose2d(80, 30, 6);
    private readonly ConvTranspose2d _fourth = nn.ConvTranspose2d(30, 1, 8);
    private readonly Parameter _logVariance = new(zeros(1));
    private readonly Linear _hidden = nn.Linear(100, 100);
    private readonly Linear _label = nn.Linear(100, 10);

    public HandWrittenImageLabel()
        : base("labelled") => RegisterComponents();

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor x, Tensor y)
    {
        var windows = Windows(_first.forward(x));
        var rates = windows.clamp(min: 0) + 1e-30;
        var places = rates.multinomial(1);
        var switches = zeros_like(rates).scatter_(1, places, ones_like(rates));
        var pooled = (windows * switches).sum(1).view(-1, 30, 7, 7);
        var h = _second.forward(pooled).flatten(1);
        var (mean, logVar) = (_mean.forward(h), _logVar.forward(h));
        var s = mean + exp(0.5 * logVar) * randn_like(mean);
        var d = _third.forward(_decoded.forward(s).view(-1, 80, 2, 2));
        var image = _fourth.forward(Map(d.reshape(-1, 1) * switches));
        var error = 0.5 * ((image - x).square() / _logVariance.exp() + _logVariance + Math.Log(2 * Math.PI)).sum();
        var divergence = -0.5 * (1 + logVar - mean.square() - logVar.exp()).sum();
        var classes = F.cross_entropy(_label.forward(F.relu(_hidden.forward(s))), y, reduction: nn.Reduction.Sum);
        return (error + divergence + 60 * classes) / x.shape[0];
    }

    /// <summary>The windows of maps of 21 × 21, one a row.</summary>
    private static Tensor Windows(Tensor map) =>
        map.view(-1, 30, 7, Window, 7, Window).permute(0, 1, 2, 4, 3, 5).reshape(-1, Window * Window);

    /// <summary>Maps of 21 × 21 of windows, one a row.</summary>
    private static Tensor Map(Tensor windows) =>
        windows.view(-1, 30, 7, 7, Window, Window).permute(0, 1, 2, 4, 3, 5).reshape(-1, 30, 7 * Window, 7 * Window);
}
