using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes values as C# expressions: operators, methods of tensors, named calls.</summary>
/// <param name="context">The model.</param>
/// <param name="use">The expression of an input, for a user of it.</param>
/// <param name="isInlined">Whether an input is written where its user is.</param>
internal sealed class ExpressionText(EmitContext context, Func<Value, Value, Code> use, Func<Value, Value, bool> isInlined)
    : ArithmeticText(use, isInlined)
{
    /// <summary>The expression of a value.</summary>
    public Code Of(Value value)
    {
        string Arg(int index) => Use(value, value.Inputs[index]).Text;
        string Receiver(int index) => Use(value, value.Inputs[index]).Receiver;
        return value.Op switch
        {
            _ when Arithmetic(value) is { } code => code,
            SelectOp { Selector: Selector.Encoded } => new(
                $"{Use(value, value.Inputs[0]).At(Level.Additive)} ?? {Use(value, value.Inputs[1]).At(Level.Additive)}", Level.Conditional),
            SelectOp op => new(
                $"{Condition(op)} ? {Use(value, value.Inputs[0]).At(Level.Additive)} : "
                + $"{Use(value, value.Inputs[1]).At(Level.Additive)}",
                Level.Conditional),
            SumOp => Code.Primary(Reduced(value, "sum")),
            _ => Code.Primary(value.Op switch
            {
                CallOp => Calls.Text(context, value, Arguments(value)),
                LogitsEntropyOp or EntropyOp => Calls.Loss(context, value, Arguments(value), "None"),
                MapOp op => Map(op, value),
                WeightOp op => context.ParameterOf(op.Key),
                FillOp op =>
                    $"torch.full({(value.Shape.Rank == 0 ? "[]" : $"[{Numbers.List(value.Shape.Dimensions)}]")}, "
                    + $"{NumberText.Literal(op.Factor.Number)}, dtype: WeightType, device: WeightDevice)",
                RangeOp op => $"torch.arange({NumberText.Of(op.Count)}, dtype: WeightType, device: WeightDevice)",
                SinusoidsOp op => $"Sinusoids.Table({NumberText.Of(op.Steps)}, {NumberText.Of(op.Width)}, WeightType, WeightDevice)",
                DrawOp op => Draw(value, op),
                OneHotOp op => $"Labels.OneHot({Arg(0)}, {NumberText.Of(op.Classes)}, WeightType)",
                PresentOp op => $"Labels.Present({Arg(0)}, WeightType{(op.AnyOfRow ? "" : ", ofExamples: false")})",
                AliasOp => $"{Receiver(0)}.alias()",
                NormalizedExpOp op =>
                    $"nn.functional.{(op.Log ? "log_softmax" : "softmax")}({Arg(0)}, {(value.Extent.HasRows ? 1 : 0)})",
                LogSumExpOp => $"{Receiver(0)}.logsumexp({(value.Extent.HasRows ? 1 : 0)}, keepdim: true)",
                MatMulOp op =>
                    $"{Receiver(0)}{(op.TransposeLeft ? ".t()" : "")}.matmul({Use(value, value.Inputs[1]).Receiver}"
                    + $"{(op.TransposeRight ? ".t()" : "")})",
                DetachOp => $"{Receiver(0)}.detach()",
                ScriptedOp op =>
                    $"ScriptedFunction.Call({ScriptsEmitter.NameOf(op.Function)}, {XmlText.Literal(op.Function.Name)}, "
                    + $"{string.Join(", ", Arguments(value))})",
                SlopeOp op => SlopeText.Of(op, Use(value, value.Inputs[0]), Use(value, value.Inputs[1])),
                ViewOp => View(value),
                JoinOp => $"torch.cat([{string.Join(", ", Arguments(value))}], 1)",
                CutOp op => Receiver(0) + BlockText.Narrowed(op, value.Inputs[0].Shape),
                EmbedOp op => $"nn.functional.pad({Arg(0)}, [{BlockText.Borders(op, value.Inputs[0].Shape)}])",
                TriangleOp op => $"{Receiver(0)}.tril({NumberText.Of(op.Diagonal)})",
                TriangleSolveOp { Transposed: false } =>
                    $"torch.linalg.solve_triangular({Arg(0)}, {Arg(1)}, upper: false, unitriangular: true)",
                RepeatOp op =>
                    $"{Receiver(0)}.repeat({NumberText.Of(op.Times)}{string.Concat(Enumerable.Repeat(", 1", value.Shape.Rank))})",
                FoldOp op => $"{Receiver(0)}.reshape({Numbers.List([op.Times, -1, .. value.Shape.Dimensions])}).sum(0L)",
                LogFoldOp op => $"{Receiver(0)}.reshape({Numbers.List([op.Times, -1, .. value.Shape.Dimensions])}).logsumexp(0)",
                MaxPlacesOp op => BlockText.Places(op, Arg(0)),
                ScatterOp op => BlockText.Unpooled(op, Arg(0), Arg(1)),
                MaxPoolOp op => Calls.PoolText("max", value.Shape.Rank - 1, op.Kernel, op.Rest, Arg(0)),
                EnlargeOp op =>
                    $"nn.functional.interpolate({Arg(0)}, size: [{Numbers.List(op.Output.Spatial)}], mode: {BlockText.ModeOf(op)})",
                _ => throw new InvalidOperationException($"{value.Op} has no C# line."),
            }),
        };
    }

    private static string Condition(SelectOp select) => (select.Selector == Selector.Training ? "training" : "draw")
        + (select.Phase is { } phase ? $" && Phase == {XmlText.Literal(phase)}" : "");

    private string[] Arguments(Value value) => [.. value.Inputs.Select(input => Use(value, input).Text)];

    protected override string RowsOf(Code rows) => $"{rows.Receiver}.size(0)";

    /// <summary>A sum or a mean: over everything, or along some axes, which stay with the size 1 unless it has no room for them.</summary>
    protected override string Reduced(Value sum, string method)
    {
        var x = sum.Inputs[0];
        if (sum.Extent == Extent.Scalar)
        {
            return Calls.LossOf(x) is not null && IsInlined(sum, x)
                ? Calls.Loss(context, x, Arguments(x), method == "sum" ? "Sum" : "Mean")
                : $"{Use(sum, x).Receiver}.{method}()";
        }

        var (axes, keeps) = AxesOf(sum);
        return $"{Use(sum, x).Receiver}.{method}({Axes(axes, method)}{(keeps ? ", keepdim: true" : "")})";
    }

    /// <summary>A plain 0 would be taken for a type.</summary>
    private static string Axes(IReadOnlyList<int> axes, string method) => (method, axes) switch
    {
        (_, { Count: > 1 }) => $"[{Numbers.List(axes)}]",
        ("sum", [0]) => "0L",
        ("sum", [var axis]) => NumberText.Of(axis),
        _ => $"[{NumberText.Of(axes[0])}L]",
    };

    private string View(Value value)
    {
        var input = value.Inputs[0];
        if (input.Op is SumOp && IsInlined(value, input) && AxesOf(input) is { Keeps: true } kept)
        {
            var lead = input.Extent.HasRows ? 1 : 0;
            var left = input.Inputs[0].Shape.Dimensions.Where((_, i) => !kept.Axes.Contains(i + lead));
            if (left.SequenceEqual(value.Shape.Dimensions) && value.Extent.Rows == input.Extent.Rows)
            {
                return $"{Use(input, input.Inputs[0]).Receiver}.sum({Axes(kept.Axes, "sum")})";
            }
        }

        if (input.Op is LogSumExpOp && IsInlined(value, input) && value.Shape.Rank == input.Shape.Rank + (input.Extent.HasRows ? -1 : -2))
        {
            return $"{Use(input, input.Inputs[0]).Receiver}.logsumexp({(input.Extent.HasRows ? 1 : 0)})";
        }

        if (input.Op is CutOp cut && IsInlined(value, input) && BlockText.IsSlice(cut, input.Inputs[0].Shape, value.Shape))
        {
            return $"{Use(input, input.Inputs[0]).Receiver}.select(1, {NumberText.Of(cut.Start[0])})";
        }

        var x = Use(value, input).Receiver;
        return value.Extent.HasRows
            ? Reshaped(value, x)
            : $"{x}.reshape({Numbers.List(value.Shape.Dimensions.Select((size, i) => i == value.Extent.Column ? -1 : size))})";
    }

    private string Map(MapOp op, Value value)
    {
        var x = Use(value, value.Inputs[0]);
        var inner = value.Inputs[0];
        return op.Function.Name switch
        {
            "exp" or "sigmoid" or "tanh" => $"torch.{op.Function.Name}({x})",
            "ge" or "lt" or "gt" => $"{x.Receiver}.{op.Function.Name}({NumberText.Plain(op.Number)}).to_type(WeightType)",
            "isfinite" => $"{x.Receiver}.isfinite().to_type(WeightType)",
            "nan_to_num" => $"{x.Receiver}.nan_to_num({NumberText.Plain(op.Number)})",
            "clamp_max" when inner.Op is MapOp { Function.Name: "clamp_min", Number: var least } && IsInlined(value, inner) =>
                $"{Use(inner, inner.Inputs[0]).Receiver}.clamp({NumberText.Plain(least)}, {NumberText.Plain(op.Number)})",
            "clamp_min" or "clamp_max" => $"{x.Receiver}.{op.Function.Name}({NumberText.Plain(op.Number)})",
            "elu" or "leaky_relu" => $"nn.functional.{op.Function.Name}({x}, {NumberText.Literal(op.Number)})",
            "square" or "log" or "log1p" or "expm1" or "abs" or "sign" or "sqrt" or "rsqrt" or "lgamma" =>
                $"{x.Receiver}.{op.Function.Name}()",
            "digamma" => $"GammaFunctions.Digamma({x})",
            "polygamma" => $"GammaFunctions.Polygamma({NumberText.Of((int)op.Number)}, {x})",
            var function => $"nn.functional.{function}({x})",
        };
    }

    private string Draw(Value value, DrawOp op)
    {
        var like = value.Inputs[0];
        if (!op.Extent.HasRows)
        {
            return $"Noise.{op.Kind}({NumberText.Of(op.Site)}, {Use(value, like)}, shape: [{Numbers.List(op.Extent.Shape.Dimensions)}])";
        }

        var repeats = op.Extent.Rows / like.Extent.Rows;
        return $"Noise.{op.Kind}({NumberText.Of(op.Site)}, "
            + $"{Use(value, like)}{(repeats == 1 ? "" : $", repeats: {NumberText.Of(repeats)}")})";
    }
}
