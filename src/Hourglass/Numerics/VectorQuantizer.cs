using Hourglass.Datasets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// Codes that vectors are quantised to (van den Oord et al., 2017). An optimizer moves them, or moving averages of the vectors that each is
/// nearest to. Codes that nothing is nearest to are put where vectors are.
/// </summary>
public sealed class VectorQuantizer : nn.Module
{
    /// <summary>
    /// A code is dead when none of so many vectors was nearest to it, for each code that there is: one that is as likely as the others is
    /// missed by all of them with a chance of e⁻²⁰.
    /// </summary>
    private const double Patience = 20;

    private readonly double _average;

    /// <summary>Codes that begin uniform on [-1/K, 1/K).</summary>
    /// <param name="codes">K.</param>
    /// <param name="size">Numbers of each.</param>
    /// <param name="average">How much of the former averages stays in a step; 0 where an optimizer moves the codes.</param>
    public VectorQuantizer(int codes, int size, double average = 0)
        : base(nameof(VectorQuantizer))
    {
        _average = average;
        using var scope = NewDisposeScope();
        var initial = (2 * TorchDraws.Uniform([codes, size]) - 1) / codes;
        if (average > 0)
        {
            register_buffer("weight", initial.DetachFromDisposeScope());
            register_buffer("counts", ones(codes).DetachFromDisposeScope());
            register_buffer("sums", initial.clone().DetachFromDisposeScope());
        }
        else
        {
            register_parameter("weight", new Parameter(initial.DetachFromDisposeScope()));
        }

        register_buffer("idle", zeros(codes).DetachFromDisposeScope());
    }

    /// <summary>The codes, <c>[K, size]</c>.</summary>
    public Tensor Weight => _average > 0 ? Buffer("weight") : get_parameter("weight")!;

    /// <summary>How many vectors came since one was nearest to each code, <c>[K]</c>.</summary>
    public Tensor Idle => Buffer("idle");

    /// <summary>
    /// The moving average of how many vectors of a batch each code has, <c>[K]</c>; ones where an optimizer moves the codes.
    /// </summary>
    public Tensor Counts => _average > 0 ? Buffer("counts") : ones_like(Idle);

    /// <summary>The place of the nearest code of each vector.</summary>
    /// <param name="x">Vectors <c>[N, size]</c>, or maps <c>[N, size, ...]</c> whose channels are vectors.</param>
    /// <returns><c>[N]</c> or <c>[N, ...]</c>, <c>int64</c>.</returns>
    /// <exception cref="DataException">The vectors have another size.</exception>
    public Tensor Indices(Tensor x)
    {
        Check(x);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        return Places(Vectors(x)).reshape([x.shape[0], .. x.shape.AsSpan(2)]).MoveToOuterDisposeScope();
    }

    /// <summary>For each vector 1 at the nearest code and 0 at the others; without gradients.</summary>
    /// <param name="x">Vectors <c>[N, size]</c>, or maps <c>[N, size, ...]</c> whose channels are vectors.</param>
    /// <returns><c>[N, K]</c> or <c>[N, K, ...]</c>.</returns>
    /// <exception cref="DataException">The vectors have another size.</exception>
    public Tensor Nearest(Tensor x)
    {
        Check(x);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var places = Places(Vectors(x)).unsqueeze(1);
        var ones = ones_like(places, dtype: x.dtype);
        var chosen = zeros(places.shape[0], Weight.shape[0], dtype: x.dtype, device: x.device).scatter_(1, places, ones);
        return Back(chosen, x).MoveToOuterDisposeScope();
    }

    /// <summary>The codes that are chosen, with their gradients.</summary>
    /// <param name="chosen">1 at a code and 0 at the others, <c>[N, K]</c> or <c>[N, K, ...]</c>.</param>
    /// <returns><c>[N, size]</c> or <c>[N, size, ...]</c>.</returns>
    public Tensor Codes(Tensor chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        return Back(Vectors(chosen).matmul(Weight), chosen);
    }

    /// <summary>The codes that are chosen, with their gradients; averages and dead codes are then moved, where the model trains.</summary>
    /// <param name="chosen">1 at a code and 0 at the others, <c>[N, K]</c> or <c>[N, K, ...]</c>.</param>
    /// <param name="x">The vectors that these are nearest to, <c>[N, size]</c> or <c>[N, size, ...]</c>.</param>
    /// <param name="uniforms">Draws from [0, 1), <c>[K]</c>: which vector of the batch a dead code becomes.</param>
    /// <param name="training">Whether this is training; the layer's own training mode is asked too.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="DataException">The vectors have another size.</exception>
    public Tensor Codes(Tensor chosen, Tensor x, Tensor uniforms, bool training)
    {
        Check(x);
        ArgumentNullException.ThrowIfNull(uniforms);
        var codes = Codes(chosen);
        if (training && this.training)
        {
            using var still = no_grad();
            using var scope = NewDisposeScope();
            Follow(Vectors(x), Vectors(chosen), uniforms);
        }

        return codes;
    }

    /// <summary>Nothing: the constructor registers the tensors.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>The distance without |x|², which all codes have in common.</summary>
    private Tensor Places(Tensor vectors) => (Weight.square().sum(1) - 2 * vectors.matmul(Weight.t())).argmin(1);

    /// <summary>Moving averages (appendix A.1, equations 6 to 8), and new places for dead codes.</summary>
    private void Follow(Tensor vectors, Tensor chosen, Tensor uniforms)
    {
        var (count, codes, used) = (vectors.shape[0], Weight.shape[0], chosen.sum(0L));
        if (_average > 0)
        {
            Buffer("counts").mul_(_average).add_(used, alpha: 1 - _average);
            Buffer("sums").mul_(_average).add_(chosen.t().matmul(vectors), alpha: 1 - _average);
            Weight.copy_(Buffer("sums") / Buffer("counts").unsqueeze(1));
        }

        Idle.add_(count).mul_((used == 0).to_type(Idle.dtype));
        var dead = Idle >= Patience * codes;
        if (!dead.any().item<bool>())
        {
            return;
        }

        var taken = vectors.index_select(0, (uniforms.to_type(ScalarType.Float64) * count).to_type(ScalarType.Int64).clamp_max(count - 1));
        Weight.copy_(where(dead.unsqueeze(1), taken, Weight));
        Idle.masked_fill_(dead, 0);
        if (_average > 0)
        {
            var share = (double)count / codes;
            Buffer("counts").masked_fill_(dead, share);
            Buffer("sums").copy_(where(dead.unsqueeze(1), share * taken, Buffer("sums")));
        }
    }

    private Tensor Buffer(string name) => get_buffer(name)!;

    /// <summary>One below the other: <c>[M, channels]</c>.</summary>
    private static Tensor Vectors(Tensor maps) =>
        maps.dim() == 2 ? maps : maps.flatten(2).transpose(1, 2).reshape(-1, maps.shape[1]);

    /// <summary>As maps again, of as many examples and places as others.</summary>
    private static Tensor Back(Tensor vectors, Tensor maps) => maps.dim() == 2
        ? vectors
        : vectors.reshape(maps.shape[0], -1, vectors.shape[1])
            .transpose(1, 2)
            .reshape([maps.shape[0], vectors.shape[1], .. maps.shape.AsSpan(2)]);

    private void Check(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.dim() < 2 || x.shape[1] != Weight.shape[1])
        {
            throw new DataException(
                $"x is [N, {Weight.shape[1]}, ...], as the codes have {Weight.shape[1]} numbers; got {Shapes.List(x.shape)}.");
        }

        Door.Place(x, Weight, nameof(x), "the layer");
    }
}
