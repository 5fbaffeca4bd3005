namespace Hourglass.Native;

/// <summary>
/// A number of an element-wise loop, for each of its elements: what is computed with it is recorded and run for whole vectors.
/// </summary>
public readonly struct Lane
{
    private readonly Lanes _lanes;

    internal Lane(Lanes lanes, int index) => (_lanes, Index) = (lanes, index);

    internal int Index { get; }

    /// <summary>x + y.</summary>
    public static Lane operator +(Lane x, Lane y) => x._lanes.Binary(LaneKind.Plus, x, y);

    /// <summary>x - y.</summary>
    public static Lane operator -(Lane x, Lane y) => x._lanes.Binary(LaneKind.Minus, x, y);

    /// <summary>x · y.</summary>
    public static Lane operator *(Lane x, Lane y) => x._lanes.Binary(LaneKind.Times, x, y);

    /// <summary>x / y.</summary>
    public static Lane operator /(Lane x, Lane y) => x._lanes.Binary(LaneKind.Over, x, y);

    /// <summary>x plus a number.</summary>
    public static Lane operator +(Lane x, double number) => x._lanes.Unary(LaneKind.ShiftBy, x, number);

    /// <summary>x minus a number.</summary>
    public static Lane operator -(Lane x, double number) => x._lanes.Unary(LaneKind.ShiftBy, x, -number);

    /// <summary>x times a number.</summary>
    public static Lane operator *(Lane x, double number) => x._lanes.Unary(LaneKind.ScaleBy, x, number);

    /// <summary>e^x.</summary>
    public static Lane Exp(Lane x) => x._lanes.Unary(LaneKind.Exp, x);

    /// <summary>log x.</summary>
    public static Lane Log(Lane x) => x._lanes.Unary(LaneKind.Log, x);

    /// <summary>log(1 + x).</summary>
    public static Lane Log1p(Lane x) => x._lanes.Unary(LaneKind.Log1P, x);

    /// <summary>e^x - 1.</summary>
    public static Lane Expm1(Lane x) => x._lanes.Unary(LaneKind.ExpM1, x);

    /// <summary>log Γ(x), of positive numbers.</summary>
    public static Lane LogGamma(Lane x) => x._lanes.Unary(LaneKind.LogGamma, x);

    /// <summary>ψ(x), the slope of log Γ(x), of positive numbers.</summary>
    public static Lane Digamma(Lane x) => x._lanes.Unary(LaneKind.Digamma, x);

    /// <summary>√x.</summary>
    public static Lane Sqrt(Lane x) => x._lanes.Unary(LaneKind.Sqrt, x);

    /// <summary>1 / √x.</summary>
    public static Lane Rsqrt(Lane x) => x._lanes.Unary(LaneKind.ReverseOver, x._lanes.Unary(LaneKind.Sqrt, x), 1);

    /// <summary>|x|.</summary>
    public static Lane Abs(Lane x) => x._lanes.Unary(LaneKind.Abs, x);

    /// <summary>-1, 0 or 1.</summary>
    public static Lane Sign(Lane x) => x._lanes.Unary(LaneKind.Sign, x);

    /// <summary>x².</summary>
    public static Lane Square(Lane x) => x._lanes.Unary(LaneKind.Square, x);

    /// <summary>The larger of x and a number.</summary>
    public static Lane Max(Lane x, double number) => x._lanes.Unary(LaneKind.AtLeastOf, x, number);

    /// <summary>The smaller of x and a number.</summary>
    public static Lane Min(Lane x, double number) => x._lanes.Unary(LaneKind.AtMostOf, x, number);

    /// <summary>1 where x is a number, 0 where it is none (NaN).</summary>
    public static Lane IsNumber(Lane x) => x._lanes.Unary(LaneKind.IsNumber, x);

    /// <summary>x, or a number where x is none (NaN).</summary>
    public static Lane NumberOr(Lane x, double number) => x._lanes.Unary(LaneKind.NumberOr, x, number);

    /// <summary>1 where x is at least a number, otherwise 0.</summary>
    public static Lane AtLeast(Lane x, double number) => x._lanes.Unary(LaneKind.AtLeast, x, number);

    /// <summary>1 where x is below a number, otherwise 0.</summary>
    public static Lane Below(Lane x, double number) => x._lanes.Unary(LaneKind.Below, x, number);

    /// <summary>1 where x is above a number, otherwise 0.</summary>
    public static Lane Above(Lane x, double number) => x._lanes.Unary(LaneKind.Above, x, number);

    /// <summary>The logistic function.</summary>
    public static Lane Sigmoid(Lane x) => x._lanes.Unary(LaneKind.Sigmoid, x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Lane Tanh(Lane x) => x._lanes.Unary(LaneKind.Tanh, x);

    /// <summary>max(x, 0).</summary>
    public static Lane Relu(Lane x) => x._lanes.Unary(LaneKind.Relu, x);

    /// <summary>x where it is positive, a number times x elsewhere.</summary>
    public static Lane Leaky(Lane x, double slope) => x._lanes.Unary(LaneKind.Leaky, x, slope);

    /// <summary>x where it is positive, a number times e^x - 1 elsewhere.</summary>
    public static Lane Elu(Lane x, double slope = 1) => x._lanes.Unary(LaneKind.Elu, x, slope);

    /// <summary>SELU.</summary>
    public static Lane Selu(Lane x) => x._lanes.Unary(LaneKind.Selu, x);

    /// <summary>x Φ(x).</summary>
    public static Lane Gelu(Lane x) => x._lanes.Unary(LaneKind.Gelu, x);

    /// <summary>x times its logistic function.</summary>
    public static Lane Silu(Lane x) => x._lanes.Unary(LaneKind.Silu, x);

    /// <summary>log(1 + e^x).</summary>
    public static Lane Softplus(Lane x) => x._lanes.Unary(LaneKind.Softplus, x);

    /// <summary>The gradient through the logistic function, whose result is y.</summary>
    public static Lane SigmoidGradient(Lane gradient, Lane y) => gradient._lanes.Binary(LaneKind.SigmoidSlope, gradient, y);

    /// <summary>The gradient through the hyperbolic tangent, whose result is y.</summary>
    public static Lane TanhGradient(Lane gradient, Lane y) => gradient._lanes.Binary(LaneKind.TanhSlope, gradient, y);

    /// <summary>The gradient through max(x, 0), whose result is y.</summary>
    public static Lane ReluGradient(Lane gradient, Lane y) => gradient._lanes.Binary(LaneKind.ReluSlope, gradient, y);

    /// <summary>The gradient through <see cref="Leaky"/> at x.</summary>
    public static Lane LeakyGradient(Lane gradient, Lane x, double slope) =>
        gradient._lanes.Binary(LaneKind.LeakySlope, gradient, x, slope);

    /// <summary>The gradient through <see cref="Elu"/> at x.</summary>
    public static Lane EluGradient(Lane gradient, Lane x, double slope = 1) =>
        gradient._lanes.Binary(LaneKind.EluSlope, gradient, x, slope);

    /// <summary>The gradient through <see cref="Selu"/> at x.</summary>
    public static Lane SeluGradient(Lane gradient, Lane x) => gradient._lanes.Binary(LaneKind.SeluSlope, gradient, x);

    /// <summary>The gradient through <see cref="Gelu"/> at x.</summary>
    public static Lane GeluGradient(Lane gradient, Lane x) => gradient._lanes.Binary(LaneKind.GeluSlope, gradient, x);

    /// <summary>The gradient through <see cref="Silu"/> at x.</summary>
    public static Lane SiluGradient(Lane gradient, Lane x) => gradient._lanes.Binary(LaneKind.SiluSlope, gradient, x);

    /// <summary>The gradient through <see cref="Softplus"/> at x.</summary>
    public static Lane SoftplusGradient(Lane gradient, Lane x) => gradient._lanes.Binary(LaneKind.SoftplusSlope, gradient, x);

    /// <summary>The cross entropy of logits with targets.</summary>
    public static Lane BceLogits(Lane logits, Lane target) => logits._lanes.Binary(LaneKind.LogitsEntropy, logits, target);

    /// <summary>The cross entropy of probabilities with targets.</summary>
    public static Lane Bce(Lane probability, Lane target) => probability._lanes.Binary(LaneKind.Entropy, probability, target);

    /// <summary>The slope of <see cref="Bce"/> in the probability.</summary>
    public static Lane BceGradient(Lane probability, Lane target) => probability._lanes.Binary(LaneKind.EntropySlope, probability, target);
}
