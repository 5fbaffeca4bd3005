using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// Draws from mixtures of normals with independent elements, whose gradients reach the weights too. What standardises a draw is the
/// distribution function of each element given those before it, F_i(z_i | z_1 … z_(i-1)): its Jacobian in z is a triangle, and a draw moves
/// with the parameters by dz/dθ = -(∂F/∂z)⁻¹ ∂F/∂θ (Graves, 2016; Figurnov et al., 2018, section 4).
/// </summary>
internal static class MixtureDraw
{
    private const double InverseRootTwoPi = 0.39894228040143267794;

    private static readonly ScriptedFunction Drawn = new(
        "mixture_draw",
        "Draws from mixtures of normals: of the component that a uniform number falls to.",
        """
        def mixture_draw(normals: Tensor, uniforms: Tensor, logits: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
            rows = normals.size(0)
            count = logits.size(-1)
            level = uniforms.reshape([rows, -1])[:, :1]
            below = torch.cumsum(torch.softmax(logits, -1), -1)
            component = torch.clamp_max(torch.sum(level >= below, 1), count - 1)
            # Components of each row, one row behind the other, or the same of all rows.
            if logits.dim() > 1:
                component = component + count * torch.arange(rows, device=normals.device)
                mean = mean.flatten(0, 1)
                logvar = logvar.flatten(0, 1)
            deviation = torch.exp(0.5 * torch.index_select(logvar, 0, component))
            return torch.index_select(mean, 0, component) + deviation * normals
        """,
        Temporaries: 6,
        Purpose: "draws of mixtures")
    {
        Onnx = """
            mixture_draw(normals, uniforms, logits, mean, logvar) -> drawn
            level = Slice(Flatten(uniforms, axis: 1), [0], [1], [1])
            below = CumSum(Softmax(logits, axis: -1), -1)
            count = Squeeze(Shape(logits, start: -1), [0])
            passed = ReduceSum(Cast(GreaterOrEqual(level, below), to: 7), [1], keepdims: 1)
            component = Equal(Min(passed, Sub(count, 1)), Range(0, count, 1))
            chosen = Unsqueeze(Cast(component, to: 1), [2])
            centre = ReduceSum(Mul(chosen, mean), [1], keepdims: 0)
            deviation = Exp(Mul(ReduceSum(Mul(chosen, logvar), [1], keepdims: 0), 0.5))
            drawn = Add(centre, Mul(deviation, normals))
            """,
    };

    private static readonly ScriptedFunction Below = new(
        "normal_below",
        "The standard normal distribution function.",
        """
        def normal_below(z: Tensor) -> Tensor:
            return 0.5 * torch.erfc(z * -0.7071067811865476)
        """,
        Temporaries: 3,
        Purpose: "draws of mixtures");

    /// <summary>A draw for each row.</summary>
    /// <param name="logits">The logarithms of the weights, up to a constant: <c>[k]</c>.</param>
    /// <param name="mean">The components' means, <c>[k, …]</c>.</param>
    /// <param name="logvar">The logarithms of their variances.</param>
    /// <param name="event">The shape of an event.</param>
    /// <param name="draws">Random numbers.</param>
    public static Value Of(Value logits, Value mean, Value logvar, Shape @event, DrawSource draws)
    {
        var like = mean.Crop(mean.Shape.With(0, 1)).Reshape(@event);
        var (normals, uniforms) = (draws.Normal(like), draws.Uniform(like));
        var z = normals.Scripted(Drawn, uniforms, logits, mean, logvar).As("drawn");
        var (k, d) = (logits.Shape[0], checked((int)@event.Count));
        return z + Moved(z.Reshape(1, d), logits.Reshape(k, 1), mean.Reshape(k, d), logvar.Reshape(k, d)).Reshape(@event);
    }

    /// <summary>
    /// How a draw moves with the parameters: 0, with their gradients. Of F_i = Σ_k w_ki Φ(u_ki), with u the standardised draw and w_ki the
    /// weights given the elements before, a_ki their logarithms but for a constant, the differential is
    /// Σ_k w_ki (Φ(u_ki) - F_i) da_ki + w_ki φ(u_ki) du_ki.
    /// </summary>
    private static Value Moved(Value z, Value logits, Value mean, Value logvar)
    {
        var (d, build) = (z.Shape[1], z.Build);
        var inverse = (-0.5 * logvar).Exp().As("inverse_deviation");
        var u = ((z - mean) * inverse).As("standard");
        var density = -0.5 * (u.Square() + logvar);
        var before = build.Expand(build.Constant(1), new Extent(0, Shape.Of(d, d))).Triangle(-1);
        var a = (logits + density.Affine(before, transposed: false, bias: null)).As("log_weights");
        var weights = a.Detach().Softmax().As("weights");
        var below = u.Scripted(Below).As("below");
        var tilt = (weights * (below - (weights * below).Sum(axis: 0))).Detach().As("tilt");
        var push = (weights * (InverseRootTwoPi * (-0.5 * u.Square()).Exp())).Detach().As("push");
        var moved = ((tilt * a) + (push * u)).Sum(axis: 0).As("level");

        // ∂F_i/∂z_i is the density of an element given those before; ∂F_i/∂z_j comes from the weights.
        var diagonal = (push * inverse).Sum(axis: 0).Detach().Reshape(d, 1).As("diagonal");
        var slopes = (u * inverse).Detach();
        var products = tilt.Reshape(tilt.Shape[0], d, 1) * slopes.Reshape(slopes.Shape[0], 1, d);
        var triangle = (-products.Sum(axis: 0).Reshape(d, d) / diagonal).As("triangle");
        return -triangle.SolveTriangle((moved - moved.Detach()).Reshape(d, 1) / diagonal);
    }
}
