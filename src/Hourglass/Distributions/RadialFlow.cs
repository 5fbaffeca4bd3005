using Hourglass.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Radial flows, one behind the other (Rezende and Mohamed, 2015, equation 14 and appendix A.2).</summary>
public sealed class RadialFlow : Bijection
{
    /// <summary>Flows near the identity.</summary>
    /// <param name="width">How many variables a vector has.</param>
    /// <param name="count">How many flows.</param>
    public RadialFlow(int width, int count)
        : base(nameof(RadialFlow), width)
    {
        Parts = [.. Enumerable.Range(0, count).Select(_ => new RadialFlowPart(width))];
        for (var i = 0; i < count; i++)
        {
            register_module(FormattableString.Invariant($"{i}"), Parts[i]);
        }
    }

    /// <summary>The flows, in order.</summary>
    public IReadOnlyList<RadialFlowPart> Parts { get; }

    /// <inheritdoc/>
    private protected override Tensor Weight => Parts[0].C;

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) Map(Tensor z) => Chain(z, Parts, (part, at) =>
    {
        var (alpha, beta) = part.Strengths();
        var apart = at - part.C;
        var distance = Root(apart.square().sum(1, keepdim: true));
        return (at + beta / (alpha + distance) * apart, LogDetOf(alpha, beta, distance));
    });

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) MapBack(Tensor x) => Chain(x, Parts.Reverse(), (part, at) =>
    {
        var (alpha, beta) = part.Strengths();
        var apart = at - part.C;
        var moved = Root(apart.square().sum(1, keepdim: true));
        var linear = moved - alpha - beta;
        var distance = 0.5 * (linear + Root(linear.square() + 4 * moved * alpha));
        return (part.C + apart / (1 + beta / (alpha + distance)), LogDetOf(alpha, beta, distance));
    });

    /// <summary>The margin keeps the slope finite at 0, and is too small to be seen elsewhere.</summary>
    private static Tensor Root(Tensor square) => (square + 1e-20).sqrt();

    private Tensor LogDetOf(Tensor alpha, Tensor beta, Tensor distance)
    {
        var pull = beta / (alpha + distance);
        return (Width - 1) * pull.log1p() + (pull * alpha / (alpha + distance)).log1p();
    }
}

/// <summary>A radial flow: x = z + β (z - c) / (α + |z - c|), α = e^a, β = -α + log(1 + e^b).</summary>
public sealed class RadialFlowPart : nn.Module
{
    /// <summary>
    /// How far from the identity flows begin: nearer to it, single precision would lose β, a difference of almost equal numbers.
    /// </summary>
    private const double Spread = 0.1;

    /// <summary>The centre, <c>[d]</c>.</summary>
    [TorchSharp.Utils.ComponentName(Name = "c")]
    public readonly Parameter C;

    /// <summary>log α, <c>[1]</c>.</summary>
    [TorchSharp.Utils.ComponentName(Name = "a")]
    public readonly Parameter A;

    /// <summary>What β is computed from, <c>[1]</c>.</summary>
    [TorchSharp.Utils.ComponentName(Name = "b")]
    public readonly Parameter B;

    internal RadialFlowPart(int width)
        : base(nameof(RadialFlowPart))
    {
        using var scope = NewDisposeScope();
        C = new Parameter((Spread * TorchDraws.Normal([width])).DetachFromDisposeScope());
        A = new Parameter(zeros(1).DetachFromDisposeScope());
        B = new Parameter((PlanarFlowPart.Still + Spread * TorchDraws.Normal([1])).DetachFromDisposeScope());
        register_parameter("c", C);
        register_parameter("a", A);
        register_parameter("b", B);
    }

    /// <summary>α and β.</summary>
    internal (Tensor Alpha, Tensor Beta) Strengths()
    {
        var alpha = A.exp();
        return (alpha, nn.functional.softplus(B) - alpha);
    }

    /// <summary>Nothing: the constructor registers the parameters.</summary>
    protected override void RegisterComponents()
    {
    }
}
