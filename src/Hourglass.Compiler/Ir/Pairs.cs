namespace Hourglass.Compiler.Ir;

/// <summary>Two values as one: what the body of a call gives that has two results. Whoever wants one of them takes it out.</summary>
internal sealed record PairOp : ReadableOp
{
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent;
}

/// <summary>One of the two results of a call.</summary>
internal sealed record ItemOp(int Index, Extent Extent) : ReadableOp
{
    protected override string Text => $"item {NumberText.Of(Index)}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;

    /// <summary>Of a body that is there, the value itself.</summary>
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) =>
        inputs[0].Op is PairOp ? inputs[0].Inputs[Index] : build.Add(this, name, inputs);
}

/// <summary>Calls that have two results.</summary>
internal static class Pairs
{
    /// <summary>A named call of one value with two results; the body, where the graph's reader does not know the name.</summary>
    /// <param name="x">What it is called with.</param>
    /// <param name="name">The name that targets look up.</param>
    /// <param name="argument">What is not a value.</param>
    /// <param name="second">The size of the second result; the first has that of the argument.</param>
    /// <param name="body">What is computed, by operators.</param>
    public static (Value First, Value Second) CallPair(
        this Value x,
        string name,
        object argument,
        Extent second,
        Func<Value, (Value First, Value Second)> body)
    {
        var build = x.Build;
        var call = build.Call(name, x.Extent, [argument], [x], of => Pair(body(of[0])));
        return (Item(0, x.Extent), Item(1, second));

        Value Item(int index, Extent extent) => new ItemOp(index, extent).Apply(build, build.Scope ?? name, [call]);
    }

    private static Value Pair((Value First, Value Second) both) =>
        both.First.Build.Add(new PairOp(), both.First.Name, both.First, both.Second);
}
