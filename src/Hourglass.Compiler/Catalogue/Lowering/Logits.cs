using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// Finds what a cross entropy is to be computed from. Probabilities round to 0 and 1, and there a cross entropy has no gradient; logits do
/// not. They stand before a sigmoid or a softmax, which may be followed by any stages that only move elements
/// (<see cref="Op.MovesElements"/>): what such a stage makes of the logits are the logits of what it makes of the probabilities.
/// </summary>
internal static class Logits
{
    /// <summary>Whether its values round to 0 and 1, and it has logits that do not.</summary>
    public static bool Saturates(Value value) => IsSigmoid(value) || value.Op is NormalizedExpOp { Log: false };

    /// <summary>Whether it is a logistic function.</summary>
    public static bool IsSigmoid(Value value) => value.Op is MapOp map && map.Function == Functions.Sigmoid;

    /// <summary>What the sigmoid of is a value; null where that has no such form.</summary>
    public static Value? Of(TermLowering lowering, Value value) => Moved(lowering, value, IsSigmoid, at => at.Inputs[0], "_logits");

    /// <summary>The logarithms of probabilities, from the logits behind them; null where there are none.</summary>
    public static Value? LogarithmsOf(TermLowering lowering, Value value) => Moved(
        lowering,
        value,
        Saturates,
        at => IsSigmoid(at) ? lowering.LogSigmoid(at.Inputs[0]) : at.Inputs[0].LogSoftmax(),
        "_log");

    /// <summary>
    /// The values between a value and the functions that its elements come from, itself and those included, in an order of evaluation.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="isSource">Whether to look no further.</param>
    public static IReadOnlyList<Value> Path(Value value, Func<Value, bool> isSource)
    {
        var path = new HashSet<Value> { value };
        var open = new Stack<Value>(path);
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

    private static Value? Moved(TermLowering lowering, Value value, Func<Value, bool> isSource, Func<Value, Value> source, string suffix)
    {
        var path = Path(value, isSource);
        if (!path.All(at => isSource(at) || at.Op.MovesElements))
        {
            return null;
        }

        var moved = new Dictionary<Value, Value>();
        foreach (var at in path)
        {
            moved[at] = isSource(at) ? source(at)
                : at.Op is AliasOp ? moved[at.Inputs[0]]
                : lowering.AddLike(at, suffix, [.. at.Inputs.Select(input => moved[input])]);
        }

        return moved[value];
    }
}
