using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>One line of TorchSharp for each primitive that gives a number.</summary>
internal static class ObjectivePrimitiveText
{
    /// <summary>log 2π.</summary>
    private const string Log2Pi = "1.8378770664093453";

    public static string Expression(EmitContext context, IrValue value, Func<IrValue, string> use)
    {
        string Arg(int index) => use(value.Inputs[index]);
        return value.Op switch
        {
            ErrorOp op => Error(op, Arg(0), Arg(1)),
            NormalNllOp => $"0.5 * (({Arg(2)} - {Arg(0)}).square() * torch.exp(-{Arg(1)}) + {Arg(1)} + {Log2Pi}).sum() / {Rows(Arg(0))}",
            CategoricalNllOp { Missing: true } => $"Labels.CrossEntropy({Arg(0)}, {Arg(1)})",
            CategoricalNllOp => $"nn.functional.cross_entropy({Arg(0)}, {Arg(1)}, reduction: nn.Reduction.Sum) / {Rows(Arg(0))}",
            CategoricalCrossEntropyOp op => $"Labels.CrossEntropyOf{(op.OfLogarithms ? "Logarithms" : "Probabilities")}({Arg(0)}, {Arg(1)}, nn.Reduction.{op.Reduction})",
            StandardNormalKlOp => $"0.5 * ({Arg(0)}.square() + torch.exp({Arg(1)}) - {Arg(1)} - 1).sum() / {Rows(Arg(0))}",
            NormalKlOp => $"0.5 * ({Arg(3)} - {Arg(1)} + (torch.exp({Arg(1)}) + ({Arg(0)} - {Arg(2)}).square()) * torch.exp(-{Arg(3)}) - 1).sum() / {Rows(Arg(0))}",
            SampledNormalKlOp => SampledKl(value, Arg),
            PenaltyOp op => $"{Arg(0)}.{Magnitude(op.Squared)}().sum() / {Rows(Arg(0))}",
            WeightPenaltyOp op => op.Layers.Count == 0
                ? "torch.zeros(1, dtype: WeightType, device: WeightDevice).sum()"
                : string.Join(" + ", op.Layers.Select(layer => $"{context.PathOf(layer)}.weight!.{Magnitude(op.Squared)}().sum()")),
            SparsityOp op => $"Penalty.Sparsity({Arg(0)}, {Primitives.Double(op.Rate)})",
            AffineContractionOp op => Contraction(context, op, Arg(0)),
            JacobianNormOp { Probes: 0 } => $"Jacobian.SquaredNorm({Arg(0)}, {Arg(1)})",
            JacobianNormOp op => $"Jacobian.SquaredNorm({Arg(0)}, {Arg(1)}, Jacobian.Signs(Noise.Uniform({NumberText.Of(op.Site)}, {Arg(0)}, repeats: {NumberText.Of(op.Probes)})))",
            ScalarSumOp => string.Join(" + ", value.Inputs.Select(use)),
            _ => throw new InvalidOperationException($"{value.Op} has no C# line."),
        };
    }

    private static string Rows(string value) => $"{Primitives.Receiver(value)}.size(0)";

    private static string Magnitude(bool squared) => squared ? "square" : "abs";

    private static string Error(ErrorOp op, string value, string target)
    {
        var function = op.Kind switch
        {
            ErrorKind.Squared => "mse_loss",
            ErrorKind.Absolute => "l1_loss",
            ErrorKind.CrossEntropy => "binary_cross_entropy",
            _ => "binary_cross_entropy_with_logits",
        };
        return op.Reduction == Reduction.Mean
            ? $"nn.functional.{function}({value}, {target})"
            : $"nn.functional.{function}({value}, {target}, reduction: nn.Reduction.Sum) / {Rows(value)}";
    }

    private static string SampledKl(IrValue value, Func<int, string> arg)
    {
        var posterior = $"({arg(0)} - {arg(1)}).square() * torch.exp(-{arg(2)}) - {arg(2)}";
        var prior = value.Inputs.Count == 3 ? $"{arg(0)}.square()" : $"({arg(0)} - {arg(3)}).square() * torch.exp(-{arg(4)}) + {arg(4)}";
        return $"0.5 * ({prior} - {posterior}).sum() / {Rows(arg(0))}";
    }

    private static string Contraction(EmitContext context, AffineContractionOp op, string code)
    {
        var weight = $"{context.PathOf(op.Layer)}.weight!.square().sum(1)";
        return op.Function switch
        {
            "sigmoid" => $"({code} * (1 - {code})).square().matmul({weight}).mean()",
            "tanh" => $"(1 - {code}.square()).square().matmul({weight}).mean()",
            "relu" => $"({code} > 0).to({code}.dtype).matmul({weight}).mean()",
            _ => $"{weight}.sum()",
        };
    }
}
