using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
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

    private static string? Check(IrValue value) => value.Op switch
    {
        LayerOp { Layer.Definition: ConvLayer conv } =>
            $"Convolutions.Check({Common(Weight(conv.Out, conv.In, conv.Kernel, conv.Rank), value, conv.Stride, conv.Padding)});",
        LayerOp { Layer.Definition: ConvTransposeLayer conv } =>
            Transposed(Weight(conv.In, conv.Out, conv.Kernel, conv.Rank), value, conv.Stride, conv.Padding, conv.OutputPadding),
        TiedOp { Layer.Definition: ConvLayer conv } op =>
            Transposed(Weight(conv.Out, conv.In, conv.Kernel, conv.Rank), value, conv.Stride, op.Padding, op.OutputPadding),
        _ => null,
    };

    private static string Transposed(string weight, IrValue value, int stride, EquatableArray<int> padding, EquatableArray<int> extra) =>
        $"Convolutions.CheckTransposed({Common(weight, value, stride, padding)}, outputPadding: {List(extra)});";

    private static string Common(string weight, IrValue value, int stride, EquatableArray<int> padding) =>
        $"weight: {weight}, input: {value.Inputs[0].Shape.InBrackets()}, stride: {NumberText.Of(stride)}, padding: {List(padding)}";

    private static string Weight(int first, int second, int kernel, int rank) => List([first, second, .. Enumerable.Repeat(kernel, rank)]);

    private static string List(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers.Select(number => NumberText.Of(number)))}]";
}
