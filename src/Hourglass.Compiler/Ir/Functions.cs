namespace Hourglass.Compiler.Ir;

/// <summary>The functions of one element.</summary>
public static class Functions
{
    /// <summary>SELU's alpha (Klambauer et al., 2017).</summary>
    public const double SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>SELU's scale.</summary>
    public const double SeluScale = 1.0507009873554804934193349852946;

    private const double InverseRootTwoPi = 0.39894228040143267794;

    /// <summary>e^x.</summary>
    public static Function Exp { get; } = new("exp", (b, x, y, g, _) => b.Times(g, y)) { OfNumber = Math.Exp };

    /// <summary>e^x - 1.</summary>
    public static Function ExpM1 { get; } = new("expm1", (b, x, y, g, _) => b.Times(g, b.Shift(y, 1)));

    /// <summary>log x.</summary>
    public static Function Log { get; } = new("log", (b, x, y, g, _) => b.Over(g, x)) { OfNumber = Math.Log };

    /// <summary>log(1 + x).</summary>
    public static Function Log1P { get; } = new("log1p", (b, x, y, g, _) => b.Over(g, b.Shift(x, 1)));

    /// <summary>√x.</summary>
    public static Function Sqrt { get; } = new("sqrt", (b, x, y, g, _) => b.Over(b.Scale(g, 0.5), y));

    /// <summary>1 / √x.</summary>
    public static Function RSqrt { get; } = new("rsqrt", (b, x, y, g, _) => b.Scale(b.Times(g, b.Times(y, b.Map(Square!, y))), -0.5));

    /// <summary>x².</summary>
    public static Function Square { get; } = new("square", (b, x, y, g, _) => b.Scale(b.Times(g, x), 2));

    /// <summary>log Γ(x), of positive numbers.</summary>
    public static Function LogGamma { get; } = new("lgamma", (b, x, y, g, _) => b.Times(g, b.Map(Digamma!, x)))
    {
        OfNumber = GammaFunctions.LogGamma,
    };

    /// <summary>ψ(x), the slope of log Γ(x), of positive numbers.</summary>
    public static Function Digamma { get; } = new("digamma", (b, x, y, g, _) => b.Times(g, b.Map(Polygamma!, x, 1)));

    /// <summary>The slope of ψ(x), as often as its number says, of positive numbers.</summary>
    public static Function Polygamma { get; } = new("polygamma", (b, x, y, g, order) => b.Times(g, b.Map(Polygamma!, x, order + 1)));

    /// <summary>|x|.</summary>
    public static Function Abs { get; } = new("abs", (b, x, y, g, _) => b.Times(g, b.Map(Sign!, x)));

    /// <summary>-1, 0 or 1.</summary>
    public static Function Sign { get; } = new("sign", null);

    /// <summary>1 where x is at least a number, otherwise 0.</summary>
    public static Function AtLeast { get; } = new("ge", null) { Kind = ValueKind.Truth };

    /// <summary>1 where x is below a number, otherwise 0.</summary>
    public static Function Below { get; } = new("lt", null) { Kind = ValueKind.Truth };

    /// <summary>1 where x is above a number, otherwise 0.</summary>
    public static Function Above { get; } = new("gt", null) { Kind = ValueKind.Truth };

    /// <summary>1 where x is a number, 0 where it is none (NaN).</summary>
    public static Function IsNumber { get; } = new("isfinite", null) { Kind = ValueKind.Truth };

    /// <summary>x, or a number where x is none (NaN).</summary>
    public static Function NumberOr { get; } = new("nan_to_num", (b, x, y, g, number) => b.Times(g, b.Map(IsNumber, x)));

    /// <summary>max(x, a number).</summary>
    public static Function AtLeastOf { get; } = new("clamp_min", (b, x, y, g, number) => b.Times(g, b.Map(AtLeast, x, number)));

    /// <summary>min(x, a number).</summary>
    public static Function AtMostOf { get; } = new("clamp_max", (b, x, y, g, number) => b.Minus(g, b.Times(g, b.Map(Above, x, number))));

    /// <summary>The logistic function.</summary>
    public static Function Sigmoid { get; } = new("sigmoid", null, Kept.Result, (b, y, _) => b.Shift(b.Scale(y, -2), 1))
    {
        OfNumber = x => 1 / (1 + Math.Exp(-x)),
    };

    /// <summary>The hyperbolic tangent.</summary>
    public static Function Tanh { get; } = new("tanh", null, Kept.Result, (b, y, _) => b.Scale(y, -2));

    /// <summary>log(1 + e^x).</summary>
    public static Function Softplus { get; } = new("softplus", null, Kept.Argument, (b, x, _) => LogisticSlope(b, b.Map(Sigmoid, x)))
    {
        OfNumber = x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
    };

    private static readonly Function[] Activations =
    [
        Sigmoid,
        Tanh,
        new("relu", null, Kept.Result),
        new("leaky_relu", null, Kept.Argument),
        new("elu", null, Kept.Argument, (b, x, alpha) => b.Scale(Below0Exp(b, x), alpha)),
        new("selu", null, Kept.Argument, (b, x, _) => b.Scale(Below0Exp(b, x), SeluAlpha * SeluScale)),
        new("gelu", null, Kept.Argument, (b, x, _) => b.Times(Density(b, x), b.Shift(b.Scale(b.Map(Square, x), -1), 2))),
        new("silu", null, Kept.Argument, SiluSecond),
        Softplus,
    ];

    /// <summary>The activation that the graph calls by this name, or null.</summary>
    public static Function? Find(string name) => Activations.FirstOrDefault(function => function.Name == name);

    private static Value Below0Exp(GraphBuilder b, Value x) => b.Times(b.Map(Below, x), b.Map(Exp, b.Map(AtMostOf, x)));

    private static Value Density(GraphBuilder b, Value x) => b.Scale(b.Map(Exp, b.Scale(b.Map(Square, x), -0.5)), InverseRootTwoPi);

    private static Value LogisticSlope(GraphBuilder b, Value s) => b.Minus(s, b.Map(Square, s));

    /// <summary>s (1 - s) (2 + x (1 - 2 s)).</summary>
    private static Value SiluSecond(GraphBuilder b, Value x, double number)
    {
        var s = b.Map(Sigmoid, x);
        return b.Times(LogisticSlope(b, s), b.Shift(b.Times(x, b.Shift(b.Scale(s, -2), 1)), 2));
    }
}
