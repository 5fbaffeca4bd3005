using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes values as expressions of Python: operators, methods of tensors, functions of PyTorch.</summary>
/// <param name="context">The model.</param>
/// <param name="use">The expression of an input, for a user of it.</param>
/// <param name="isInlined">Whether an input is written where its user is.</param>
/// <param name="examples">A name for the number of examples.</param>
/// <param name="noise">A name for what draws.</param>
internal sealed class PythonExpressions(
    PythonContext context,
    Func<Value, Value, Code> use,
    Func<Value, Value, bool> isInlined,
    Func<string> examples,
    Func<string> noise) : ArithmeticText(use, isInlined)
{
    /// <summary>The expression of a value.</summary>
    public Code Of(Value value)
    {
        string Arg(int index) => Use(value, value.Inputs[index]).Text;
        string Receiver(int index) => Use(value, value.Inputs[index]).Receiver;
        return value.Op switch
        {
            _ when Arithmetic(value) is { } code => code,
            AliasOp => Use(value, value.Inputs[0]),
            SelectOp { Selector: Selector.Encoded } => Chosen($"{Arg(0)} is not None", value),
            SelectOp op => Chosen(Condition(op), value),
            MatMulOp op => new(
                $"{Transposed(Use(value, value.Inputs[0]), op.TransposeLeft).At(Level.Multiplicative)} @ "
                + Transposed(Use(value, value.Inputs[1]), op.TransposeRight).At(Level.Unary),
                Level.Multiplicative),
            SlopeOp op => Code.Primary(SlopeText.Of(op, Use(value, value.Inputs[0]), Use(value, value.Inputs[1]))),
            TriangleSolveOp op => Code.Primary(
                $"torch.linalg.solve_triangular({Receiver(0)}{(op.Transposed ? ".mT" : "")}, {Arg(1)}, "
                + $"upper={(op.Transposed ? "True" : "False")}, unitriangular=True)"),
            _ => Code.Primary(value.Op switch
            {
                SumOp => Reduced(value, "sum"),
                CallOp => PythonCalls.Text(context, value, Arguments(value)),
                LogitsEntropyOp or EntropyOp => Loss(value, "none"),
                MapOp op => PythonMaps.Of(context, op, Use(value, value.Inputs[0])),
                WeightOp op => context.MemberOf(op.Key),
                FillOp op => $"{context.Helper("self.like")}.new_full({Sizes(value.Extent)}, {Filled(op.Factor)})",
                RangeOp op => $"torch.arange({NumberText.Of(op.Count)}).to({context.Helper("self.like")})",
                SinusoidsOp op =>
                    $"{context.Helper("sinusoids")}({NumberText.Of(op.Steps)}, {NumberText.Of(op.Width)}, {context.Helper("self.like")})",
                DrawOp op => Draw(value, op),
                OneHotOp op => $"{context.Helper("one_hot")}({Arg(0)}, {NumberText.Of(op.Classes)}, {context.Helper("self.like")})",
                PresentOp op => $"({Arg(0)} >= 0){(op.AnyOfRow && value.Inputs[0].Shape.Rank > 0 ? ".flatten(1).any(1)" : "")}"
                    + $".to({context.Helper("self.like")})",
                NormalizedExpOp op => $"{Receiver(0)}.{(op.Log ? "log_softmax" : "softmax")}({Lead(value)})",
                LogSumExpOp => $"{Receiver(0)}.logsumexp({Lead(value)}, keepdim=True)",
                DetachOp => $"{Receiver(0)}.detach()",
                ExpandOp => $"{Receiver(0)}.expand({Expanded(value)})",
                ScriptedOp op => $"{context.Script(op.Function)}({string.Join(", ", Arguments(value))})",
                ViewOp => View(value),
                JoinOp => $"torch.cat([{string.Join(", ", Arguments(value))}], dim=1)",
                TriangleOp op => $"{Receiver(0)}.tril({NumberText.Of(op.Diagonal)})",
                RepeatOp op => $"{Receiver(0)}.repeat({PythonText.List([op.Times, .. Enumerable.Repeat(1, value.Shape.Rank)])})",
                FoldOp op => $"{Folded(value, op.Times)}.sum(0)",
                LogFoldOp op => $"{Folded(value, op.Times)}.logsumexp(0)",
                ContractOp op => $"torch.einsum(\"N{op.Left},N{op.Right}->N{op.Result}\", {Arg(0)}, {Arg(1)})",
                DegreeMaskOp op => $"{context.Helper("degree_mask")}({Degrees(op.Rows)}, {Degrees(op.Columns)}, "
                    + $"{(op.Strict ? "True" : "False")}, {context.Helper("self.like")})",
                UnitRowsOp op => UnitRows(op),
                TanhRootOp => $"{context.Helper("tanh_root")}({Arg(0)}, {Arg(1)})",
                _ => PythonBlocks.Text(value, Arguments(value), Receiver, context)
                    ?? throw new UnexportedException(
                        $"`{value.Op}` in the computation of `{value.Name}` has no form in PyTorch here",
                        "Leave out the word that needs it"),
            }),
        };
    }

    /// <inheritdoc/>
    protected override string RowsOf(Code rows) => $"{rows.Receiver}.shape[0]";

    /// <inheritdoc/>
    protected override string Reduced(Value sum, string method)
    {
        var x = sum.Inputs[0];
        if (sum.Extent == Extent.Scalar)
        {
            return x.Op is LogitsEntropyOp or EntropyOp && IsInlined(sum, x) ? Loss(x, method) : $"{Use(sum, x).Receiver}.{method}()";
        }

        var (axes, keeps) = AxesOf(sum);
        return $"{Use(sum, x).Receiver}.{method}({Axes(axes)}{(keeps ? ", keepdim=True" : "")})";
    }

    private static string Axes(IReadOnlyList<int> axes) => axes.Count == 1 ? NumberText.Of(axes[0]) : PythonText.Tuple(axes);

    private static string Lead(Value value) => value.Extent.HasRows ? "1" : "0";

    private static Code Transposed(Code matrix, bool transposed) => transposed ? Code.Primary(matrix.Receiver + ".t()") : matrix;

    private static string Condition(SelectOp select) => (select.Selector == Selector.Training ? "self.training" : "draw")
        + (select.Phase is { } phase ? $" and self.phase == {PythonText.Quoted(phase)}" : "");

    private Code Chosen(string condition, Value value) => new(
        $"{Use(value, value.Inputs[0]).At(Level.Additive)} if {condition} else {Use(value, value.Inputs[1]).At(Level.Additive)}",
        Level.Conditional);

    private string[] Arguments(Value value) => [.. value.Inputs.Select(input => Use(value, input).Text)];

    /// <summary>A loss function of PyTorch's, whose arguments have one size.</summary>
    private string Loss(Value value, string reduction)
    {
        var arguments = string.Join(", ", Arguments(value));
        var same = value.Inputs.All(input => input.Extent == value.Extent);
        return $"F.{(value.Op is EntropyOp ? "binary_cross_entropy" : "binary_cross_entropy_with_logits")}("
            + $"{(same ? arguments : $"*torch.broadcast_tensors({arguments})")}, reduction=\"{reduction}\")";
    }

    private string Draw(Value value, DrawOp op)
    {
        var like = value.Inputs[0];
        var kind = op.Kind.ToString().ToLowerInvariant();
        if (!op.Extent.HasRows)
        {
            return $"{noise()}.{kind}({NumberText.Of(op.Site)}, {Use(value, like)}, shape={PythonText.Tuple(op.Extent.Shape.Dimensions)})";
        }

        var repeats = op.Extent.Rows / like.Extent.Rows;
        var times = repeats == 1 ? "" : $", repeats={NumberText.Of(repeats)}";
        return $"{noise()}.{kind}({NumberText.Of(op.Site)}, {Use(value, like)}{times})";
    }

    private string Filled(Factor factor) => PythonText.Number(factor.Number)
        + string.Concat(Enumerable.Repeat($" / {(factor.RowsPower > 0 ? examples() : "")}", factor.RowsPower));

    /// <summary>The sizes of a tensor, rows included.</summary>
    private string Sizes(Extent extent) => PythonText.Tuple(
    [
        .. extent.HasRows ? [RowsText(extent.Rows)] : Array.Empty<string>(),
        .. extent.Shape.Dimensions.Select((size, i) => i == extent.Column ? RowsText(size) : NumberText.Of(size)),
    ]) is var sizes and not "()" ? sizes : "()";

    private string RowsText(int rows) => rows == 1 ? examples() : $"{NumberText.Of(rows)} * {examples()}";

    private string Expanded(Value value)
    {
        var from = value.Inputs[0].Extent;
        string[] rows = !value.Extent.HasRows ? [] : from.HasRows ? ["-1"] : [RowsText(value.Extent.Rows)];
        return string.Join(", ", rows.Concat(value.Shape.Dimensions.Select((size, i) =>
            i == value.Extent.Column ? from.Column is null ? RowsText(size) : "-1" : NumberText.Of(size))));
    }

    /// <summary>Rows that are repeated, one repetition behind the other along a first dimension.</summary>
    private string Folded(Value value, int times) =>
        $"{Use(value, value.Inputs[0]).Receiver}.reshape({PythonText.List([times, -1, .. value.Shape.Dimensions])})";

    private string View(Value value)
    {
        var input = value.Inputs[0];
        if (input.Op is SumOp && IsInlined(value, input) && AxesOf(input) is { Keeps: true } kept)
        {
            var lead = input.Extent.HasRows ? 1 : 0;
            var left = input.Inputs[0].Shape.Dimensions.Where((_, i) => !kept.Axes.Contains(i + lead));
            if (left.SequenceEqual(value.Shape.Dimensions) && value.Extent.Rows == input.Extent.Rows)
            {
                return $"{Use(input, input.Inputs[0]).Receiver}.sum({Axes(kept.Axes)})";
            }
        }

        if (input.Op is LogSumExpOp && IsInlined(value, input) && value.Shape.Rank == input.Shape.Rank + (input.Extent.HasRows ? -1 : -2))
        {
            return $"{Use(input, input.Inputs[0]).Receiver}.logsumexp({Lead(input)})";
        }

        var x = Use(value, input).Receiver;
        return value.Extent.HasRows
            ? Reshaped(value, x)
            : $"{x}.reshape({PythonText.Tuple([.. value.Shape.Dimensions.Select((size, i) => i == value.Extent.Column ? -1 : size)])})";
    }

    private string UnitRows(UnitRowsOp op)
    {
        var count = NumberText.Of((int)op.Shape.Count);
        var rows = $"torch.eye({count}).to({context.Helper("self.like")}).repeat_interleave({examples()}, dim=0)";
        return op.Shape.IsVector ? rows : $"{rows}.reshape({PythonText.List([-1, .. op.Shape.Dimensions])})";
    }

    private static string Degrees(Degrees degrees) => degrees switch
    {
        { Round: > 0 } => $"torch.arange({NumberText.Of(degrees.Count)}) % {NumberText.Of(degrees.Round)} + 1",
        { Reversed: true } => $"torch.arange({NumberText.Of(degrees.Count)}, 0, -1)",
        _ => $"torch.arange(1, {NumberText.Of(degrees.Count + 1)})",
    };
}
