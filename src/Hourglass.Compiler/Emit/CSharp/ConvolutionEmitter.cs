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
        CallOp { Layer.Definition: ConvLayer conv } => $"Convolutions.Check({Common(conv.Weights.InBrackets(), value, conv.Window)});",
        CallOp { Layer.Definition: ConvTransposeLayer conv } =>
            Transposed(conv.Weights.InBrackets(), value, conv.Window, conv.OutputPadding),
        CallOp { Name: "conv_transpose", Arguments: var arguments } => Transposed(
            value.Inputs[1].Shape.InBrackets(),
            value,
            ((ConvSizes)arguments[0]).Window,
            (EquatableArray<int>)arguments[1]),
        CallOp { Name: GaussianWindow.Call, Arguments: var arguments } =>
            $"Convolutions.Check({GaussianWindowSizes(value, (int)arguments[0])});",
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

    private static string Transposed(string weight, Value value, ConvWindow window, EquatableArray<int> extra) =>
        $"Convolutions.CheckTransposed({Common(weight, value, window)}, outputPadding: {List(extra)});";

    private static string Common(string weight, Value value, ConvWindow window)
    {
        var stride = window.Stride.Distinct().Skip(1).Any() || !window.IsPlain ? List(window.Stride) : NumberText.Of(window.Stride[0]);
        var plain = $"weight: {weight}, input: {value.Inputs[0].Shape.InBrackets()}, stride: {stride}, padding: {List(window.Padding)}";
        return stride[0] != '[' ? plain : $"{plain}, dilation: {List(window.Dilation)}, groups: {NumberText.Of(window.Groups)}";
    }

    private static string List(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers.Select(number => NumberText.Of(number)))}]";
}
