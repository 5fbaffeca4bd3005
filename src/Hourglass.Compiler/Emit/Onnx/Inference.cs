using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>
/// Values of a model's graph as they are computed outside of training: bodies in place of calls, what holds there in place of choices, one
/// row for each example where training has one for each draw. What carries a gradient and is 0 otherwise is left out.
/// </summary>
/// <param name="build">Where the values are added.</param>
/// <param name="given">Values that are there already, by those in whose place they stand.</param>
/// <param name="encoded">Whether the encoder has run.</param>
/// <param name="draws">How many rows training has for an example behind a draw.</param>
internal sealed class Inference(GraphBuilder build, IEnumerable<KeyValuePair<Value, Value>> given, bool encoded, int draws = 1)
{
    private readonly Dictionary<Value, Value> _known = given.ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Has another value stand in the place of one.</summary>
    public void Put(Value value, Value other) => _known[value] = other;

    /// <summary>Whether a value is there already.</summary>
    public bool Knows(Value value) => _known.ContainsKey(value);

    /// <summary>The same value in the new graph.</summary>
    public Value Of(Value value)
    {
        foreach (var at in Needed(value).OrderBy(needed => needed.Id))
        {
            build.Scope = at.Name;
            _known[at] = Mapped(at);
        }

        build.Scope = null;
        return _known[value];
    }

    /// <summary>What is not known yet of the values behind one.</summary>
    private HashSet<Value> Needed(Value value)
    {
        var needed = new HashSet<Value>();
        var open = new Stack<Value>([value]);
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (!_known.ContainsKey(at) && needed.Add(at))
            {
                foreach (var input in Read(at))
                {
                    open.Push(input);
                }
            }
        }

        return needed;
    }

    private IEnumerable<Value> Read(Value value) => value.Op switch
    {
        SelectOp select => [Chosen(select, value)],
        DrawOp => [],
        _ => value.Inputs,
    };

    private Value Chosen(SelectOp select, Value value) =>
        value.Inputs[select.Selector == Selector.Encoded && encoded ? 0 : 1];

    private Value Mapped(Value value)
    {
        Value[] inputs = [.. Read(value).Select(input => _known[input])];
        return value.Op switch
        {
            AliasOp or DetachOp or SelectOp or RepeatOp => inputs[0],
            DrawOp => build.Add(value.Op, value.Name),
            FillOp { Extent: { Rows: var rows } extent } fill when rows % draws == 0 =>
                build.Fill(fill.Factor, extent with { Rows = rows / draws }),
            _ when Zero(value, inputs) is { } zero => zero,
            CallOp call => build.Call(call.Name, Fewer(call.Extent, value, inputs), call.Arguments, inputs, call.Body),
            ViewOp view => build.View(inputs[0], Fewer(view.Extent, value, inputs), value.Name),
            ExpandOp expand => build.Expand(inputs[0], Fewer(expand.Extent, value, inputs)),
            SumOp sum => build.Sum(inputs[0], Fewer(sum.Extent, value, inputs)),
            FoldOp or LogFoldOp => throw RefusedException.For(value.Op),
            _ => value.Op.Apply(build, value.Name, inputs),
        };
    }

    /// <summary>0, where it is 0 but for its gradient, or where a class that is missing everywhere is asked for.</summary>
    private Value? Zero(Value value, Value[] inputs) => value.Op switch
    {
        MinusOp when inputs[0] == inputs[1] => Zeros(inputs[0].Extent),
        TimesOp when inputs.Any(IsZero) => Zeros(Broadcasting.Join(inputs.Select(input => input.Extent))),
        OverOp when IsZero(inputs[0]) => Zeros(Broadcasting.Join(inputs.Select(input => input.Extent))),
        TriangleSolveOp when IsZero(inputs[1]) => Zeros(inputs[1].Extent),
        OneHotOp or PresentOp when inputs[0].Op is FillOp { Factor.Number: < 0 } => Zeros(value.Op.ExtentOf(inputs)),
        _ => null,
    };

    private Value Zeros(Extent extent) => build.Fill(Factor.Of(0), extent);

    private static bool IsZero(Value value) => value.Op is FillOp { Factor.Number: 0 };

    /// <summary>An extent, with as many fewer rows as the inputs have.</summary>
    private static Extent Fewer(Extent extent, Value value, Value[] inputs)
    {
        var place = value.Inputs.TakeWhile(input => !input.Extent.HasRows).Count();
        return place == inputs.Length || !extent.HasRows
            ? extent
            : extent with { Rows = extent.Rows * inputs[place].Extent.Rows / value.Inputs[place].Extent.Rows };
    }
}
