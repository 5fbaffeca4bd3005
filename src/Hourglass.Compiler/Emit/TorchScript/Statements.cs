using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Ir.Differentiate;
using static Hourglass.Compiler.Emit.TorchScript.ScriptText;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>The lines of TorchScript for each primitive. <c>into</c> is the tensor that the result is written to.</summary>
internal static class Statements
{
    /// <summary>Whether ATen has no operator for it that writes into a given tensor.</summary>
    public static bool IsOwn(StepValue value) => value.Op switch
    {
        ConvOp or ConvInputOp or ConvWeightOp or MaxPlacesOp or EnlargeOp or EnlargeAdjointOp or ScatterOp or GatherOp => true,
        RepeatOp => value.Inputs[0].Op is MaxPlacesOp,
        _ => false,
    };

    /// <summary>What gives a tensor of its own.</summary>
    public static string Own(StepValue value, Func<int, string> use) => value.Op switch
    {
        ConvOp op => Convolution(op.Sizes, use(0), use(1), "None"),
        ConvInputOp op => Transposed(op.Sizes, use(0), use(1), "None"),
        ConvWeightOp op =>
            $"torch.convolution_backward({use(1)}, {use(0)}, torch.empty({List(op.Sizes.Weights.Dimensions)}, dtype={use(0)}.dtype, device={use(0)}.device), None, {Repeat(op.Sizes.Stride, op.Sizes.Rank)}, {List(op.Sizes.Padding)}, {Repeat(1, op.Sizes.Rank)}, False, {Repeat(0, op.Sizes.Rank)}, 1, [False, True, False])[1]",
        MaxPlacesOp op => $"{MaxPool(value, op.Kernel, use(0))}[1]{Squeezed(op.Output.Rank)}",
        ScatterOp op => Scatter(value, op, use(0), use(1)),
        GatherOp => $"torch.gather({use(0)}.flatten(2), 2, {use(1)}.flatten(2)).view_as({use(1)})",
        EnlargeOp op => $"torch.upsample_{Mode(op.Linear, op.Output.Rank)}({use(0)}, {Spatial(op.Output)}{(op.Linear ? ", False" : "")})",
        EnlargeAdjointOp op => $"torch.upsample_{Mode(op.Linear, op.Input.Rank)}_backward({use(0)}, {Spatial(value.Inputs[0].Extent.Shape)}, {Sizes(value.Extent)}{(op.Linear ? ", False" : "")})",
        RepeatOp op => $"{use(0)}.repeat({List([op.Times, .. Enumerable.Repeat(1, value.Extent.Shape.Rank)])})",
        _ => throw new InvalidOperationException($"{value.Op} has no TorchScript line."),
    };

    /// <summary>The statements that compute a value into a tensor.</summary>
    public static IReadOnlyList<string> Into(StepValue value, string into, Func<int, string> use)
    {
        switch (value.Op)
        {
            case PlusOp:
                return [$"torch.add({use(0)}, {use(1)}, out={into})"];
            case MinusOp:
                return [$"torch.sub({use(0)}, {use(1)}, out={into})"];
            case TimesOp:
                return [$"torch.mul({use(0)}, {use(1)}, out={into})"];
            case OverOp:
                return [$"torch.div({use(0)}, {use(1)}, out={into})"];
            case ScaleOp op:
                return [$"torch.mul({use(0)}, {Of(op.Factor)}, out={into})"];
            case ShiftOp op:
                return [$"torch.add({use(0)}, {Float(op.Amount)}, out={into})"];
            case MapOp op:
                return [$"torch.{Map(op, use(0))}, out={into})"];
            case SlopeOp op:
                return [$"torch.{Slope(op, use(0), use(1))}, grad_input={into})"];
            case LogitsEntropyOp:
                return [$"{into}.copy_(torch.binary_cross_entropy_with_logits({use(0)}, {use(1)}, None, None, 0))"];
            case EntropyOp:
                return [$"{into}.copy_(torch.binary_cross_entropy({use(0)}, {use(1)}, None, 0))"];
            case EntropySlopeOp:
                return [$"torch.binary_cross_entropy_backward(torch.ones([], dtype={use(0)}.dtype, device={use(0)}.device), {use(0)}, {use(1)}, None, 2, grad_input={into})"];
            case MatMulOp op:
                return [$"torch.mm({use(0)}{T(op.TransposeLeft)}, {use(1)}{T(op.TransposeRight)}, out={into})"];
            case SumOp op:
                return [Sum(value, op, into, use(0))];
            case FillOp op:
                return [$"{into}.fill_({Of(op.Factor)})"];
            case UnitRowsOp op:
                return [$"{into}.view([-1, {NumberText.Of((int)op.Shape.Count)}]).copy_(torch.eye({NumberText.Of((int)op.Shape.Count)}, dtype={into}.dtype, device={into}.device).repeat_interleave(n, 0))"];
            case JoinOp:
                return [$"torch.cat({List(Enumerable.Range(0, value.Inputs.Count).Select(use))}, 1, out={into})"];
            case EmbedOp op:
                return [$"{into}.zero_()", $"{into}{Narrowed(op.Start, value.Inputs[0].Extent.Shape, op.Shape)}.copy_({use(0)})"];
            case RepeatOp op:
                return [$"{into}.view({List([op.Times, -1, .. value.Extent.Shape.Dimensions])}).copy_({use(0)})"];
            case FoldOp op:
                return [$"torch.sum({use(0)}.view({List([op.Times, -1, .. value.Extent.Shape.Dimensions])}), [0], out={into})"];
            case MaxPoolOp op:
                return [$"{into}.copy_({MaxPool(value, op.Kernel, use(0))}[0]{Squeezed(op.Output.Rank)})"];
            case NormalizedExpOp op:
                return [$"torch.{(op.Log ? "_log_softmax" : "_softmax")}({use(0)}, 1, False, out={into})"];
            case OneHotStepOp:
                return [$"{into}.zero_()", $"{into}.scatter_(1, {use(0)}.clamp_min(0).unsqueeze(1), ({use(0)} >= 0).unsqueeze(1).to({into}.dtype))"];
            case PresentOp { AnyOfRow: false }:
                return [$"torch.ge({use(0)}, 0, out={into})"];
            case PresentOp:
                return [$"{into}.copy_(({use(0)}.reshape([{use(0)}.size(0), -1]) >= 0).any(1))"];
            default:
                throw new InvalidOperationException($"{value.Op} has no TorchScript line.");
        }
    }

    /// <summary>A view, as an expression.</summary>
    public static string View(StepValue value, string of) => value.Op switch
    {
        ViewOp => $"{of}.reshape({Sizes(value.Extent)})",
        CutOp op => of + Narrowed(op.Start, op.Shape, value.Inputs[0].Extent.Shape),
        _ => of,
    };

    /// <summary>A convolution.</summary>
    public static string Convolution(ConvSizes sizes, string x, string weight, string bias) =>
        $"torch.conv{NumberText.Of(sizes.Rank)}d({x}, {weight}, {bias}, {Repeat(sizes.Stride, sizes.Rank)}, {List(sizes.Padding)})";

    /// <summary>A transposed convolution.</summary>
    public static string Transposed(ConvSizes sizes, string x, string weight, string bias) =>
        $"torch.conv_transpose{NumberText.Of(sizes.Rank)}d({x}, {weight}, {bias}, {Repeat(sizes.Stride, sizes.Rank)}, {List(sizes.Padding)}, {List(sizes.Skipped)})";

    /// <summary>A matrix product added to something.</summary>
    public static string Added(string addend, MatMulOp op, string left, string right, string into) =>
        $"torch.addmm({addend}, {left}{T(op.TransposeLeft)}, {right}{T(op.TransposeRight)}, out={into})";

    private static string T(bool transposed) => transposed ? ".t()" : "";

    private static string Map(MapOp op, string x) => op.Function.Name switch
    {
        "relu" => $"clamp_min({x}, 0.0",
        "leaky_relu" => $"leaky_relu({x}, {Float(op.Number)}",
        "elu" => $"elu({x}, {Float(op.Number)}, 1.0, 1.0",
        "selu" => $"elu({x}, {Float(Functions.SeluAlpha)}, {Float(Functions.SeluScale)}, 1.0",
        "gelu" => $"gelu({x}, approximate=\"none\"",
        "softplus" => $"softplus({x}, 1.0, 20.0",
        "ge" or "lt" or "gt" or "clamp_min" or "clamp_max" => $"{op.Function.Name}({x}, {Float(op.Number)}",
        var name => $"{name}({x}",
    };

    private static string Slope(SlopeOp op, string gradient, string kept) => op.Function.Name switch
    {
        "relu" => $"threshold_backward({gradient}, {kept}, 0.0",
        "leaky_relu" => $"leaky_relu_backward({gradient}, {kept}, {Float(op.Number)}, False",
        "elu" => $"elu_backward({gradient}, {Float(op.Number)}, 1.0, 1.0, False, {kept}",
        "selu" => $"elu_backward({gradient}, {Float(Functions.SeluAlpha)}, {Float(Functions.SeluScale)}, 1.0, False, {kept}",
        "gelu" => $"gelu_backward({gradient}, {kept}, approximate=\"none\"",
        "softplus" => $"softplus_backward({gradient}, {kept}, 1.0, 20.0",
        var name => $"{name}_backward({gradient}, {kept}",
    };

    /// <summary>Dimensions of size 1 that the sum leaves are dropped while summing, as a tensor without rows has no place for them.</summary>
    private static string Sum(StepValue value, SumOp op, string into, string x)
    {
        var (from, to) = (value.Inputs[0].Extent, op.Extent);
        var lead = from.HasRows ? 1 : 0;
        var missing = from.Shape.Rank - to.Shape.Rank;
        var summed = Enumerable.Range(0, from.Shape.Rank).Where(i => i < missing || (to.Shape[i - missing] == 1 && from.Shape[i] != 1)).Select(i => i + lead);
        if (from.HasRows && !to.HasRows)
        {
            summed = summed.Prepend(0);
        }

        var dimensions = summed.ToArray();
        if (missing == 0 && from.HasRows == to.HasRows)
        {
            return $"torch.sum({x}, {List(dimensions)}, True, out={into})";
        }

        var rest = Enumerable.Range(0, from.Shape.Rank).Where(i => !dimensions.Contains(i + lead)).Select(i => from.Shape[i]).ToArray();
        var target = rest.SequenceEqual(to.Shape.Dimensions) && from.HasRows != to.HasRows ? into : rest.Length == to.Shape.Rank && !to.HasRows ? into : $"{into}.view({List(rest)})";
        return $"torch.sum({x}, {List(dimensions)}, out={target})";
    }

    /// <summary>One spatial dimension is pooled as two, the first of size 1.</summary>
    private static string MaxPool(StepValue value, int kernel, string x)
    {
        var rank = value.Inputs[0].Extent.Shape.Rank - 1;
        return rank == 1
            ? $"torch.max_pool2d_with_indices({x}.unsqueeze(2), [1, {NumberText.Of(kernel)}])"
            : $"torch.max_pool{NumberText.Of(rank)}d_with_indices({x}, {Repeat(kernel, rank)})";
    }

    private static string Squeezed(int outputRank) => outputRank == 2 ? ".squeeze(2)" : "";

    private static string Scatter(StepValue value, ScatterOp op, string x, string places) =>
        $"torch.zeros({Sizes(value.Extent)}, dtype={x}.dtype, device={x}.device).flatten(2).scatter_(2, {places}.flatten(2), {x}.flatten(2)).view({Sizes(value.Extent)})";

    private static string Mode(bool linear, int outputRank) => linear ? "bilinear2d" : $"nearest{NumberText.Of(outputRank - 1)}d";

    private static string Narrowed(EquatableArray<int> start, Shape part, Shape whole) => string.Concat(Enumerable.Range(0, part.Rank)
        .Where(i => part[i] != whole[i])
        .Select(i => $".narrow({NumberText.Of(i + 1)}, {NumberText.Of(start[i])}, {NumberText.Of(part[i])})"));
}
