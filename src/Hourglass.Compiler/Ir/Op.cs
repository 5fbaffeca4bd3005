namespace Hourglass.Compiler.Ir;

/// <summary>
/// What computes a value. Primitives have their size and their derivative here, one line per target in the emitters; they are closed under
/// differentiation: a rule gives primitives, so that a derivative can be derived again. <see cref="CallOp"/>, <see cref="SelectOp"/> and
/// <see cref="AliasOp"/> are for readers: they stand for primitives, which take their place before a graph is derived.
/// </summary>
public abstract record Op
{
    /// <summary>
    /// Whether it gives element by element what it computes from the same elements of its inputs, which are broadcast to its extent.
    /// </summary>
    public virtual bool IsPointwise => false;

    /// <summary>Whether it only looks at its input in another way.</summary>
    public virtual bool IsView => false;

    /// <summary>Whether inputs with fewer rows than others are repeated until all have as many.</summary>
    public virtual bool AlignsRows => true;

    /// <summary>Whether every element of the result is an element of an input.</summary>
    public virtual bool MovesElements => false;

    /// <summary>Its name and what it is told, for baselines.</summary>
    public sealed override string ToString() => Text;

    /// <summary>Its name and what it is told.</summary>
    protected virtual string Text => GetType().Name.Substring(0, GetType().Name.Length - "Op".Length).ToLowerInvariant();

    /// <summary>The same operation on other values, simplified where these allow it.</summary>
    public virtual Value Apply(GraphBuilder build, string name, Value[] inputs) => build.Add(this, name, inputs);

    /// <summary>The size of the result.</summary>
    public abstract Extent ExtentOf(IReadOnlyList<Value> inputs);

    /// <summary>What the numbers of the result are; of several kinds together, real ones.</summary>
    public virtual ValueKind KindOf(IReadOnlyList<Value> inputs) =>
        MovesElements && inputs.All(input => input.Kind == inputs[0].Kind) ? inputs[0].Kind : ValueKind.Real;

    /// <summary>The vector-Jacobian product: the gradient of an input from that of the value; null where nothing passes.</summary>
    /// <param name="build">Where the values of the rule are added.</param>
    /// <param name="value">The value.</param>
    /// <param name="gradient">Its gradient, in its extent, possibly with more rows: several gradients at once.</param>
    /// <param name="input">Which input.</param>
    public abstract Value? Pullback(GraphBuilder build, Value value, Value gradient, int input);
}

/// <summary>A primitive without inputs that a derivative reaches.</summary>
public abstract record LeafOp : Op
{
    /// <inheritdoc/>
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => null;
}

/// <summary>A primitive that works element by element.</summary>
public abstract record PointwiseOp : Op
{
    /// <inheritdoc/>
    public override bool IsPointwise => true;

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Broadcasting.Join(inputs.Select(input => input.Extent));
}

/// <summary>What stands for primitives and is replaced by them before a graph is derived.</summary>
public abstract record ReadableOp : Op
{
    /// <inheritdoc/>
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        throw new InvalidOperationException($"{this} is replaced by its primitives before it is derived.");
}

/// <summary>The same value under another name.</summary>
public sealed record AliasOp : ReadableOp
{
    /// <inheritdoc/>
    public override bool MovesElements => true;

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent;
}

/// <summary>When the first of two values holds, and the second at other times.</summary>
public enum Selector
{
    /// <summary>While training.</summary>
    Training,

    /// <summary>Where the encoder has run; the decoder by itself does without what only the encoder knows.</summary>
    Encoded,

    /// <summary>Where random codes are drawn; elsewhere something takes the draw's place, its mean say.</summary>
    Draw,
}

/// <summary>The first of two values while the selector holds, the second elsewhere. A training step computes the first alone.</summary>
/// <param name="Selector">When the first holds.</param>
public sealed record SelectOp(Selector Selector) : ReadableOp
{
    /// <summary>The only phase of a training in which the first holds; null for all.</summary>
    public string? Phase { get; init; }

    /// <summary>Whether the first holds in a phase.</summary>
    public bool HoldsIn(string phase) => Phase is null || Phase == phase;

    /// <summary>Where nothing is drawn, an example has one row.</summary>
    public override bool AlignsRows => Selector != Selector.Draw;

    /// <inheritdoc/>
    protected override string Text => $"select {Selector.ToString().ToLowerInvariant()}{(Phase is null ? "" : $" in {Phase}")}";

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent;
}
