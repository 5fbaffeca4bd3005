namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Formulas of one number, whose functions C# and Python call by other names.</summary>
internal static class PythonFormula
{
    private static readonly (string CSharp, string Python)[] Functions =
    [
        ("System.Math.Clamp(", "clamped("), ("System.Math.PI", "math.pi"), ("System.Math.Cos(", "math.cos("),
        ("System.Math.Pow(", "math.pow("), ("System.Math.Floor(", "math.floor("),
    ];

    /// <summary>Moves a number into an interval.</summary>
    public const string Clamped =
        """"
        def clamped(value: float, least: float, most: float) -> float:
            """A number moved into an interval."""
            return min(max(value, least), most)
        """";

    /// <summary>The formula in Python.</summary>
    public static string Of(Formula formula) =>
        Functions.Aggregate(formula.Text, (text, function) => text.Replace(function.CSharp, function.Python));
}
