namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>The functions of one element and their slopes in double precision, written from their definitions.</summary>
internal static class ElementFunctions
{
    private const double SeluAlpha = 1.6732632423543772848;
    private const double SeluScale = 1.0507009873554804934;

    /// <summary>The root y of y + s tanh y = r, s above -1, by halves.</summary>
    public static double TanhRoot(double s, double r)
    {
        var (low, high) = (-Math.Abs(r) - Math.Abs(s), Math.Abs(r) + Math.Abs(s));
        for (var i = 0; i < 100; i++)
        {
            var y = (low + high) / 2;
            (low, high) = y + (s * Math.Tanh(y)) < r ? (y, high) : (low, y);
        }

        return (low + high) / 2;
    }

    public static double Value(string name, double number, double x) => name switch
    {
        "exp" => Math.Exp(x),
        "log" => Math.Log(x),
        "log1p" => Math.Log(1 + x),
        "expm1" => Math.Exp(x) - 1,
        "sqrt" => Math.Sqrt(x),
        "rsqrt" => 1 / Math.Sqrt(x),
        "lgamma" => GammaByProducts.LogGamma(x),
        "digamma" => GammaByProducts.Digamma(x),
        "polygamma" => GammaByProducts.Polygamma((int)number, x),
        "square" => x * x,
        "abs" => Math.Abs(x),
        "sign" => Math.Sign(x),
        "ge" => x >= number ? 1 : 0,
        "lt" => x < number ? 1 : 0,
        "gt" => x > number ? 1 : 0,
        "isfinite" => double.IsNaN(x) ? 0 : 1,
        "nan_to_num" => double.IsNaN(x) ? number : x,
        "clamp_min" => Math.Max(x, number),
        "clamp_max" => Math.Min(x, number),
        "sigmoid" => Sigmoid(x),
        "tanh" => Math.Tanh(x),
        "relu" => Math.Max(x, 0),
        "leaky_relu" => x > 0 ? x : number * x,
        "elu" => x > 0 ? x : number * (Math.Exp(x) - 1),
        "selu" => SeluScale * (x > 0 ? x : SeluAlpha * (Math.Exp(x) - 1)),
        "gelu" => x * NormalDistribution(x),
        "silu" => x * Sigmoid(x),
        "softplus" => Math.Log(1 + Math.Exp(x)),
        _ => throw new InvalidOperationException(name),
    };

    /// <summary>The slope from what is kept of the function: its argument, or for some its result.</summary>
    public static double Slope(string name, double number, double kept) => name switch
    {
        "sigmoid" => kept * (1 - kept),
        "tanh" => 1 - (kept * kept),
        "relu" => kept > 0 ? 1 : 0,
        "leaky_relu" => kept > 0 ? 1 : number,
        "elu" => kept > 0 ? 1 : number * Math.Exp(kept),
        "selu" => SeluScale * (kept > 0 ? 1 : SeluAlpha * Math.Exp(kept)),
        "gelu" => NormalDistribution(kept) + (kept * Math.Exp(-kept * kept / 2) / Math.Sqrt(2 * Math.PI)),
        "silu" => Sigmoid(kept) * (1 + (kept * (1 - Sigmoid(kept)))),
        "softplus" => Sigmoid(kept),
        _ => throw new InvalidOperationException(name),
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Φ(x) by its power series, which is exact to the last digits for the small arguments of the tests.</summary>
    private static double NormalDistribution(double x)
    {
        var (term, sum) = (x, x);
        for (var i = 1; i < 100; i++)
        {
            term *= -x * x / (2 * i);
            sum += term / ((2 * i) + 1);
        }

        return 0.5 + (sum / Math.Sqrt(2 * Math.PI));
    }
}
