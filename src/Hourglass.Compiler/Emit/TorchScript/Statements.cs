using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Plan;
using static Hourglass.Compiler.Emit.TorchScript.ScriptText;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>The lines of TorchScript for each primitive. <c>into</c> is the tensor that the result is written to.</summary>
internal static class Statements
{
    /// <summary>
    /// The number of ATen's type: <c>torch.int64</c> is a word of Python's library, which the compiler of TorchSharp does not load.
    /// </summary>
    private const string Int64 = "4";

    /// <summary>Channels of a block of oneDNN's where vectors have 512 bits; half as many elsewhere.</summary>
    private const int Block = 16;

    private const int FewestInBlocks = 4;

    /// <summary>Whether ATen has no operator for it that writes into a given tensor.</summary>
    public static bool AllocatesItsResult(Value value) => value.Op switch
    {
        ConvOp or ConvInputOp or ConvWeightOp => true,
        _ => IsPlaces(value) || IsOfPairs(value),
    };

    /// <summary>A view of something that does not lie together in memory, or not at all: its numbers are copied.</summary>
    public static bool IsCopied(Value value) => value.Op is ViewOp && BufferPlan.ReshapeRoot(value).Op.IsView;

    /// <summary>
    /// Whether a value is computed before its arguments have been read for the last time, although it works element by element.
    /// </summary>
    public static bool CannotRunInPlace(Value value) => value.Op is LogitsEntropyOp or TanhRootOp;

    /// <summary>How many numbers of single precision an element takes: places and classes are integers of 64 bits.</summary>
    public static int WordsPerElement(Value value) => value.Kind == ValueKind.Index ? 2 : 1;

    /// <summary>What ATen allocates while it computes a value.</summary>
    public static Temporaries TemporariesOf(Value value)
    {
        long Of(int input) => value.Inputs[input].Extent.PerExample;
        return value.Op switch
        {
            ConvOp or ConvInputOp => new(TemporariesOf(value.Inputs[0].Extent, value.Extent), value.Inputs[1].Extent.Count),
            ConvWeightOp => new(InBlocks(value.Inputs[0].Extent) + InBlocks(value.Inputs[1].Extent), 2 * value.Extent.Count),
            MaxPoolOp => new(2 * value.Extent.PerExample, 0),
            MaxPlacesOp => new(value.Extent.PerExample, 0),
            LogSumExpOp or LogFoldOp =>
                new(Of(0) + (4 * value.Extent.PerExample), value.Extent.HasRows ? 0 : 5 * value.Inputs[0].Extent.Count),
            OneHotOp => new(4 * Of(0), 0),
            PresentOp => new(Of(0), 0),
            TanhRootOp => new(FlowStatements.TanhRootTensors * value.Extent.PerExample, 0),
            StatesOp or StatesAdjointOp => RecurrentStatements.TemporariesOf(value),
            ContractOp or SinusoidsOp => AttentionStatements.TemporariesOf(value),
            DegreeMaskOp op => new(0, 8L * (op.Rows.Count + op.Columns.Count)),
            ScriptedOp op when value.Extent.HasRows => new(op.Function.Temporaries * value.Extent.PerExample, 0),
            ScriptedOp op => new(0, op.Function.Temporaries * value.Extent.Count),
            _ => default,
        };
    }

    /// <summary>What gives a tensor of its own.</summary>
    public static string Own(Value value, Func<int, string> use) => value.Op switch
    {
        MaxPlacesOp op => $"{MaxPool(value, op.Kernel, op.Rest, use(0))}[1]{(op.Output.Rank == 2 ? ".squeeze(2)" : "")}",
        RepeatOp op => $"{use(0)}.repeat({List([op.Times, .. Enumerable.Repeat(1, value.Extent.Shape.Rank)])})",
        _ => throw new InvalidOperationException($"{value.Op} has no TorchScript line."),
    };

    /// <summary>The statements that compute a value into a tensor.</summary>
    public static IReadOnlyList<string> Into(Value value, string into, Func<int, string> use)
    {
        // A result takes the size of its arguments, also where it has room for more: one of them must fill it.
        if (value.Op.IsPointwise && value.Inputs.Count > 0 && Broadcasting.Join(value.Inputs.Select(Narrow)) != value.Extent)
        {
            var narrow = use;
            use = index => index == 0 ? $"{narrow(0)}.expand_as({into})" : narrow(index);
        }

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
                return [$"torch.mul({use(0)}, {Tensor(Of(op.Factor), into)}, out={into})"];
            case ShiftOp op:
                return [$"torch.add({use(0)}, {Tensor(NumberText.Literal(op.Amount), into)}, out={into})"];
            case MapOp op:
                return [$"torch.{Map(op, use(0))}, out={into})"];
            case SlopeOp op:
                return [$"torch.{Slope(op, use(0), use(1))}, grad_input={into})"];
            case LogitsEntropyOp:
                return LogitsEntropy(value, into, use(0), use(1));
            case EntropyOp:
                return [$"torch.binary_cross_entropy({use(0)}, {use(1)}, None, 0, out={into})"];
            case EntropySlopeOp:
                return [$"torch.binary_cross_entropy_backward(torch.ones([], dtype={use(0)}.dtype, device={use(0)}.device), {use(0)}, "
                    + $"{use(1)}, None, 2, grad_input={into})"];
            case SumOp op:
                return [SumStatement.Of(value, op, into, use(0))];
            case FillOp op:
                return [$"{into}.fill_({Of(op.Factor)})"];
            case RangeOp op:
                return [$"torch.arange({NumberText.Of(op.Count)}, out={into})"];
            case UnitRowsOp op:
                return [
                    $"{into}.zero_()",
                    $"{into}.view([{NumberText.Of((int)op.Shape.Count)}, -1, {NumberText.Of((int)op.Shape.Count)}]).diagonal(0, "
                        + "0, 2).fill_(1.0)"
                ];
            case JoinOp:
                return [$"torch.cat({List(Enumerable.Range(0, value.Inputs.Count).Select(use))}, 1, out={into})"];
            case EmbedOp op:
                return [$"{into}.zero_()", $"{into}{Narrowed(op.Start, value.Inputs[0].Extent, op.Shape)}.copy_({use(0)})"];
            case RepeatOp op:
                return [$"{into}.view({List([op.Times, -1, .. value.Extent.Shape.Dimensions])}).copy_({use(0)})"];
            case FoldOp op:
                return [$"torch.sum({use(0)}.view({List([op.Times, -1, .. value.Extent.Shape.Dimensions])}), [0], out={into})"];
            case LogFoldOp op:
                return [$"torch.logsumexp({use(0)}.view({List([op.Times, -1, .. value.Extent.Shape.Dimensions])}), [0], out={into})"];
            case MaxPoolOp op:
                return [MaxPool(
                    value,
                    op.Kernel,
                    op.Rest,
                    use(0),
                    $", out={into}{(op.Output.Rank == 2 ? ".unsqueeze(2)" : "")}, indices=torch.empty([0], dtype={Int64}, "
                        + $"device={into}.device)")];
            case ScatterOp:
                return [$"{into}.zero_()", $"{into}.flatten(2).scatter_(2, {use(1)}.flatten(2), {use(0)}.flatten(2))"];
            case GatherOp:
                return [$"torch.gather({use(0)}.flatten(2), 2, {use(1)}.flatten(2), out={into}.flatten(2))"];
            case EnlargeOp op:
                return [$"torch.upsample_{Mode(op.Linear, op.Output.Rank)}({use(0)}, {Spatial(op.Output)}{(op.Linear ? ", False" : "")}, "
                    + $"out={into})"];
            case EnlargeAdjointOp op:
                return [$"torch.upsample_{Mode(op.Linear, op.Input.Rank)}_backward({use(0)}, {Spatial(value.Inputs[0].Extent.Shape)}, "
                    + $"{Sizes(value.Extent)}{(op.Linear ? ", False" : "")}, grad_input={into})"];
            case TriangleOp op:
                return [$"torch.tril({use(0)}, {NumberText.Of(op.Diagonal)}, out={into})"];
            case TriangleSolveOp { Transposed: var transposed }:
                return [$"torch.linalg_solve_triangular({use(0)}{(transposed ? ".transpose(1, 2)" : "")}, {use(1)}, "
                    + $"upper={(transposed ? "True" : "False")}, left=True, unitriangular=True, out={into})"];
            case ScriptedOp op:
                return [$"{into}.copy_({op.Function.Name}({string.Join(", ", Enumerable.Range(0, value.Inputs.Count).Select(use))}))"];
            case ViewOp:
                return [$"{into}.view({Sizes(value.Inputs[0].Extent)}).copy_({use(0)})"];
            case NormalizedExpOp op:
                return [$"torch.{(op.Log ? "_log_softmax" : "_softmax")}({use(0)}, {(value.Extent.HasRows ? 1 : 0)}, False, out={into})"];
            case LogSumExpOp:
                return [$"torch.logsumexp({use(0)}, [{(value.Extent.HasRows ? 1 : 0)}], True, out={into})"];
            case OneHotOp:
                return [
                    $"{into}.zero_()",
                    $"{into}.scatter_(1, {use(0)}.clamp_min(0).unsqueeze(1), ({use(0)} >= 0).unsqueeze(1).to({into}.dtype))"
                ];
            case TanhRootOp:
                return [$"{into}.copy_({FlowStatements.TanhRoot}({use(0)}, {use(1)}))"];
            case DegreeMaskOp op:
                return [FlowStatements.Mask(op, into)];
            case PresentOp { AnyOfRow: false }:
                return [$"torch.ge({use(0)}, 0, out={into})"];
            case PresentOp:
                return [$"{into}.copy_(({use(0)}.reshape([{use(0)}.size(0), -1]) >= 0).any(1))"];
            default:
                return [RecurrentStatements.Into(value, into, use) ?? AttentionStatements.Into(value, into, use)
                    ?? throw new InvalidOperationException($"{value.Op} has no TorchScript line.")];
        }
    }

    /// <summary>The extent of what a broadcast is written as.</summary>
    private static Extent Narrow(Value value) => value.Op is ExpandOp and not DetachOp ? Narrow(value.Inputs[0]) : value.Extent;

    /// <summary>A view, as an expression.</summary>
    public static string View(Value value, string of) => value.Op switch
    {
        ViewOp => $"{of}.reshape({Sizes(value.Extent)})",
        CutOp op => of + Narrowed(op.Start, value.Extent, value.Inputs[0].Extent.Shape),
        _ => of,
    };

    /// <summary>oneDNN reorders the maps of a convolution, computes into reordered ones, and then turns those back into a tensor.</summary>
    private static long TemporariesOf(Extent from, Extent to)
    {
        var (first, second) = (from.Shape[0] < Block ? 0 : InBlocks(from), InBlocks(to));
        return second == 0 ? first : Math.Max(second, first + second - to.PerExample);
    }

    /// <summary>Numbers of maps whose channels are in blocks, for each example; few channels stay as they are.</summary>
    private static long InBlocks(Extent maps) =>
        maps.Shape[0] < FewestInBlocks ? 0 : maps.PerExample / maps.Shape[0] * ((maps.Shape[0] + Block - 1) / Block * Block);

    /// <summary>
    /// Whether it has a number for each pair of examples, or for each example along its columns: its tensor is made where it is computed.
    /// </summary>
    public static bool IsOfPairs(Value value) => value.Extent.Column is not null && !(value.Op.IsView && !IsCopied(value));

    private static bool IsPlaces(Value value) => value is { Kind: ValueKind.Index, Op: not DataOp };

    /// <summary>
    /// log(1 + exp(a)) - x a: ATen's own operator makes two tensors of the size of the logits. Above the threshold log(1 + exp(a)) is a in
    /// any precision; the difference is exact to the last digit of a.
    /// </summary>
    private static string[] LogitsEntropy(Value value, string into, string logits, string target)
    {
        var first = value.Inputs[0].Op is ExpandOp || value.Inputs[0].Extent != value.Extent ? $"{logits}.expand_as({into})" : logits;
        return [$"torch.softplus({first}, 1.0, 40.0, out={into})", $"torch.addcmul({into}, {target}, {logits}, value=-1.0, out={into})"];
    }

    /// <summary>
    /// A number as a tensor: with a plain number, ATen's operators that write into a given tensor make one of the result's size first.
    /// </summary>
    private static string Tensor(string number, string like) => $"torch.scalar_tensor({number}, dtype={like}.dtype)";

    private static string Map(MapOp op, string x) => op.Function.Name switch
    {
        "relu" => $"clamp_min({x}, 0.0",
        "leaky_relu" => $"leaky_relu({x}, {NumberText.Literal(op.Number)}",
        "elu" => $"elu({x}, {NumberText.Literal(op.Number)}, 1.0, 1.0",
        "selu" => $"elu({x}, {NumberText.Literal(Functions.SeluAlpha)}, {NumberText.Literal(Functions.SeluScale)}, 1.0",
        "gelu" => $"gelu({x}, approximate=\"none\"",
        "softplus" => $"softplus({x}, 1.0, 20.0",

        // ATen's own slope of the digamma function is good to nine digits only.
        "polygamma" when op.Number == 1 => $"special_zeta(2.0, {x}",
        "polygamma" => $"polygamma({NumberText.Of((int)op.Number)}, {x}",
        "isfinite" => $"eq({x}, {x}",
        "nan_to_num" => $"nan_to_num({x}, {NumberText.Literal(op.Number)}",
        "ge" or "lt" or "gt" or "clamp_min" or "clamp_max" => $"{op.Function.Name}({x}, {NumberText.Literal(op.Number)}",
        var name => $"{name}({x}",
    };

    private static string Slope(SlopeOp op, string gradient, string kept) => op.Function.Name switch
    {
        "relu" => $"threshold_backward({gradient}, {kept}, 0.0",
        "leaky_relu" => $"leaky_relu_backward({gradient}, {kept}, {NumberText.Literal(op.Number)}, False",
        "elu" => $"elu_backward({gradient}, {NumberText.Literal(op.Number)}, 1.0, 1.0, False, {kept}",
        "selu" =>
            $"elu_backward({gradient}, {NumberText.Literal(Functions.SeluAlpha)}, {NumberText.Literal(Functions.SeluScale)}, "
            + $"1.0, False, {kept}",
        "gelu" => $"gelu_backward({gradient}, {kept}, approximate=\"none\"",
        "softplus" => $"softplus_backward({gradient}, {kept}, 1.0, 20.0",
        var name => $"{name}_backward({gradient}, {kept}",
    };

    /// <summary>One spatial dimension is pooled as two, the first of size 1.</summary>
    private static string MaxPool(Value value, int kernel, bool withRest, string x, string into = "")
    {
        into = (withRest ? ", ceil_mode=True" : "") + into;
        var rank = value.Inputs[0].Extent.Shape.Rank - 1;
        return rank == 1
            ? $"torch.max_pool2d_with_indices({x}.unsqueeze(2), [1, {NumberText.Of(kernel)}]{into})"
            : $"torch.max_pool{NumberText.Of(rank)}d_with_indices({x}, {Repeat(kernel, rank)}{into})";
    }

    private static string Mode(bool linear, int outputRank) => (linear, outputRank) switch
    {
        (true, 2) => "linear1d",
        (true, 3) => "bilinear2d",
        (true, _) => "trilinear3d",
        _ => $"nearest{NumberText.Of(outputRank - 1)}d",
    };

    private static string Narrowed(EquatableArray<int> start, Extent part, Shape whole) => string.Concat(Enumerable.Range(0, whole.Rank)
        .Where(i => part.Shape[i] != whole[i])
        .Select(i => $".narrow({NumberText.Of(part.HasRows ? i + 1 : i)}, {NumberText.Of(start[i])}, {NumberText.Of(part.Shape[i])})"));
}
