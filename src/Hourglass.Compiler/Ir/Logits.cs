namespace Hourglass.Compiler.Ir;

/// <summary>
/// Finds what a cross entropy is to be computed from. Probabilities round to 0 and 1, and there a cross entropy has no gradient; logits do not. They
/// stand before a sigmoid or a softmax, which may be followed by any stages that only move elements (<see cref="Primitive.MovesElements"/>):
/// what such a stage makes of the logits are the logits of what it makes of the probabilities.
/// </summary>
internal static class Logits
{
    /// <summary>Whether its values round to 0 and 1, and it has logits that do not.</summary>
    public static bool Saturates(IrValue value) => IsSigmoid(value) || value.Op is SoftmaxOp;

    /// <summary>Whether it is a logistic function.</summary>
    public static bool IsSigmoid(IrValue value) => value.Op is ElementwiseOp { Function: "sigmoid" };

    /// <summary>What the sigmoid of is a value; null where that has no such form.</summary>
    public static IrValue? Of(TermLowering lowering, IrValue value) => Moved(lowering, value, IsSigmoid, at => at.Inputs[0], "_logits");

    /// <summary>The logarithms of probabilities, from the logits behind them; null where there are none.</summary>
    public static IrValue? LogarithmsOf(TermLowering lowering, IrValue value) => Moved(
        lowering,
        value,
        Saturates,
        at => lowering.Add(IsSigmoid(at) ? new LogSigmoidOp() : new LogSoftmaxOp(), at.Inputs[0]),
        "_log");

    /// <summary>The values between a value and the functions that its elements come from, itself and those included, in an order of evaluation.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isSource">Whether to look no further.</param>
    public static IReadOnlyList<IrValue> Path(IrValue value, Func<IrValue, bool> isSource)
    {
        var path = new HashSet<IrValue> { value };
        var open = new Stack<IrValue>(path);
        while (open.Count > 0)
        {
            var at = open.Pop();
            foreach (var input in at.Inputs.Where(_ => at.Op.MovesElements && !isSource(at)).Where(path.Add))
            {
                open.Push(input);
            }
        }

        return [.. path.OrderBy(at => at.Id)];
    }

    private static IrValue? Moved(TermLowering lowering, IrValue value, Func<IrValue, bool> isSource, Func<IrValue, IrValue> source, string suffix)
    {
        var path = Path(value, isSource);
        if (!path.All(at => isSource(at) || at.Op.MovesElements))
        {
            return null;
        }

        var moved = new Dictionary<IrValue, IrValue>();
        foreach (var at in path)
        {
            moved[at] = isSource(at) ? source(at)
                : at.Op is AliasOp ? moved[at.Inputs[0]]
                : lowering.AddLike(at, suffix, [.. at.Inputs.Select(input => moved[input])]);
        }

        return moved[value];
    }
}
