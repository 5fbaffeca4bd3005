using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Ir;

/// <summary>Matrix products; rows that are the same many times over are multiplied once.</summary>
public sealed partial class GraphBuilder
{
    /// <summary>A matrix product.</summary>
    public Value MatMul(Value left, bool transposeLeft, Value right, bool transposeRight, string? name = null)
    {
        name ??= transposeLeft ? NameOf(right) : NameOf(left);
        return !transposeLeft && knows is null && left.Op is JoinOp && RepeatedWidth(left) * 2 >= left.Shape[0]
            ? SumOfProducts(left, right, transposeRight, name)
            : Add(new MatMulOp(transposeLeft, transposeRight), name, left, right);
    }

    /// <summary>
    /// [a, b] W = a W₁ + b W₂: data beside each class in turn, or beside draws, stand in many rows, and their product in one.
    /// </summary>
    private Value SumOfProducts(Value joined, Value weight, bool transposed, string name)
    {
        var start = 0;
        Value? sum = null;
        foreach (var part in joined.Inputs)
        {
            var width = part.Shape[0];
            var block = transposed
                ? Cut(weight, [0, start], weight.Shape.With(1, width))
                : Cut(weight, [start, 0], weight.Shape.With(0, width));
            var (once, times) = part.Op is RepeatOp repeat ? (part.Inputs[0], repeat.Times) : (part, 1);
            var product = Repeat(MatMul(once, false, block, transposed, name), times);
            sum = sum is null ? product : Plus(sum, product);
            start += width;
        }

        return sum!;
    }

    private static int RepeatedWidth(Value joined) =>
        joined.Inputs.Where(part => part.Op is RepeatOp).Sum(part => part.Shape[0]);
}
