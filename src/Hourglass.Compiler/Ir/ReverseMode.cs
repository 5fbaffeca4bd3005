namespace Hourglass.Compiler.Ir;

/// <summary>
/// Reverse mode: gradients of some values with respect to others, by a walk backwards over the graph (Griewank and Walther, 2008, section
/// 3.2).
/// </summary>
public static class ReverseMode
{
    /// <summary>Gradients with respect to some values.</summary>
    /// <param name="build">Where the values of the derivative are added.</param>
    /// <param name="seeds">Where the walk begins, with the gradient there; one with more rows than its value stands for several gradients
    /// at once.</param>
    /// <param name="targets">With respect to what.</param>
    /// <returns>The gradient of each target; null where nothing depends on it.</returns>
    /// <exception cref="UnderivedException">A primitive on the way has no rule.</exception>
    public static IReadOnlyList<Value?> Gradients(
        GraphBuilder build,
        IReadOnlyList<(Value Value, Value Gradient)> seeds,
        IReadOnlyList<Value> targets)
    {
        var outer = build.NameOverride;
        var active = Active(build.Values, targets);
        var gradients = new Dictionary<Value, Value>();
        foreach (var (value, gradient) in seeds.Where(seed => active.Contains(seed.Value)))
        {
            Accumulate(build, gradients, value, gradient);
        }

        for (var id = seeds.Count == 0 ? -1 : seeds.Max(seed => seed.Value.Id); id >= 0; id--)
        {
            var value = build.Values[id];
            if (gradients.TryGetValue(value, out var gradient))
            {
                Pull(build, value, gradient, active, gradients);
            }
        }

        build.NameOverride = outer;
        return [.. targets.Select(target => gradients.TryGetValue(target, out var gradient) ? gradient : null)];
    }

    private static void Pull(GraphBuilder build, Value value, Value gradient, HashSet<Value> active, Dictionary<Value, Value> gradients)
    {
        // The rule would add the gradients up over all rows, those of one seed and of the next.
        if (gradient.Extent.Rows > value.Extent.Rows
            && value.Inputs.Prepend(value).Any(part => active.Contains(part) && !part.Extent.HasRows))
        {
            throw new UnderivedException("several gradients at once through a value of the whole batch");
        }

        build.Origin = value.Origin;
        for (var input = 0; input < value.Inputs.Count; input++)
        {
            build.NameOverride = "d_" + value.Inputs[input].Name;
            if (active.Contains(value.Inputs[input]) && value.Op.Pullback(build, value, gradient, input) is { } pulled)
            {
                Accumulate(build, gradients, value.Inputs[input], pulled);
            }
        }
    }

    private static void Accumulate(GraphBuilder build, Dictionary<Value, Value> gradients, Value value, Value gradient) =>
        gradients[value] = gradients.TryGetValue(value, out var sum) ? build.Plus(sum, gradient) : gradient;

    /// <summary>Everything that depends on a target by way of real numbers, the targets included.</summary>
    private static HashSet<Value> Active(IReadOnlyList<Value> values, IReadOnlyList<Value> targets)
    {
        var active = new HashSet<Value>(targets);
        foreach (var value in values.Where(value => value.Kind == ValueKind.Real && value.Inputs.Any(active.Contains)))
        {
            active.Add(value);
        }

        return active;
    }
}
