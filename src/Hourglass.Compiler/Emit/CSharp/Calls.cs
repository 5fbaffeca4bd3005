using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Methods;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Catalogue.Terms;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// The named calls that have a text in C#: functions of TorchSharp, layers, helpers of the runtime. All others are written out.
/// </summary>
internal static class Calls
{
    private static readonly Dictionary<string, Func<EmitContext, Value, string[], string>> Texts = new(StringComparer.Ordinal)
    {
        ["layer"] = LayerCall,
        [Flow.ForwardCall] = (context, value, args) => $"{context.PathOf(CallOf(value).Layer!)}.Forward({args[0]})",
        [Flow.InverseCall] = (context, value, args) => $"{context.PathOf(CallOf(value).Layer!)}.Inverse({args[0]})",
        ["batch_norm"] = (
            context,
            value,
            args) => $"RunningStatistics.Normalise({context.PathOf(CallOf(value).Layer!)}, {args[0]}, training)",
        ["nearest_code"] = (context, value, args) => $"{context.PathOf(CallOf(value).Layer!)}.Nearest({args[0]})",
        [ExternCall.Stage] = (_, value, args) => ExternEmitter.StageText(value, args[0]),
        [ExternCall.Term] = ExternEmitter.TermText,
        ["codes"] = (context, value, args) =>
            $"{context.PathOf(CallOf(value).Layer!)}.Codes({string.Join(", ", args)}, training)",
        [RecurrentStage.Call] = Recurrent,
        [Attention.Call] = (context, value, args) => $"SelfAttention.Of({context.PathOf(CallOf(value).Layer!)}, {args[0]}"
            + $"{((bool)CallOf(value).Arguments[1] ? ", causal: true" : "")})",
        [Tile.Call] = (_, value, args) => $"{args[0]}.unsqueeze(1).repeat(1, {NumberText.Of(value.Shape[0])}, 1)",
        ["linear_transposed"] = (_, _, args) => $"nn.functional.linear({args[0]}, {args[1]}.t(), {args[2]})",
        ["conv_transpose"] = ConvTranspose,
        ["avg_pool"] = AveragePool,
        [GaussianWindow.Call] = (_, value, args) => $"GaussianWindow.Means({args[0]}, {NumberText.Of((int)CallOf(value).Arguments[0])})",
        ["log_sigmoid"] = (_, _, args) => $"nn.functional.logsigmoid({args[0]})",
        ["dropout"] = (_, value, args) => Corruption("Dropout", value, args),
        ["gaussian"] = (_, value, args) => Corruption("Gaussian", value, args),
        ["mask"] = (_, value, args) => Corruption("Mask", value, args),
        ["salt"] = (_, value, args) => Corruption("Salt", value, args),
        ["jacobian_norm"] = (_, _, args) => $"Jacobian.SquaredNorm({string.Join(", ", args)})",
        [DirectionCosine.Call] = (_, _, args) => $"DirectionCosine.Of({args[0]}, "
            + $"[{string.Join(", ", args.Skip(1).Take(args.Length / 2))}], [{string.Join(", ", args.Skip(1 + (args.Length / 2)))}])",
        [CriticPenalty.Call] = (_, _, args) => $"Jacobian.Norms({args[0]}, {args[1]})",
        ["signs"] = (_, _, args) => $"Jacobian.Signs({args[0]})",
        ["nll_of_logarithms"] = (_, _, args) => $"Labels.NegativeLogarithms({args[0]}, {args[1]})",
        ["examples"] = (_, _, args) => $"torch.full([], {args[0]}.size(0), dtype: WeightType, device: WeightDevice)",
        ["each_class"] = (_, value, args) => $"Labels.EachClass({args[0]}, {NumberText.Of(value.Shape[0])}, WeightType)",
        ["examples_with_classes"] = (_, _, args) => $"Labels.CountExamples({args[0]})",
        ["tilted_uniform_partition"] = (_, _, args) => $"ContinuousBernoulli.LogPartition({args[0]})",
        ["tilted_uniform_mean"] = (_, _, args) => $"ContinuousBernoulli.MeanOf({args[0]})",
        ["tilted_uniform_quantile"] = (_, _, args) => $"ContinuousBernoulli.Quantile({args[0]}, {args[1]})",
        ["elements_with_classes"] = (_, _, args) => $"Labels.CountElements({args[0]})",
    };

    /// <summary>
    /// Functions of <c>nn.functional</c> that give an error for each element, and their sum or mean where that is asked of them.
    /// </summary>
    private static readonly Dictionary<string, string> Losses = new(StringComparer.Ordinal)
    {
        ["squared_error"] = "mse_loss",
        ["absolute_error"] = "l1_loss",
        ["class_cross_entropy"] = "cross_entropy",
    };

    /// <summary>Whether a call has a text.</summary>
    public static bool Knows(string name) => Texts.ContainsKey(name) || Losses.ContainsKey(name);

    /// <summary>The text of a call that has one.</summary>
    public static string Text(EmitContext context, Value value, string[] arguments) =>
        Texts.TryGetValue(CallOf(value).Name, out var text) ? text(context, value, arguments) : Loss(context, value, arguments, "None");

    /// <summary>The loss function that gives a value's elements, or null.</summary>
    public static string? LossOf(Value value) => value.Op switch
    {
        CallOp call => Losses.TryGetValue(call.Name, out var name) ? name : null,
        LogitsEntropyOp => "binary_cross_entropy_with_logits",
        EntropyOp => "binary_cross_entropy",
        _ => null,
    };

    /// <summary>A loss function with a reduction; the mean is what it gives by itself.</summary>
    public static string Loss(EmitContext context, Value value, string[] arguments, string reduction)
    {
        var missing = value.Op is CallOp && MayMiss(context, value.Inputs[1]) ? ", ignore_index: -1" : "";
        return $"nn.functional.{LossOf(value)}({string.Join(", ", arguments)}{missing}"
            + $"{(reduction == "Mean" ? "" : $", reduction: nn.Reduction.{reduction}")})";
    }

    private static CallOp CallOf(Value value) => (CallOp)value.Op;

    private static bool MayMiss(EmitContext context, Value classes) => classes.Op switch
    {
        DataOp { Classes: true } data => context.Model.FindData(data.Field)!.Optional,
        RepeatOp => MayMiss(context, classes.Inputs[0]),
        _ => false,
    };

    private static string Corruption(string method, Value value, string[] args) =>
        $"Corruption.{method}({args[0]}, {NumberText.Literal((double)CallOf(value).Arguments[0])}, {args[1]})";

    private static string LayerCall(EmitContext context, Value value, string[] args)
    {
        var layer = CallOf(value).Layer!;
        if (layer.Definition is not ConvTransposeLayer conv || !conv.OutputPadding.Distinct().Skip(1).Any())
        {
            return $"{context.PathOf(layer)}.call({args[0]})";
        }

        // The module takes one number for all dimensions.
        var (weight, bias) = ($"{context.PathOf(layer)}.weight!", conv.Bias ? $"{context.PathOf(layer)}.bias!" : "null");
        return $"nn.functional.conv_transpose{NumberText.Of(conv.Window.Rank)}d({args[0]}, {weight}, {bias}, "
            + $"{Strides(conv.Window, conv.OutputPadding)})";
    }

    /// <summary>The states alone: the module gives the last ones, too. Its steps are along the second dimension.</summary>
    private static string Recurrent(EmitContext context, Value value, string[] args)
    {
        var flip = (bool)CallOf(value).Arguments[1] ? ".flip(1)" : "";
        return $"{context.PathOf(CallOf(value).Layer!)}.call({args[0]}{flip}).Item1{flip}";
    }

    private static string ConvTranspose(EmitContext context, Value value, string[] args)
    {
        var (sizes, extra) = ((ConvSizes)CallOf(value).Arguments[0], (EquatableArray<int>)CallOf(value).Arguments[1]);
        return $"nn.functional.conv_transpose{NumberText.Of(sizes.Rank)}d({string.Join(", ", args)}, "
            + $"{Strides(sizes.Window, extra)})";
    }

    private static string Strides(ConvWindow window, EquatableArray<int> extra)
    {
        string Of(EquatableArray<int> numbers) => window.Rank == 1 ? Numbers.List(numbers) : $"[{Numbers.List(numbers)}]";
        return $"stride{(window.Rank == 1 ? "" : "s")}: {Of(window.Stride)}, padding: {Of(window.Padding)}, output_padding: {Of(extra)}"
            + (window.Dilation.All(step => step == 1) ? "" : $", dilation: {Of(window.Dilation)}")
            + (window.Groups == 1 ? "" : $", groups: {NumberText.Of(window.Groups)}");
    }

    private static string AveragePool(EmitContext context, Value value, string[] args)
    {
        var (kernel, rest) = ((int)CallOf(value).Arguments[0], (bool)CallOf(value).Arguments[1]);
        return PoolText("avg", value.Shape.Rank - 1, kernel, rest, args[0]);
    }

    /// <summary>A pool over windows without overlap.</summary>
    public static string PoolText(string kind, int rank, int kernel, bool rest, string x) =>
        $"nn.functional.{kind}_pool{NumberText.Of(rank)}d({x}, "
        + $"{(rank == 3 ? $"[{Numbers.List(Enumerable.Repeat(kernel, rank))}]" : NumberText.Of(kernel))}"
        + $"{(rest ? ", ceil_mode: true" : "")})";
}
