using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>The slopes of smooth functions, for gradients that are part of a draw.</summary>
internal static class SlopeText
{
    /// <summary>g · f' as an expression.</summary>
    /// <param name="op">The function.</param>
    /// <param name="outer">The gradient g.</param>
    /// <param name="kept">The argument or the result, as the function keeps it.</param>
    public static string Of(SlopeOp op, Code outer, Code kept)
    {
        var gradient = outer.At(Level.Unary);
        return op.Function.Name switch
        {
            "sigmoid" => $"({gradient} * {kept.At(Level.Unary)} * (1 - {kept.At(Level.Multiplicative)}))",
            "tanh" => $"({gradient} * (1 - {kept.Receiver}.square()))",
            "softplus" => $"({gradient} * torch.sigmoid({kept}))",
            _ => throw new InvalidOperationException($"{op} has no C# line."),
        };
    }
}
