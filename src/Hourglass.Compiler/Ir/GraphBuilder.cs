using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Ir;

/// <summary>Adds values to a graph: equal ones are shared, and what is trivial is simplified on the way.</summary>
/// <param name="cancellation">Stops the work where it is no longer wanted.</param>
/// <param name="knows">Which named calls stay calls; the others are replaced by their bodies at once. All are, where it is null.</param>
/// <param name="limit">How many values there may be.</param>
public sealed partial class GraphBuilder(
    CancellationToken cancellation = default, Func<string, bool>? knows = null, int limit = int.MaxValue)
{
    private readonly List<Value> _values = [];
    private readonly Dictionary<(Op Op, EquatableArray<Value> Inputs, Region Region), Value> _known = [];

    /// <summary>Every value, in an order of evaluation.</summary>
    public IReadOnlyList<Value> Values => _values;

    /// <summary>The text that the values added next come from.</summary>
    public TextSpan Origin { get; set; }

    /// <summary>The region of the values that are added next.</summary>
    public Region Region { get; set; }

    /// <summary>
    /// What the values added next are part of: a term, a draw, a stage; those without a name of their own are called after it.
    /// </summary>
    public string? Scope { get; set; }

    /// <summary>
    /// The name of the values added next, whatever their rule calls them: gradients have the name of what they belong to.
    /// </summary>
    public string? NameOverride { get; set; }

    /// <summary>Adds a value, or gives the one that is known already.</summary>
    public Value Add(Op op, string name, params Value[] inputs)
    {
        foreach (var input in inputs)
        {
            Own(input);
        }

        inputs = op.AlignsRows ? AlignRows(inputs) : inputs;
        var key = (op, new EquatableArray<Value>(inputs), Region);
        if (!_known.TryGetValue(key, out var value))
        {
            cancellation.ThrowIfCancellationRequested();
            if (_values.Count == limit)
            {
                throw new UnderivedException($"a step of more than {NumberText.Of(Limits.StepValues)} values");
            }

            value = new Value(this, _values.Count, op, key.Item2, Region, NameOverride ?? name);
            _values.Add(value);
            _known.Add(key, value);
        }

        return value;
    }

    /// <summary>
    /// Gives a value a name that readers meet; a value that has one already is given another under the new name where that is a binding's.
    /// </summary>
    public Value Name(Value value, string name, bool isBinding = false)
    {
        if (value.Region != Region || value.IsBinding || value.Op is DataOp or WeightOp or FillOp)
        {
            return isBinding ? Name(Add(new AliasOp(), name, value), name, isBinding: true) : value;
        }

        if (!value.IsNamed || isBinding)
        {
            (value.Name, value.IsNamed, value.IsBinding) = (name, true, isBinding);
        }

        return value;
    }

    /// <summary>A named call, or its body where the graph's reader does not know the name.</summary>
    public Value Call(
        string name,
        Extent extent,
        IEnumerable<object> arguments,
        IReadOnlyList<Value> inputs,
        Func<IReadOnlyList<Value>, Value> body) =>
        knows?.Invoke(name) == true
            ? Add(new CallOp(name, extent, arguments.ToEquatable(), body), Scope ?? name, [.. inputs])
            : Own(body(inputs));

    /// <summary>The first value while the selector holds, the second elsewhere.</summary>
    /// <param name="selector">When.</param>
    /// <param name="value">The first.</param>
    /// <param name="elsewhere">The second.</param>
    /// <param name="phase">The only phase of a training in which it holds; null for all.</param>
    public Value Select(Selector selector, Value value, Value elsewhere, string? phase = null) =>
        value == elsewhere ? value : Add(new SelectOp(selector) { Phase = phase }, Scope ?? value.Name, value, elsewhere);

    /// <summary>Statistics that a step moves.</summary>
    public List<RunningUpdate> Averages { get; } = [];

    /// <summary>The keys of parameters that are numbers like others here: another step moves them.</summary>
    public HashSet<string> Fixed { get; init; } = [];

    /// <summary>A parameter of a layer.</summary>
    public Value Weight(Layer layer, string member)
    {
        var key = layer.KeyOf(member);
        var isTrained = layer.Definition.IsTrained(member) && !Fixed.Contains(key);
        return Add(new WeightOp(key, layer.Definition.ShapeOf(member), isTrained), key.Replace('.', '_'));
    }

    /// <summary>x + y.</summary>
    public Value Plus(Value x, Value y) => (Part(x), Part(y)) switch
    {
        (FillOp { Factor: { IsNumber: true } number }, _) when Covers(y, x) => Shift(y, number.Number),
        (_, FillOp { Factor: { IsNumber: true } number }) when Covers(x, y) => Shift(x, number.Number),
        _ => Add(new PlusOp(), NameOf(x), x, y),
    };

    /// <summary>x - y.</summary>
    public Value Minus(Value x, Value y) => (Part(x), Part(y)) switch
    {
        (_, FillOp { Factor: { IsNumber: true } number }) when Covers(x, y) => Shift(x, -number.Number),
        (FillOp { Factor: { IsNumber: true } number }, _) when Covers(y, x) => Shift(Scale(y, -1), number.Number),
        (ScaleOp left, ScaleOp right) when left.Factor == right.Factor => Scale(Minus(x.Inputs[0], y.Inputs[0]), left.Factor),
        (ShiftOp left, ShiftOp right) => Shift(Minus(x.Inputs[0], y.Inputs[0]), left.Amount - right.Amount),
        _ => Add(new MinusOp(), NameOf(x), x, y),
    };

    /// <summary>x · y.</summary>
    public Value Times(Value x, Value y) => (Part(x), Part(y)) switch
    {
        (FillOp fill, _) when Covers(y, x) => Scale(y, fill.Factor),
        (_, FillOp fill) when Covers(x, y) => Scale(x, fill.Factor),
        (ScaleOp scale, _) when Covers(x, y) => Scale(Times(x.Inputs[0], y), scale.Factor),
        (_, ScaleOp scale) when Covers(x, y) => Scale(Times(x, y.Inputs[0]), scale.Factor),
        _ => Add(new TimesOp(), NameOf(x), x, y),
    };

    /// <summary>x / y.</summary>
    public Value Over(Value x, Value y) => Add(new OverOp(), NameOf(x), x, y);

    /// <summary>x times a number.</summary>
    public Value Scale(Value x, double number) => Scale(x, Factor.Of(number));

    /// <summary>x times a number that is known before the step.</summary>
    public Value Scale(Value x, Factor factor) => Part(x) switch
    {
        _ when factor.IsOne => x,
        FillOp fill => Fill(fill.Factor * factor, x.Extent),
        ScaleOp scale => Scale(x.Inputs[0], scale.Factor * factor),
        _ => Add(new ScaleOp(factor), NameOf(x), x),
    };

    /// <summary>x plus a number.</summary>
    public Value Shift(Value x, double amount) => Part(x) switch
    {
        _ when amount == 0 => x,
        FillOp { Factor: { IsNumber: true } fill } => Fill(Factor.Of(fill.Number + amount), x.Extent),
        _ => Add(new ShiftOp(amount), NameOf(x), x),
    };

    /// <summary>A function of each element.</summary>
    public Value Map(Function function, Value x, double number = 0, string? name = null) =>
        x.Op is FillOp { Factor: { IsNumber: true } factor } && function.OfNumber is { } known
            ? Fill(Factor.Of(known(factor.Number)), x.Extent)
            : Add(new MapOp(function, number), name ?? (Scope is not null && x.IsNamed ? $"{function.Name}_{x.Name}" : x.Name), x);

    /// <summary>The same number everywhere.</summary>
    public Value Fill(Factor factor, Extent extent) => Add(new FillOp(factor, extent), "filled");

    /// <summary>A number.</summary>
    public Value Constant(double number) => Fill(Factor.Of(number), Extent.Scalar);

    /// <summary>The same numbers in another shape.</summary>
    public Value View(Value x, Extent extent, string? name = null) => Part(x) switch
    {
        _ when x.Extent == extent => x,
        ViewOp => View(x.Inputs[0], extent, name),
        FillOp fill => Fill(fill.Factor, extent),
        _ => Add(new ViewOp(extent), name ?? NameOf(x), x),
    };

    /// <summary>A value repeated to a larger extent.</summary>
    public Value Expand(Value x, Extent extent) => Part(x) switch
    {
        _ when x.Extent == extent => x,
        FillOp fill => Fill(fill.Factor, extent),
        ExpandOp => Expand(x.Inputs[0], extent),
        _ => Add(new ExpandOp(extent), NameOf(x), x),
    };

    /// <summary>Sums to a smaller extent.</summary>
    public Value Sum(Value x, Extent extent)
    {
        if (x.Extent == extent)
        {
            return x;
        }

        switch (Part(x))
        {
            case ScaleOp scale:
                return Scale(Sum(x.Inputs[0], extent), scale.Factor);
            case FillOp { Factor.IsNumber: true } fill when x.Extent.Rows == extent.Rows && x.Extent.Column is null:
                return Fill(fill.Factor * ((double)x.Extent.Count / extent.Count), extent);
            case SumOp when extent == Extent.Scalar:
                return Sum(x.Inputs[0], extent);
            case ViewOp when extent == Extent.Scalar && x.Inputs[0].Extent.HasRows == x.Extent.HasRows:
                return Sum(x.Inputs[0], extent);
        }

        return x.Extent.Rows > extent.Rows && extent.HasRows
            ? Sum(Fold(x, x.Extent.Rows / extent.Rows), extent)
            : Add(new SumOp(extent), NameOf(x), x);
    }

    /// <summary>The mean, over what a smaller extent lacks.</summary>
    public Value Mean(Value x, Extent extent)
    {
        var each = (double)x.Extent.Count / extent.Count;
        return Scale(Sum(x, extent), extent.HasRows ? Factor.Of(1 / each) : Factor.PerExample * (1 / (each * x.Extent.Rows)));
    }

    /// <summary>
    /// Sums a gradient to the extent of the value that it belongs to, which was broadcast; repetitions of it are kept where all rows carry
    /// several gradients.
    /// </summary>
    public Value SumTo(Value gradient, Value target) =>
        target.Extent.HasRows && gradient.Extent.Rows != target.Extent.Rows
            ? Sum(gradient, target.Extent with { Rows = gradient.Extent.Rows })
            : Sum(gradient, target.Extent);

    /// <summary>The sum of all elements.</summary>
    public Value SumAll(Value x) => Sum(x, Extent.Scalar);

    /// <summary>A block of every row.</summary>
    public Value Cut(Value x, IEnumerable<int> start, Shape shape) =>
        x.Extent.Shape == shape ? x : Add(new CutOp(start.ToEquatable(), shape), NameOf(x), x);

    /// <summary>Every row as a block of a larger row of zeros.</summary>
    public Value Embed(Value x, IEnumerable<int> start, Shape shape) =>
        x.Extent.Shape == shape ? x : Add(new EmbedOp(start.ToEquatable(), shape), NameOf(x), x);

    /// <summary>All rows several times over.</summary>
    public Value Repeat(Value x, int times)
    {
        if (times == 1)
        {
            return x;
        }

        var repeated = Add(new RepeatOp(times), x.Name + "_draws", x);
        repeated.IsNamed = true;
        return repeated;
    }

    /// <summary>Sums over repetitions.</summary>
    public Value Fold(Value x, int times) => times == 1 ? x : Add(new FoldOp(times), NameOf(x), x);

    /// <summary>Repeats until there are as many rows as another value has.</summary>
    public Value RepeatTo(Value x, Value other) =>
        x.Extent.HasRows && other.Extent.Rows > x.Extent.Rows ? Repeat(x, other.Extent.Rows / x.Extent.Rows) : x;

    private string NameOf(Value x) => Scope ?? x.Name;

    /// <summary>
    /// The operation of a value that may be taken apart: what readers meet by its name, or in another method, stays as it is.
    /// </summary>
    private Op? Part(Value x) => x.Op is FillOp || (x.Region == Region && !x.IsNamed) ? x.Op : null;

    /// <summary>
    /// A body is written from what it is given; one that reads values of the graph that it was written in would mix two graphs.
    /// </summary>
    private Value Own(Value value) =>
        value.Build == this ? value : throw new InvalidOperationException($"{value} belongs to another graph.");

    /// <summary>Whether the product of the two has the extent of the first alone.</summary>
    private static bool Covers(Value x, Value y) => x.Extent == y.Extent || Broadcasting.Fits(y.Extent, x.Extent);

    private Value[] AlignRows(Value[] inputs)
    {
        var rows = inputs.Length < 2 ? 0 : inputs.Max(input => input.Extent.Rows);
        return inputs.All(input => !input.Extent.HasRows || input.Extent.Rows == rows) || rows == 0
            ? inputs
            : [.. inputs.Select(input => input.Extent.HasRows ? Repeat(input, rows / input.Extent.Rows) : input)];
    }
}
