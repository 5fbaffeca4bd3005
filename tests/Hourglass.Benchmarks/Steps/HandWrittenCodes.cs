using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hourglass.Benchmarks.Steps;

/// <summary>
/// The autoencoder with a learned book of codes, as its author would write it: codes that nothing is nearest to stay where they are.
/// </summary>
internal sealed class HandWrittenQuantised : nn.Module<Tensor, Tensor>
{
    private const int Codes = 128;
    private const int Size = 16;

    private readonly Conv2d _first = nn.Conv2d(1, 64, 4, stride: 2, padding: 1);
    private readonly Conv2d _second = nn.Conv2d(64, 64, 4, stride: 2, padding: 1);
    private readonly Conv2d _third = nn.Conv2d(64, Size, 1);
    private readonly Embedding _codes = nn.Embedding(Codes, Size);
    private readonly ConvTranspose2d _fourth = nn.ConvTranspose2d(Size, 64, 4, stride: 2, padding: 1);
    private readonly ConvTranspose2d _fifth = nn.ConvTranspose2d(64, 1, 4, stride: 2, padding: 1);

    public HandWrittenQuantised()
        : base("quantised")
    {
        nn.init.uniform_(_codes.weight!, -1.0 / Codes, 1.0 / Codes);
        RegisterComponents();
    }

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor x)
    {
        var z = _third.forward(F.relu(_second.forward(F.relu(_first.forward(x))))).permute(0, 2, 3, 1).contiguous();
        var vectors = z.view(-1, Size);
        var codes = _codes.weight!;
        var distances = vectors.square().sum(1, keepdim: true) + codes.square().sum(1) - 2 * vectors.matmul(codes.t());
        var nearest = _codes.forward(distances.argmin(1)).view_as(z);
        var commitment = F.mse_loss(nearest, z.detach(), nn.Reduction.Sum) + 0.25 * F.mse_loss(z, nearest.detach(), nn.Reduction.Sum);
        var q = (z + (nearest - z).detach()).permute(0, 3, 1, 2).contiguous();
        var y = sigmoid(_fifth.forward(F.relu(_fourth.forward(q))));
        return (F.mse_loss(y, x, nn.Reduction.Sum) + commitment) / x.shape[0];
    }
}

/// <summary>The autoencoder of sequences, as its author would write it.</summary>
internal sealed class HandWrittenSequence : nn.Module<Tensor, Tensor>
{
    private const int Width = 64;

    private readonly LSTM _encoder = nn.LSTM(28, Width, batchFirst: true);
    private readonly LSTM _decoder = nn.LSTM(Width, Width, batchFirst: true);
    private readonly Linear _output = nn.Linear(Width, 28);

    public HandWrittenSequence()
        : base("sequence") => RegisterComponents();

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor x)
    {
        var (_, h, _) = _encoder.forward(x);
        var (states, _, _) = _decoder.forward(h[0].unsqueeze(1).repeat(1, x.shape[1], 1));

        // The decoder begins at the last step. What it reads is the same at all, so that its states alone are turned.
        var y = _output.forward(states.flip(1));
        return F.mse_loss(y, x, nn.Reduction.Sum) / x.shape[0];
    }
}
