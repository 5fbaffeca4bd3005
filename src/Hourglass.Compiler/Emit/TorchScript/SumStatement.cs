using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using static Hourglass.Compiler.Emit.TorchScript.ScriptText;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>The line of TorchScript for a sum.</summary>
internal static class SumStatement
{
    /// <summary>
    /// Dimensions of size 1 that the sum leaves are dropped while summing, as a tensor without rows has no place for them.
    /// </summary>
    public static string Of(Value value, SumOp op, string into, string x)
    {
        var (from, to) = (value.Inputs[0].Extent, op.Extent);
        x = Widened(value.Inputs[0], x);
        var lead = from.HasRows ? 1 : 0;
        var missing = from.Shape.Rank - to.Shape.Rank;
        var summed = Enumerable.Range(0, from.Shape.Rank)
            .Where(i => i < missing || (to.IsOne(i - missing) && !from.IsOne(i)))
            .Select(i => i + lead);
        if (from.HasRows && !to.HasRows)
        {
            summed = summed.Prepend(0);
        }

        var dimensions = summed.ToArray();
        if (missing == 0 && from.HasRows == to.HasRows)
        {
            return $"torch.sum({x}, {List(dimensions)}, True, out={into})";
        }

        var rest = Enumerable.Range(0, from.Shape.Rank)
            .Where(i => !dimensions.Contains(i + lead))
            .Select(i => from.Column == i ? -1 : from.Shape[i])
            .ToArray();
        var target = to.Column is not null || rest.SequenceEqual(to.Shape.Dimensions) || (rest.Length == to.Shape.Rank && !to.HasRows)
            ? into
            : $"{into}.view({List(to.HasRows ? rest.Prepend(-1) : rest)})";
        return $"torch.sum({x}, {List(dimensions)}, out={target})";
    }

    /// <summary>A broadcast is written as what is broadcast; a sum needs all of it.</summary>
    public static string Widened(Value value, string x)
    {
        if (value.Op is not ExpandOp or DetachOp)
        {
            return x;
        }

        var rows = value.Inputs[0].Extent.HasRows ? "-1" : $"{NumberText.Of(value.Extent.Rows)} * n";
        var sizes = value.Shape.Dimensions.Select(size => NumberText.Of(size));
        return $"{x}.expand([{string.Join(", ", value.Extent.HasRows ? sizes.Prepend(rows) : sizes)}])";
    }
}
