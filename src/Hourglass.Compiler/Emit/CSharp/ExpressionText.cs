using System.Text;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes values as C# expressions: operators, methods of tensors, named calls.</summary>
/// <param name="context">The model.</param>
/// <param name="use">The expression of an input, for a user of it.</param>
/// <param name="isInlined">Whether an input is written where its user is.</param>
internal sealed class ExpressionText(EmitContext context, Func<Value, Value, Code> use, Func<Value, Value, bool> isInlined)
{
    /// <summary>The expression of a value.</summary>
    public Code Of(Value value)
    {
        string Arg(int index) => use(value, value.Inputs[index]).Text;
        string Receiver(int index) => use(value, value.Inputs[index]).Receiver;
        return value.Op switch
        {
            PlusOp or MinusOp => SumOf(value),
            TimesOp => new($"{Operand(value, 0).At(Level.Multiplicative)} * {Operand(value, 1).At(Level.Unary)}", Level.Multiplicative),
            OverOp => new($"{Operand(value, 0).At(Level.Multiplicative)} / {Operand(value, 1).At(Level.Unary)}", Level.Multiplicative),
            ScaleOp op => Scaled(value, op.Factor),
            ShiftOp op => Shifted(value, op.Amount),
            SelectOp { Selector: Selector.Encoded } => new(
                $"{use(value, value.Inputs[0]).At(Level.Additive)} ?? {use(value, value.Inputs[1]).At(Level.Additive)}", Level.Conditional),
            SelectOp op => new(
                $"{Condition(op)} ? {use(value, value.Inputs[0]).At(Level.Additive)} : "
                + $"{use(value, value.Inputs[1]).At(Level.Additive)}",
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
                    $"{Receiver(0)}{(op.TransposeLeft ? ".t()" : "")}.matmul({use(value, value.Inputs[1]).Receiver}"
                    + $"{(op.TransposeRight ? ".t()" : "")})",
                DetachOp => $"{Receiver(0)}.detach()",
                ScriptedOp op =>
                    $"ScriptedFunction.Call({ScriptsEmitter.NameOf(op.Function)}, {XmlText.Literal(op.Function.Name)}, "
                    + $"{string.Join(", ", Arguments(value))})",
                SlopeOp op => SlopeText.Of(op, use(value, value.Inputs[0]), use(value, value.Inputs[1])),
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

    private string[] Arguments(Value value) => [.. value.Inputs.Select(input => use(value, input).Text)];

    /// <summary>An operand of arithmetic; a number is one.</summary>
    private Code Operand(Value user, int index) => user.Inputs[index] is { Op: FillOp { Factor: { IsNumber: true } number } }
        ? Code.Primary(NumberText.Plain(number.Number))
        : use(user, user.Inputs[index]);

    /// <summary>A sum of any length, written from left to right; no stack grows with it.</summary>
    private Code SumOf(Value value)
    {
        var spine = new Stack<Value>();
        var at = value;
        while (at.Op is PlusOp or MinusOp)
        {
            spine.Push(at);
            if (!(at.Inputs[0].Op is PlusOp or MinusOp && isInlined(at, at.Inputs[0])))
            {
                break;
            }

            at = at.Inputs[0];
        }

        var text = new StringBuilder(Operand(spine.Peek(), 0).At(Level.Additive));
        foreach (var sum in spine)
        {
            var (minus, summand) = Summand(sum);
            text.Append(minus == sum.Op is MinusOp ? " + " : " - ").Append(summand);
        }

        return new Code(text.ToString(), Level.Additive);
    }

    /// <summary>The second summand without its sign, and whether that is negative.</summary>
    private (bool Minus, string Text) Summand(Value sum)
    {
        var right = sum.Inputs[1];
        return right.Op is ScaleOp { Factor: var factor } && factor.Number < 0 && isInlined(sum, right)
            ? (true, Scaled(right, factor * -1).At(Level.Multiplicative))
            : (false, Operand(sum, 1).At(Level.Multiplicative));
    }

    private Code Shifted(Value value, double amount)
    {
        var input = value.Inputs[0];
        if (input.Op is ScaleOp { Factor: var factor } && factor.Number < 0 && amount > 0 && isInlined(value, input))
        {
            return new Code($"{NumberText.Plain(amount)} - {Scaled(input, factor * -1).At(Level.Multiplicative)}", Level.Additive);
        }

        return new Code(
            $"{use(value, input).At(Level.Additive)} {(amount < 0 ? "-" : "+")} {NumberText.Plain(Math.Abs(amount))}",
            Level.Additive);
    }

    /// <summary>A multiple; of a sum, the mean where the factor is one over what was added.</summary>
    private Code Scaled(Value value, Factor factor)
    {
        var input = value.Inputs[0];
        if (input.Op is SumOp && isInlined(value, input) && IsMean(input, factor))
        {
            return Code.Primary(Reduced(input, "mean"));
        }

        if (input.Op is SumOp && isInlined(value, input) && IsMean(input, factor * -1))
        {
            return new Code($"-{Reduced(input, "mean")}", Level.Unary);
        }

        var rows = factor.RowsPower > 0 ? RowsBehind(input) : null;
        var number = factor.Number * Math.Pow(rows?.Extent.Rows ?? 1, factor.RowsPower);
        if (Math.Abs(number - Math.Round(number, 12)) < 1e-15)
        {
            number = Math.Round(number, 12);
        }

        var inner = number switch
        {
            1 => use(value, input),
            -1 => new Code($"-{use(value, input).At(Level.Unary)}", Level.Unary),
            _ => new Code($"{NumberText.Plain(number)} * {use(value, input).At(Level.Unary)}", Level.Multiplicative),
        };
        return rows is null
            ? inner
            : new Code(
                $"{inner.At(Level.Multiplicative)}"
                + $"{string.Concat(Enumerable.Repeat($" / {use(value, rows).Receiver}.size(0)", factor.RowsPower))}",
                Level.Multiplicative);
    }

    private static bool IsMean(Value sum, Factor factor)
    {
        var (from, to) = (sum.Inputs[0].Extent, sum.Extent);
        var over = (double)from.Count / to.Count * (from.HasRows && !to.HasRows ? from.Rows : 1);
        return factor.Weights.Count == 0
            && factor.RowsPower == from.BatchAxes - to.BatchAxes
            && Math.Abs((factor.Number * over) - 1) < 1e-14;
    }

    /// <summary>The first value with rows that has a name where this one is written.</summary>
    private Value RowsBehind(Value value)
    {
        var inner = value.Inputs[0];
        var user = value;
        while (isInlined(user, inner) || !inner.Extent.HasRows)
        {
            var next = inner.Inputs.FirstOrDefault(input => input.Extent.HasRows)
                ?? throw new InvalidOperationException($"{value} has no rows.");
            (user, inner) = (inner, next);
        }

        return inner;
    }

    /// <summary>A sum or a mean: over everything, or along some axes, which stay with the size 1 unless it has no room for them.</summary>
    private string Reduced(Value sum, string method)
    {
        var x = sum.Inputs[0];
        if (sum.Extent == Extent.Scalar)
        {
            return Calls.LossOf(x) is not null && isInlined(sum, x)
                ? Calls.Loss(context, x, Arguments(x), method == "sum" ? "Sum" : "Mean")
                : $"{use(sum, x).Receiver}.{method}()";
        }

        var (axes, keeps) = AxesOf(sum);
        return $"{use(sum, x).Receiver}.{method}({Axes(axes, method)}{(keeps ? ", keepdim: true" : "")})";
    }

    /// <summary>A plain 0 would be taken for a type.</summary>
    private static string Axes(IReadOnlyList<int> axes, string method) => (method, axes) switch
    {
        (_, { Count: > 1 }) => $"[{Numbers.List(axes)}]",
        ("sum", [0]) => "0L",
        ("sum", [var axis]) => NumberText.Of(axis),
        _ => $"[{NumberText.Of(axes[0])}L]",
    };

    private static (IReadOnlyList<int> Axes, bool Keeps) AxesOf(Value sum)
    {
        var (from, to) = (sum.Inputs[0].Extent, sum.Extent);
        var (lead, missing) = (from.HasRows ? 1 : 0, from.Shape.Rank - to.Shape.Rank);
        var summed = Enumerable.Range(0, from.Shape.Rank)
            .Where(i => i < missing || (to.IsOne(i - missing) && !from.IsOne(i)))
            .Select(i => i + lead);
        int[] axes = [.. from.HasRows && !to.HasRows ? summed.Prepend(0) : summed];
        return (axes, missing == 0 && from.HasRows == to.HasRows);
    }

    private string View(Value value)
    {
        var input = value.Inputs[0];
        if (input.Op is SumOp && isInlined(value, input) && AxesOf(input) is { Keeps: true } kept)
        {
            var lead = input.Extent.HasRows ? 1 : 0;
            var left = input.Inputs[0].Shape.Dimensions.Where((_, i) => !kept.Axes.Contains(i + lead));
            if (left.SequenceEqual(value.Shape.Dimensions) && value.Extent.Rows == input.Extent.Rows)
            {
                return $"{use(input, input.Inputs[0]).Receiver}.sum({Axes(kept.Axes, "sum")})";
            }
        }

        if (input.Op is LogSumExpOp && isInlined(value, input) && value.Shape.Rank == input.Shape.Rank + (input.Extent.HasRows ? -1 : -2))
        {
            return $"{use(input, input.Inputs[0]).Receiver}.logsumexp({(input.Extent.HasRows ? 1 : 0)})";
        }

        if (input.Op is CutOp cut && isInlined(value, input) && BlockText.IsSlice(cut, input.Inputs[0].Shape, value.Shape))
        {
            return $"{use(input, input.Inputs[0]).Receiver}.select(1, {NumberText.Of(cut.Start[0])})";
        }

        var x = use(value, input).Receiver;
        return value.Extent.HasRows
            ? value.Shape.IsVector && value.Extent.Rows == input.Extent.Rows
                ? $"{x}.{(input.Shape.Rank == 0 ? "unsqueeze(1)" : "flatten(1)")}"
                : $"{x}.reshape({string.Join(", ", new[] { "-1" }.Concat(value.Shape.Dimensions.Select(size => NumberText.Of(size))))})"
            : $"{x}.reshape({Numbers.List(value.Shape.Dimensions.Select((size, i) => i == value.Extent.Column ? -1 : size))})";
    }

    private string Map(MapOp op, Value value)
    {
        var x = use(value, value.Inputs[0]);
        var inner = value.Inputs[0];
        return op.Function.Name switch
        {
            "exp" or "sigmoid" or "tanh" => $"torch.{op.Function.Name}({x})",
            "ge" or "lt" or "gt" => $"{x.Receiver}.{op.Function.Name}({NumberText.Plain(op.Number)}).to_type(WeightType)",
            "isfinite" => $"{x.Receiver}.isfinite().to_type(WeightType)",
            "nan_to_num" => $"{x.Receiver}.nan_to_num({NumberText.Plain(op.Number)})",
            "clamp_max" when inner.Op is MapOp { Function.Name: "clamp_min", Number: var least } && isInlined(value, inner) =>
                $"{use(inner, inner.Inputs[0]).Receiver}.clamp({NumberText.Plain(least)}, {NumberText.Plain(op.Number)})",
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
            return $"Noise.{op.Kind}({NumberText.Of(op.Site)}, {use(value, like)}, shape: [{Numbers.List(op.Extent.Shape.Dimensions)}])";
        }

        var repeats = op.Extent.Rows / like.Extent.Rows;
        return $"Noise.{op.Kind}({NumberText.Of(op.Site)}, "
            + $"{use(value, like)}{(repeats == 1 ? "" : $", repeats: {NumberText.Of(repeats)}")})";
    }
}
