using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>Parameters that are positive numbers, from heads that give any number.</summary>
internal static class PositiveHead
{
    /// <summary>The least that such a parameter is: the slopes of the gamma function's logarithm stay within single precision.</summary>
    private const double Least = 1e-3;

    /// <summary>The parameters of these names: log(1 + e^h) + 0.001 of each head.</summary>
    public static IReadOnlyList<(string Name, Value Value)> Parameters(IReadOnlyDictionary<string, Value> heads, params string[] names) =>
        [.. names.Select(name => (name, Of(heads[name])))];

    private static Value Of(Value head)
    {
        var positive = head.Softplus() + Least;
        positive.Name = $"{head.Name}_positive";
        return positive;
    }
}
