using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using static Hourglass.Compiler.Emit.TorchScript.ScriptText;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>
/// TorchScript for what multiplies: products of matrices, contractions and convolutions. Where they may be rounded, their factors become
/// bfloat16 on a GPU, if they are single precision; all else stays what it is. Elsewhere than on a GPU the same text multiplies unrounded.
/// Products inside of a recurrence are small and wait for each other: rounding them would cost more than it saves.
/// </summary>
/// <param name="rounded">Whether the phase permits bfloat16.</param>
internal sealed class ProductStatements(bool rounded)
{
    /// <summary>The letter of rows, which no dimension has.</summary>
    private const string Rows = "N";

    /// <summary>An addend is added in single precision, behind the product.</summary>
    private const string Helpers =
        """
        # Of ATen's types, 6 is float32 and 15 bfloat16.
        def factor_type(x: Tensor) -> int:
            return 15 if x.is_cuda and x.dtype == 6 else x.dtype
        def factor(x: Tensor) -> Tensor:
            return x.to(factor_type(x))
        def product(left: Tensor, right: Tensor, out: Tensor):
            if factor_type(left) == out.dtype:
                torch.mm(left, right, out=out)
            else:
                out.copy_(torch.mm(factor(left), factor(right)))
        def added_product(addend: Tensor, left: Tensor, right: Tensor, out: Tensor):
            if factor_type(left) == out.dtype:
                torch.addmm(addend, left, right, out=out)
            else:
                torch.add(addend, torch.mm(factor(left), factor(right)), out=out)
        """;

    /// <summary>The functions that a step calls, which stand behind it.</summary>
    public IEnumerable<string> Functions => rounded ? Helpers.Replace("\r", "").Split('\n') : [];

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => rounded ? ["factor_type", "factor", "product", "added_product"] : [];

    /// <summary>The statement for a product of matrices, or a contraction; null for anything else.</summary>
    public string? Into(Op op, string into, Func<int, string> use) => op switch
    {
        MatMulOp product => $"{(rounded ? "product" : "torch.mm")}({Factors(product, use(0), use(1))}, out={into})",
        ContractOp sum =>
            $"{into}.copy_(torch.einsum(\"{Rows}{sum.Left},{Rows}{sum.Right}->{Rows}{sum.Result}\", [{Factor(use(0))}, {Factor(use(1))}]))",
        _ => null,
    };

    /// <summary>A product of matrices added to something.</summary>
    public string Added(string addend, MatMulOp op, string left, string right, string into) =>
        $"{(rounded ? "added_product" : "torch.addmm")}({addend}, {Factors(op, left, right)}, out={into})";

    /// <summary>A convolution, or the gradient of its weights; null for anything else.</summary>
    public string? Own(Op op, string x, string second, string bias = "None") => op switch
    {
        ConvOp { Sizes: var sizes } => Unrounded(
            $"torch.conv{NumberText.Of(sizes.Rank)}d({Factor(x)}, {Factor(second)}, {Bias(bias)}, {List(sizes.Window.Stride)}, "
            + List(sizes.Window.Padding)
            + (sizes.Window.IsPlain ? ")" : $", {List(sizes.Window.Dilation)}, {NumberText.Of(sizes.Window.Groups)})")),
        ConvInputOp { Sizes: var sizes } => Unrounded(
            $"torch.conv_transpose{NumberText.Of(sizes.Rank)}d({Factor(x)}, {Factor(second)}, {Bias(bias)}, {List(sizes.Window.Stride)}, "
            + $"{List(sizes.Window.Padding)}, {List(sizes.Skipped)}"
            + (sizes.Window.IsPlain ? ")" : $", {NumberText.Of(sizes.Window.Groups)}, {List(sizes.Window.Dilation)})")),
        ConvWeightOp { Sizes: var sizes } => Unrounded(
            $"torch.convolution_backward({Factor(second)}, {Factor(x)}, torch.empty({List(sizes.Weights.Dimensions)}, "
            + $"dtype={(rounded ? $"factor_type({x})" : $"{x}.dtype")}, device={x}.device), None, {List(sizes.Window.Stride)}, "
            + $"{List(sizes.Window.Padding)}, {List(sizes.Window.Dilation)}, False, {Repeat(0, sizes.Rank)}, "
            + $"{NumberText.Of(sizes.Window.Groups)}, [False, True, False])[1]"),
        _ => null,
    };

    private static string Factors(MatMulOp op, string left, string right) =>
        $"{left}{(op.TransposeLeft ? ".t()" : "")}, {right}{(op.TransposeRight ? ".t()" : "")}";

    private string Factor(string x) => rounded ? $"factor({x})" : x;

    /// <summary>A convolution takes a bias of its factors' type.</summary>
    private string Bias(string bias) => bias == "None" ? bias : Factor(bias);

    private string Unrounded(string result) => rounded ? $"{result}.to(terms.dtype)" : result;
}
