using Hourglass.Compiler.Ir;
using static Hourglass.Compiler.Emit.Onnx.Operators;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>The functions of one element.</summary>
internal static class ElementFunctions
{
    /// <summary>A function of each element.</summary>
    /// <exception cref="RefusedException">ONNX has none such: those of the gamma function.</exception>
    public static string Of(MapOp op, string x)
    {
        var number = NumberText.Literal(op.Number);
        return op.Function.Name switch
        {
            "exp" => $"Exp({x})",
            "log" => $"Log({x})",
            "sqrt" => $"Sqrt({x})",
            "abs" => $"Abs({x})",
            "sign" => $"Sign({x})",
            "sigmoid" => $"Sigmoid({x})",
            "tanh" => $"Tanh({x})",
            "relu" => $"Relu({x})",
            "softplus" => $"Softplus({x})",
            "square" => $"Mul({x}, {x})",
            "rsqrt" => $"Reciprocal(Sqrt({x}))",
            "silu" => $"Mul({x}, Sigmoid({x}))",
            "gelu" => $"Gelu({x})",
            "leaky_relu" => $"LeakyRelu({x}, alpha: {number})",
            "elu" => $"Elu({x}, alpha: {number})",
            "selu" => $"Selu({x}, alpha: {NumberText.Literal(Functions.SeluAlpha)}, gamma: {NumberText.Literal(Functions.SeluScale)})",

            // Both keep the digits of small numbers, which exp(x) - 1 and log(1 + x) lose.
            "expm1" => $"Mul(Tanh(Mul({x}, 0.5)), Add(Exp({x}), 1.0))",
            "log1p" => $"Where(Less(Abs({x}), 0.5), Mul(Atanh(Div({x}, Add({x}, 2.0))), 2.0), Log(Add({x}, 1.0)))",
            "ge" => AsNumbers($"GreaterOrEqual({x}, {number})"),
            "lt" => AsNumbers($"Less({x}, {number})"),
            "gt" => AsNumbers($"Greater({x}, {number})"),
            "isfinite" => AsNumbers($"Not(IsNaN({x}))"),
            "nan_to_num" => $"Where(IsNaN({x}), {number}, {x})",
            "clamp_min" => $"Clip({x}, {number})",
            "clamp_max" => $"Clip({x}, _, {number})",
            _ => throw RefusedException.For(op),
        };
    }
}
