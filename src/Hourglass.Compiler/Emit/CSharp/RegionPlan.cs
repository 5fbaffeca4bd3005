using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>A region as a method: what goes in, what comes out.</summary>
/// <param name="Region">The region; of priors, the part that belongs to one.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Inputs">Values from elsewhere, in the order of their first use.</param>
/// <param name="Outputs">Values that the objective or the public methods need.</param>
/// <param name="Body">The values to compute, in order.</param>
/// <param name="Tails">Public values that functions and moves of outputs give, such as the sigmoid of logits and what reshapes it: the
/// objective does without them.
/// </param>
internal sealed record RegionPlan(
    Region Region,
    string Method,
    IReadOnlyList<Value> Inputs,
    IReadOnlyList<Value> Outputs,
    IReadOnlyList<Value> Body,
    IReadOnlyList<Value> Tails)
{
    /// <summary>Whether an input is null where the encoder has not run.</summary>
    public bool IsOptional(Value input) => Body.Any(user => user.Op is SelectOp { Selector: Selector.Encoded } && user.Inputs[0] == input);

    /// <summary>
    /// The values that have a statement of their own, in order, so that however long a chain is, no stack grows with it.
    /// </summary>
    /// <param name="isInlined">Whether a value is written where its user is.</param>
    public IEnumerable<Value> Stated(Func<Value, Value, bool> isInlined)
    {
        var users = Body.SelectMany(user => user.Inputs.Select(input => (input, user))).ToLookup(pair => pair.input, pair => pair.user);
        return Body.Where(value => !users[value].Any(user => isInlined(user, value)));
    }

    /// <summary>Whether the method is told to draw or to take means.</summary>
    public bool TakesDraw => Body.Any(value => value.Op is SelectOp { Selector: Selector.Draw });

    /// <summary>Whether the method is told to compute what training computes, or what evaluation does.</summary>
    public bool TakesTraining => Body.Any(value => value.Op is SelectOp { Selector: Selector.Training }
        || (value.Op is CallOp call && call.Arguments.Contains(Selector.Training)));
}

/// <summary>Cuts a program into regions.</summary>
internal static class RegionPlanner
{
    /// <summary>
    /// How many values may stand between an output and what is public: whoever wants that writes them into one expression.
    /// </summary>
    private const int LongestTail = 8;

    /// <summary>Parameters and constants can be written wherever they are needed.</summary>
    public static bool IsAnywhere(Value value) => value.Op is WeightOp or FillOp;

    /// <summary>What other regions read of a region, as far as the objective needs them.</summary>
    public static HashSet<Value> ReadElsewhere(HashSet<Value> used, Region region) =>
        new(
            used.Where(user => user.Region != region)
                .SelectMany(user => user.Inputs)
                .Where(value => value.Region == region && used.Contains(value)));

    /// <summary>The plan of a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="readElsewhere">What other regions read of it.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="published">What public methods give.</param>
    /// <param name="within">The values of the region that the method may compute; null for all.</param>
    public static RegionPlan Plan(
        Region region,
        HashSet<Value> readElsewhere,
        string method,
        IReadOnlyList<Value> published,
        HashSet<Value>? within = null)
    {
        var outputs = readElsewhere.Where(value => !IsAnywhere(value) && within?.Contains(value) != false)
            .OrderBy(value => value.Id)
            .ToList();
        var isOutput = new HashSet<Value>(outputs);
        var tails = new List<Value>();
        foreach (var value in published.Where(value => value.Region == region && !IsAnywhere(value)).Distinct())
        {
            if (isOutput.Contains(value))
            {
                continue;
            }

            if (TailTo(value, isOutput) is { } tail)
            {
                tails.AddRange(tail.Except(tails));
            }
            else
            {
                outputs.Add(value);
                isOutput.Add(value);
            }
        }

        outputs = [.. outputs.OrderBy(value => value.Id)];
        var body = Graphs.Behind(outputs).Where(value => value.Region == region && !IsAnywhere(value)).OrderBy(value => value.Id).ToArray();
        var inputs = body.SelectMany(value => value.Inputs)
            .Where(value => value.Region != region && !IsAnywhere(value))
            .Distinct()
            .ToArray();
        return new RegionPlan(region, method, inputs, outputs, body, tails);
    }

    /// <summary>
    /// The functions and moves from outputs to a value, itself included; null where there is more than those, or no function.
    /// </summary>
    private static HashSet<Value>? TailTo(Value value, HashSet<Value> outputs)
    {
        var tail = new HashSet<Value> { value };
        var open = new Stack<Value>(tail);
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (at.Region != value.Region || !(IsFunction(at) || at.Op.MovesElements) || tail.Count > LongestTail)
            {
                return null;
            }

            foreach (var input in at.Inputs.Where(input => !outputs.Contains(input) && tail.Add(input)))
            {
                open.Push(input);
            }
        }

        return tail.Any(IsFunction) ? tail : null;
    }

    private static bool IsFunction(Value value) => value.Op is MapOp or NormalizedExpOp;
}
