using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes a line for each convolution that a model asks of libtorch: it is checked on the machine where the model runs.</summary>
internal static class ConvolutionEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        var checks = context.Program.Values.Select(Check).Where(line => line is not null).Distinct().ToArray();
        if (checks.Length == 0)
        {
            return;
        }

        writer.Line("// On some machines libtorch's convolutions are wrong; a wrong one is found here.");
        foreach (var check in checks)
        {
            writer.Line(check!);
        }

        writer.Line();
    }

    private static string? Check(Value value) => value.Op switch
    {
        CallOp { Layer.Definition: ConvLayer conv } =>
            $"Convolutions.Check({Common(conv.Weights.InBrackets(), value, conv.Stride, conv.Padding)});",
        CallOp { Layer.Definition: ConvTransposeLayer conv } =>
            Transposed(conv.Weights.InBrackets(), value, conv.Stride, conv.Padding, conv.OutputPadding),
        CallOp { Name: GaussianWindow.Call, Arguments: var arguments } =>
            $"Convolutions.Check({GaussianWindowSizes(value, (int)arguments[0])});",
        CallOp { Name: "conv_transpose", Arguments: var arguments } =>
            Transposed(
                value.Inputs[1].Shape.InBrackets(),
                value,
                ((ConvSizes)arguments[0]).Stride,
                ((ConvSizes)arguments[0]).Padding,
                (EquatableArray<int>)arguments[1]),
        _ => null,
    };

    /// <summary>Each channel by itself.</summary>
    private static string GaussianWindowSizes(Value value, int width)
    {
        var rank = value.Shape.Rank - 1;
        var weight = Shape.Of([1, 1, .. Enumerable.Repeat(width, rank)]);
        var input = value.Inputs[0].Shape.With(0, 1);
        return $"weight: {weight.InBrackets()}, input: {input.InBrackets()}, stride: 1, padding: {List(Enumerable.Repeat(0, rank))}";
    }

    private static string Transposed(string weight, Value value, int stride, EquatableArray<int> padding, EquatableArray<int> extra) =>
        $"Convolutions.CheckTransposed({Common(weight, value, stride, padding)}, outputPadding: {List(extra)});";

    private static string Common(string weight, Value value, int stride, EquatableArray<int> padding) =>
        $"weight: {weight}, input: {value.Inputs[0].Shape.InBrackets()}, stride: {NumberText.Of(stride)}, padding: {List(padding)}";

    private static string List(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers.Select(number => NumberText.Of(number)))}]";
}
