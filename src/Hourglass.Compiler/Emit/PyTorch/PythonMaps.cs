using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Functions of one element in PyTorch.</summary>
internal static class PythonMaps
{
    /// <summary>A function of an expression.</summary>
    public static string Of(PythonContext context, MapOp op, Code x) => op.Function.Name switch
    {
        "ge" => Truth(context, x, ">=", op.Number),
        "lt" => Truth(context, x, "<", op.Number),
        "gt" => Truth(context, x, ">", op.Number),
        "isfinite" => $"(~{x.Receiver}.isnan()).to({context.Helper("self.like")})",
        "nan_to_num" => $"{x.Receiver}.nan_to_num(nan={PythonText.Number(op.Number)})",
        "clamp_min" => $"{x.Receiver}.clamp(min={NumberText.Plain(op.Number)})",
        "clamp_max" => $"{x.Receiver}.clamp(max={NumberText.Plain(op.Number)})",
        "exp" or "sigmoid" or "tanh" or "relu" => $"torch.{op.Function.Name}({x})",
        "elu" or "leaky_relu" => $"F.{op.Function.Name}({x}, {PythonText.Number(op.Number)})",
        "gelu" or "selu" or "silu" or "softplus" => $"F.{op.Function.Name}({x})",
        "polygamma" when op.Number == 1 => $"torch.special.zeta(2.0, {x})",
        "polygamma" => $"torch.polygamma({NumberText.Of((int)op.Number)}, {x})",
        var function => $"{x.Receiver}.{function}()",
    };

    private static string Truth(PythonContext context, Code x, string comparison, double number) =>
        $"({x.At(Level.Additive)} {comparison} {NumberText.Plain(number)}).to({context.Helper("self.like")})";
}
