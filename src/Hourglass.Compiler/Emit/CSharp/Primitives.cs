using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>One line of TorchSharp for each primitive.</summary>
internal static class Primitives
{
    public static string Expression(EmitContext context, IrValue value, Func<IrValue, string> use)
    {
        if (value.Op is ScalarOp)
        {
            return ObjectivePrimitiveText.Expression(context, value, use);
        }

        string Arg(int index) => use(value.Inputs[index]);
        return value.Op switch
        {
            OneHotOp op => $"Labels.OneHot({Arg(0)}, {NumberText.Of(op.Classes)}, WeightType)",
            LayerOp { Layer: { Definition: ConvTransposeLayer layer } owner } when layer.OutputPadding.Distinct().Skip(1).Any() => Deconv(context, owner, layer, Arg(0)),
            LayerOp { Layer: { Definition: BatchNormLayer } owner } => $"RunningStatistics.Normalise({context.PathOf(owner)}, {Arg(0)}, training)",
            LayerOp op => $"{context.PathOf(op.Layer)}.call({Arg(0)})",
            TiedOp op => Tied(context, op, Arg(0)),
            ParameterOp op => context.PathOf(op.Layer),
            ConstantOp op => $"torch.full(1, {Double(op.Value)}, dtype: WeightType, device: WeightDevice)",
            ElementwiseOp op => Elementwise(op, Arg(0)),
            SoftmaxOp => $"nn.functional.softmax({Arg(0)}, 1)",
            LogSoftmaxOp => $"nn.functional.log_softmax({Arg(0)}, 1)",
            LogSigmoidOp => $"nn.functional.logsigmoid({Arg(0)})",
            ReshapeOp op => op.Shape.IsVector ? $"{Receiver(Arg(0))}.flatten(1)" : $"{Receiver(Arg(0))}.reshape(-1, {string.Join(", ", op.Shape.Dimensions.Select(d => NumberText.Of(d)))})",
            ConcatOp => $"torch.cat([{string.Join(", ", value.Inputs.Select(use))}], 1)",
            AliasOp => $"{Receiver(Arg(0))}.alias()",
            AddOp => $"{Arg(0)} + {Arg(1)}",
            PoolOp op => $"nn.functional.{(op.Max ? "max" : "avg")}_pool{Rank(value)}d({Arg(0)}, {Window(op.Kernel, Rank(value))}{(op.Rest ? ", ceil_mode: true" : "")})",
            UpsampleOp op => $"nn.functional.interpolate({Arg(0)}, size: [{Sizes(op.Output)}], mode: InterpolationMode.{(op.Linear ? "Bilinear, align_corners: false" : "Nearest")})",
            PadOp op => $"nn.functional.pad({Arg(0)}, [{string.Join(", ", op.Amounts.Reverse().SelectMany(pad => new[] { pad.Before, pad.Behind }).Select(n => NumberText.Of(n)))}])",
            CropOp op => Receiver(Arg(0)) + string.Concat(op.Output.Spatial.Select((size, i) => $".narrow({NumberText.Of(i + 2)}, 0, {NumberText.Of(size)})")),
            DropoutOp op => $"training ? Corruption.Dropout({Arg(0)}, {Double(op.Rate)}, Noise.Uniform({NumberText.Of(op.Site)}, {Arg(0)})) : {Arg(0)}",
            CorruptOp op => $"training ? Corruption.{op.Kind}({Arg(0)}, {Double(op.Level)}, Noise.{op.Draw}({NumberText.Of(op.Site)}, {Arg(0)})) : {Arg(0)}",
            DrawsOp op => $"{Arg(0)}.repeat({NumberText.Of(op.Count)}{string.Concat(Enumerable.Repeat(", 1", value.Shape.Rank))})",
            NormalSampleOp op => Sample(op, Arg(0), Arg(1)),
            _ => throw new InvalidOperationException($"{value.Op} has no C# line."),
        };
    }

    /// <summary>A <c>double</c> literal.</summary>
    public static string Double(double value)
    {
        var text = NumberText.Of(value);
        return text.IndexOfAny(['.', 'E', 'e']) >= 0 ? text : text + ".0";
    }

    /// <summary>An expression that a member access can follow.</summary>
    public static string Receiver(string expression) => expression.Contains(' ') && !expression.EndsWith(")", StringComparison.Ordinal) ? $"({expression})" : expression;

    private static int Rank(IrValue value) => value.Shape.Rank - 1;

    private static string Sizes(Shape shape) => string.Join(", ", shape.Spatial.Select(size => NumberText.Of(size)));

    private static string Elementwise(ElementwiseOp op, string input)
    {
        var owner = op.Function is "sigmoid" or "tanh" ? "torch" : "nn.functional";
        return double.IsNaN(op.Parameter) ? $"{owner}.{op.Function}({input})" : $"{owner}.{op.Function}({input}, {Double(op.Parameter)})";
    }

    private static string Sample(NormalSampleOp op, string mean, string logVar)
    {
        var draw = $"{mean} + torch.exp(0.5 * {logVar}) * Noise.Normal({NumberText.Of(op.Site)}, {mean})";
        return op.MeanOutsideTraining ? $"draw ? {draw} : {mean}" : draw;
    }

    /// <summary>TorchSharp's module forgets output paddings that differ between dimensions; the function does not.</summary>
    private static string Deconv(EmitContext context, IrLayer owner, ConvTransposeLayer layer, string input)
    {
        var (weight, bias) = ($"{context.PathOf(owner)}.weight!", layer.Bias ? $"{context.PathOf(owner)}.bias!" : "null");
        return $"nn.functional.conv_transpose{layer.Rank}d({input}, {weight}, {bias}, strides: [{Repeat(layer.Stride, layer.Rank)}], padding: [{Join(layer.Padding)}], output_padding: [{Join(layer.OutputPadding)}])";
    }

    private static string Tied(EmitContext context, TiedOp op, string input)
    {
        var (weight, bias) = ($"{context.PathOf(op.Layer)}.weight!", context.PathOf(op.Bias));
        if (op.Layer.Definition is not ConvLayer conv)
        {
            return $"nn.functional.linear({input}, {weight}.t(), {bias})";
        }

        var call = $"nn.functional.conv_transpose{conv.Rank}d({input}, {weight}, {bias}";
        return conv.Rank == 1
            ? $"{call}, stride: {NumberText.Of(conv.Stride)}, padding: {Join(op.Padding)}, output_padding: {Join(op.OutputPadding)})"
            : $"{call}, strides: [{Repeat(conv.Stride, conv.Rank)}], padding: [{Join(op.Padding)}], output_padding: [{Join(op.OutputPadding)}])";
    }

    /// <summary>TorchSharp takes one width for pools over one or two spatial dimensions and a list over three.</summary>
    private static string Window(int width, int rank) => rank == 3 ? $"[{Repeat(width, rank)}]" : NumberText.Of(width);

    private static string Repeat(int value, int count) => string.Join(", ", Enumerable.Repeat(NumberText.Of(value), count));

    private static string Join(IEnumerable<int> values) => string.Join(", ", values.Select(value => NumberText.Of(value)));
}
