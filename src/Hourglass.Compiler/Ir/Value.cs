namespace Hourglass.Compiler.Ir;

/// <summary>
/// A value of a graph, in static single assignment form: what an operation computes from other values. Operators and functions on values
/// (<see cref="ValueMath"/>) add values to the same graph, so that mathematics is written down as it is read.
/// </summary>
public sealed class Value
{
    internal Value(GraphBuilder build, int id, Op op, EquatableArray<Value> inputs, Region region, string name)
    {
        Build = build;
        Id = id;
        Op = op;
        Inputs = inputs;
        Extent = op.ExtentOf(inputs);
        Kind = op.KindOf(inputs);
        Region = region;
        Origin = build.Origin;
        Name = name;
    }

    /// <summary>Its number, in the order of creation, which is an order of evaluation.</summary>
    public int Id { get; }

    /// <summary>What computes it.</summary>
    public Op Op { get; }

    /// <summary>What it is computed from.</summary>
    public EquatableArray<Value> Inputs { get; }

    /// <summary>Its size.</summary>
    public Extent Extent { get; }

    /// <summary>What its numbers are.</summary>
    public ValueKind Kind { get; }

    /// <summary>The shape of an example's part, or of the whole where it has no rows.</summary>
    public Shape Shape => Extent.Shape;

    /// <summary>The part of the model that it is computed in.</summary>
    public Region Region { get; }

    /// <summary>The text that it comes from.</summary>
    public TextSpan Origin { get; }

    /// <summary>A name for people.</summary>
    public string Name { get; internal set; }

    /// <summary>Whether readers meet it by its name: a stage's result, a draw, a binding; other values are parts of expressions.</summary>
    public bool IsNamed { get; internal set; }

    /// <summary>Whether the name is that of a binding, which is nobody else's.</summary>
    public bool IsBinding { get; internal set; }

    /// <summary>The graph that it belongs to.</summary>
    internal GraphBuilder Build { get; }

    /// <inheritdoc/>
    public override int GetHashCode() => Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <summary>The sum.</summary>
    public static Value operator +(Value left, Value right) => left.Build.Plus(left, right);

    /// <summary>The difference.</summary>
    public static Value operator -(Value left, Value right) => left.Build.Minus(left, right);

    /// <summary>The product, element by element.</summary>
    public static Value operator *(Value left, Value right) => left.Build.Times(left, right);

    /// <summary>The quotient.</summary>
    public static Value operator /(Value left, Value right) => left.Build.Over(left, right);

    /// <summary>The negative.</summary>
    public static Value operator -(Value value) => value.Build.Scale(value, -1);

    /// <summary>A multiple.</summary>
    public static Value operator *(double number, Value value) => value.Build.Scale(value, number);

    /// <summary>A part.</summary>
    public static Value operator /(Value value, double number) => value.Build.Scale(value, 1 / number);

    /// <summary>A number over the value.</summary>
    public static Value operator /(double number, Value value) => value.Build.Over(value.Constant(number), value);

    /// <summary>A number more.</summary>
    public static Value operator +(Value value, double number) => value.Build.Shift(value, number);

    /// <summary>A number more.</summary>
    public static Value operator +(double number, Value value) => value.Build.Shift(value, number);

    /// <summary>A number less.</summary>
    public static Value operator -(Value value, double number) => value.Build.Shift(value, -number);

    /// <summary>A number, less the value.</summary>
    public static Value operator -(double number, Value value) => value.Build.Shift(-value, number);

    /// <inheritdoc/>
    public override string ToString() =>
        $"%{NumberText.Of(Id)} {Name} = {Op}({string.Join(", ", Inputs.Select(input => "%" + NumberText.Of(input.Id)))}) : {Extent}";
}
