using Hourglass.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Planar flows, one behind the other (Rezende and Mohamed, 2015, equations 10 to 12).</summary>
public sealed class PlanarFlow : Bijection
{
    /// <summary>Flows near the identity.</summary>
    /// <param name="width">How many variables a vector has.</param>
    /// <param name="count">How many flows.</param>
    public PlanarFlow(int width, int count)
        : base(nameof(PlanarFlow), width)
    {
        Parts = [.. Enumerable.Range(0, count).Select(_ => new PlanarFlowPart(width))];
        for (var i = 0; i < count; i++)
        {
            register_module(FormattableString.Invariant($"{i}"), Parts[i]);
        }
    }

    /// <summary>The flows, in order.</summary>
    public IReadOnlyList<PlanarFlowPart> Parts { get; }

    /// <inheritdoc/>
    private protected override Tensor Weight => Parts[0].W;

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) Map(Tensor z) => Chain(z, Parts, (part, at) =>
    {
        var (direction, slope) = part.Direction();
        var tanh = part.Across(at).tanh();
        return (at + tanh * direction, LogDetOf(slope, tanh));
    });

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) MapBack(Tensor x) => Chain(x, Parts.Reverse(), (part, at) =>
    {
        var (direction, slope) = part.Direction();
        var tanh = TanhRoot.Of(slope, part.Across(at)).tanh();
        return (at - tanh * direction, LogDetOf(slope, tanh));
    });

    private static Tensor LogDetOf(Tensor slope, Tensor tanh) => (slope * (1 - tanh.square())).log1p();
}

/// <summary>A planar flow: x = z + û tanh(wᵀz + b), û of u so that wᵀû is above -1.</summary>
public sealed class PlanarFlowPart : nn.Module
{
    /// <summary>What the softplus of is one: there a flow is the identity.</summary>
    internal static readonly double Still = Math.Log(Math.E - 1);

    /// <summary>How far from the identity flows begin.</summary>
    private const double Spread = 0.01;

    /// <summary>u, <c>[d]</c>.</summary>
    [TorchSharp.Utils.ComponentName(Name = "u")]
    public readonly Parameter U;

    /// <summary>w, <c>[d]</c>: what the plane is perpendicular to.</summary>
    [TorchSharp.Utils.ComponentName(Name = "w")]
    public readonly Parameter W;

    /// <summary>b, <c>[1]</c>.</summary>
    [TorchSharp.Utils.ComponentName(Name = "b")]
    public readonly Parameter B;

    internal PlanarFlowPart(int width)
        : base(nameof(PlanarFlowPart))
    {
        using var scope = NewDisposeScope();
        var w = (2 * TorchDraws.Uniform([width]) - 1) / Math.Sqrt(width);
        U = new Parameter((Still / w.square().sum() * w + Spread * TorchDraws.Normal([width])).DetachFromDisposeScope());
        W = new Parameter(w.DetachFromDisposeScope());
        B = new Parameter(((2 * TorchDraws.Uniform([1]) - 1) / Math.Sqrt(width)).DetachFromDisposeScope());
        register_parameter("u", U);
        register_parameter("w", W);
        register_parameter("b", B);
    }

    /// <summary>û, and wᵀû.</summary>
    internal (Tensor Direction, Tensor Slope) Direction()
    {
        var along = W.dot(U);
        var slope = nn.functional.softplus(along) - 1;
        return (U + (slope - along) / W.square().sum() * W, slope);
    }

    /// <summary>wᵀz + b, <c>[N, 1]</c>.</summary>
    internal Tensor Across(Tensor z) => z.matmul(W.unsqueeze(1)) + B;

    /// <summary>Nothing: the constructor registers the parameters.</summary>
    protected override void RegisterComponents()
    {
    }
}
