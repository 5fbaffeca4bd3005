namespace Hourglass.Compiler.Ir;

/// <summary>
/// Something that has a good name where the graph is written down: a layer, a loss function, a helper of the runtime. A target that knows
/// the name writes the call; everything else reads the body, which is what is derived.
/// </summary>
/// <param name="Name">A neutral name, which targets look up.</param>
/// <param name="Extent">The size of the result.</param>
/// <param name="Arguments">What is not a value: numbers, words, a layer.</param>
/// <param name="Body">The primitives, from the values that it is called with.</param>
internal sealed record CallOp(
    string Name,
    Extent Extent,
    EquatableArray<object> Arguments,
    Func<IReadOnlyList<Value>, Value> Body) : ReadableOp
{
    /// <summary>The layer that it calls, if it calls one.</summary>
    public Layer? Layer => Arguments.OfType<Layer>().FirstOrDefault();

    public override bool AlignsRows => false;

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;

    /// <summary>Two calls by the same name with the same arguments are the same; their bodies then are, too.</summary>
    public bool Equals(CallOp? other) => other is not null && Name == other.Name && Extent == other.Extent && Arguments == other.Arguments;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name) ^ Arguments.GetHashCode();
    protected override string Text => Arguments.Count == 0 ? Name : $"{Name} {string.Join(" ", Arguments)}";
}
