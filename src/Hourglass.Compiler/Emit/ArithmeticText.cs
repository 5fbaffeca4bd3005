using System.Text;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit;

/// <summary>
/// Arithmetic on tensors as readers write it, in any language whose operators bind as C#'s and Python's do: sums without parentheses that
/// nobody needs, means in place of quotients.
/// </summary>
/// <param name="use">The expression of an input, for a user of it.</param>
/// <param name="isInlined">Whether an input is written where its user is.</param>
internal abstract class ArithmeticText(Func<Value, Value, Code> use, Func<Value, Value, bool> isInlined)
{
    /// <summary>The expression of an input, for a user of it.</summary>
    protected Code Use(Value user, Value input) => use(user, input);

    /// <summary>Whether an input is written where its user is.</summary>
    protected bool IsInlined(Value user, Value input) => isInlined(user, input);

    /// <summary>A sum or a mean: over everything, or along some axes, which stay with the size 1 unless it has no room for them.</summary>
    protected abstract string Reduced(Value sum, string method);

    /// <summary>How many rows a tensor has.</summary>
    protected abstract string RowsOf(Code rows);

    /// <summary>Rows in another shape.</summary>
    /// <param name="value">What they become.</param>
    /// <param name="x">What they are.</param>
    protected static string Reshaped(Value value, string x)
    {
        var input = value.Inputs[0];
        return value.Shape.IsVector && value.Extent.Rows == input.Extent.Rows
            ? $"{x}.{(input.Shape.Rank == 0 ? "unsqueeze(1)" : "flatten(1)")}"
            : $"{x}.reshape({string.Join(", ", new[] { "-1" }.Concat(value.Shape.Dimensions.Select(size => NumberText.Of(size))))})";
    }

    /// <summary>The expression of a sum, a product, a quotient, a multiple; null for anything else.</summary>
    protected Code? Arithmetic(Value value) => value.Op switch
    {
        PlusOp or MinusOp => SumOf(value),
        TimesOp => new($"{Operand(value, 0).At(Level.Multiplicative)} * {Operand(value, 1).At(Level.Unary)}", Level.Multiplicative),
        OverOp => new($"{Operand(value, 0).At(Level.Multiplicative)} / {Operand(value, 1).At(Level.Unary)}", Level.Multiplicative),
        ScaleOp op => Scaled(value, op.Factor),
        ShiftOp op => Shifted(value, op.Amount),
        _ => null,
    };

    /// <summary>An operand of arithmetic; a number is one.</summary>
    protected Code Operand(Value user, int index) => user.Inputs[index] is { Op: FillOp { Factor: { IsNumber: true } number } }
        ? Code.Primary(NumberText.Plain(number.Number))
        : Use(user, user.Inputs[index]);

    /// <summary>A sum of any length, written from left to right; no stack grows with it.</summary>
    private Code SumOf(Value value)
    {
        var spine = new Stack<Value>();
        var at = value;
        while (at.Op is PlusOp or MinusOp)
        {
            spine.Push(at);
            if (!(at.Inputs[0].Op is PlusOp or MinusOp && IsInlined(at, at.Inputs[0])))
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
        return right.Op is ScaleOp { Factor: var factor } && factor.Number < 0 && IsInlined(sum, right)
            ? (true, Scaled(right, factor * -1).At(Level.Multiplicative))
            : (false, Operand(sum, 1).At(Level.Multiplicative));
    }

    private Code Shifted(Value value, double amount)
    {
        var input = value.Inputs[0];
        if (input.Op is ScaleOp { Factor: var factor } && factor.Number < 0 && amount > 0 && IsInlined(value, input))
        {
            return new Code($"{NumberText.Plain(amount)} - {Scaled(input, factor * -1).At(Level.Multiplicative)}", Level.Additive);
        }

        return new Code(
            $"{Use(value, input).At(Level.Additive)} {(amount < 0 ? "-" : "+")} {NumberText.Plain(Math.Abs(amount))}",
            Level.Additive);
    }

    /// <summary>A multiple; of a sum, the mean where the factor is one over what was added.</summary>
    private Code Scaled(Value value, Factor factor)
    {
        var input = value.Inputs[0];
        if (input.Op is SumOp && IsInlined(value, input) && IsMean(input, factor))
        {
            return Code.Primary(Reduced(input, "mean"));
        }

        if (input.Op is SumOp && IsInlined(value, input) && IsMean(input, factor * -1))
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
            1 => Use(value, input),
            -1 => new Code($"-{Use(value, input).At(Level.Unary)}", Level.Unary),
            _ => new Code($"{NumberText.Plain(number)} * {Use(value, input).At(Level.Unary)}", Level.Multiplicative),
        };
        return rows is null
            ? inner
            : new Code(
                $"{inner.At(Level.Multiplicative)}"
                + $"{string.Concat(Enumerable.Repeat($" / {RowsOf(Use(value, rows))}", factor.RowsPower))}",
                Level.Multiplicative);
    }

    protected static bool IsMean(Value sum, Factor factor)
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
        while (IsInlined(user, inner) || !inner.Extent.HasRows)
        {
            var next = inner.Inputs.FirstOrDefault(input => input.Extent.HasRows)
                ?? throw new InvalidOperationException($"{value} has no rows.");
            (user, inner) = (inner, next);
        }

        return inner;
    }

    /// <summary>The axes that a sum is over, rows counted, and whether they stay with the size 1.</summary>
    protected static (IReadOnlyList<int> Axes, bool Keeps) AxesOf(Value sum)
    {
        var (from, to) = (sum.Inputs[0].Extent, sum.Extent);
        var (lead, missing) = (from.HasRows ? 1 : 0, from.Shape.Rank - to.Shape.Rank);
        var summed = Enumerable.Range(0, from.Shape.Rank)
            .Where(i => i < missing || (to.IsOne(i - missing) && !from.IsOne(i)))
            .Select(i => i + lead);
        int[] axes = [.. from.HasRows && !to.HasRows ? summed.Prepend(0) : summed];
        return (axes, missing == 0 && from.HasRows == to.HasRows);
    }
}
