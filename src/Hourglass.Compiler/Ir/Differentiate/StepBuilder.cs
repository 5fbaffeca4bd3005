using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>Adds values to the graph of a step: equal ones are shared, and what is trivial is simplified on the way.</summary>
/// <param name="cancellation">Stops the work where it is no longer wanted.</param>
public sealed class StepBuilder(CancellationToken cancellation = default)
{
    /// <summary>Some values are made on the way to others and left out at last.</summary>
    private const int MaximalValues = 4 * Limits.StepValues;

    private readonly List<StepValue> _values = [];
    private readonly Dictionary<(StepOp Op, EquatableArray<StepValue> Inputs), StepValue> _known = [];

    /// <summary>Every value, in an order of evaluation.</summary>
    public IReadOnlyList<StepValue> Values => _values;

    /// <summary>The text that the values added next come from.</summary>
    public TextSpan Origin { get; set; }

    /// <summary>The name of the values added next, whatever their rule calls them: gradients have the name of what they belong to.</summary>
    public string? NameOverride { get; set; }

    /// <summary>Adds a value, or gives the one that is known already.</summary>
    public StepValue Add(StepOp op, string name, params StepValue[] inputs)
    {
        inputs = AlignRows(inputs);
        var key = (op, new EquatableArray<StepValue>(inputs));
        if (!_known.TryGetValue(key, out var value))
        {
            cancellation.ThrowIfCancellationRequested();
            if (_values.Count == MaximalValues)
            {
                throw new UnderivedException($"a step of more than {NumberText.Of(Limits.StepValues)} values");
            }

            value = new StepValue(_values.Count, op, key.Item2, op.ExtentOf(inputs), NameOverride ?? name, Origin);
            _values.Add(value);
            _known.Add(key, value);
        }

        return value;
    }

    /// <summary>x + y.</summary>
    public StepValue Plus(StepValue x, StepValue y) => (x.Op, y.Op) switch
    {
        (FillOp { Factor: { IsNumber: true } number }, _) when Covers(y, x) => Shift(y, number.Number),
        (_, FillOp { Factor: { IsNumber: true } number }) when Covers(x, y) => Shift(x, number.Number),
        _ => Add(new PlusOp(), x.Name, x, y),
    };

    /// <summary>x - y.</summary>
    public StepValue Minus(StepValue x, StepValue y) => y.Op is FillOp { Factor: { IsNumber: true } number } && Covers(x, y)
        ? Shift(x, -number.Number)
        : Add(new MinusOp(), x.Name, x, y);

    /// <summary>x · y.</summary>
    public StepValue Times(StepValue x, StepValue y) => (x.Op, y.Op) switch
    {
        (FillOp fill, _) when Covers(y, x) => Scale(y, fill.Factor),
        (_, FillOp fill) when Covers(x, y) => Scale(x, fill.Factor),
        (ScaleOp scale, _) when Covers(x, y) => Scale(Times(x.Inputs[0], y), scale.Factor),
        (_, ScaleOp scale) when Covers(x, y) => Scale(Times(x, y.Inputs[0]), scale.Factor),
        _ => Add(new TimesOp(), x.Name, x, y),
    };

    /// <summary>x / y.</summary>
    public StepValue Over(StepValue x, StepValue y) => Add(new OverOp(), x.Name, x, y);

    /// <summary>x times a number.</summary>
    public StepValue Scale(StepValue x, double number) => Scale(x, Factor.Of(number));

    /// <summary>x times a number that is known before the step.</summary>
    public StepValue Scale(StepValue x, Factor factor) => x.Op switch
    {
        _ when factor.IsOne => x,
        FillOp fill => Fill(fill.Factor * factor, x.Extent),
        ScaleOp scale => Scale(x.Inputs[0], scale.Factor * factor),
        _ => Add(new ScaleOp(factor), x.Name, x),
    };

    /// <summary>x plus a number.</summary>
    public StepValue Shift(StepValue x, double amount) => x.Op switch
    {
        _ when amount == 0 => x,
        FillOp { Factor: { IsNumber: true } fill } => Fill(Factor.Of(fill.Number + amount), x.Extent),
        _ => Add(new ShiftOp(amount), x.Name, x),
    };

    /// <summary>A function of each element.</summary>
    public StepValue Map(Function function, StepValue x, double number = 0, string? name = null) =>
        x.Op is FillOp { Factor: { IsNumber: true } factor } && function == Functions.Exp
            ? Fill(Factor.Of(Math.Exp(factor.Number)), x.Extent)
            : Add(new MapOp(function, number), name ?? x.Name, x);

    /// <summary>The same number everywhere.</summary>
    public StepValue Fill(Factor factor, Extent extent) => Add(new FillOp(factor, extent), "filled");

    /// <summary>A matrix product.</summary>
    public StepValue MatMul(StepValue left, bool transposeLeft, StepValue right, bool transposeRight, string? name = null) =>
        Add(new MatMulOp(transposeLeft, transposeRight), name ?? (transposeLeft ? right.Name : left.Name), left, right);

    /// <summary>The same numbers in another shape.</summary>
    public StepValue View(StepValue x, Extent extent, string? name = null) => x.Op switch
    {
        _ when x.Extent == extent => x,
        ViewOp => View(x.Inputs[0], extent, name),
        FillOp fill => Fill(fill.Factor, extent),
        _ => Add(new ViewOp(extent), name ?? x.Name, x),
    };

    /// <summary>A value repeated to a larger extent.</summary>
    public StepValue Expand(StepValue x, Extent extent) => x.Op switch
    {
        _ when x.Extent == extent => x,
        FillOp fill => Fill(fill.Factor, extent),
        ExpandOp => Expand(x.Inputs[0], extent),
        _ => Add(new ExpandOp(extent), x.Name, x),
    };

    /// <summary>Sums to a smaller extent.</summary>
    public StepValue Sum(StepValue x, Extent extent)
    {
        if (x.Extent == extent)
        {
            return x;
        }

        if (x.Op is ScaleOp scale)
        {
            return Scale(Sum(x.Inputs[0], extent), scale.Factor);
        }

        return x.Extent.Rows > extent.Rows && extent.HasRows
            ? Sum(Fold(x, x.Extent.Rows / extent.Rows), extent)
            : Add(new SumOp(extent), x.Name, x);
    }

    /// <summary>Sums a gradient to the extent of the value that it belongs to, which was broadcast; repetitions of it are kept where all rows carry several gradients.</summary>
    public StepValue SumTo(StepValue gradient, StepValue target) =>
        target.Extent.HasRows && gradient.Extent.Rows != target.Extent.Rows
            ? Sum(gradient, target.Extent with { Rows = gradient.Extent.Rows })
            : Sum(gradient, target.Extent);

    /// <summary>The sum of all elements.</summary>
    public StepValue SumAll(StepValue x) => Sum(x, Extent.Scalar);

    /// <summary>A block of every row.</summary>
    public StepValue Cut(StepValue x, IEnumerable<int> start, Shape shape) =>
        x.Extent.Shape == shape ? x : Add(new CutOp(start.ToEquatable(), shape), x.Name, x);

    /// <summary>Every row as a block of a larger row of zeros.</summary>
    public StepValue Embed(StepValue x, IEnumerable<int> start, Shape shape) =>
        x.Extent.Shape == shape ? x : Add(new EmbedOp(start.ToEquatable(), shape), x.Name, x);

    /// <summary>All rows several times over.</summary>
    public StepValue Repeat(StepValue x, int times) => times == 1 ? x : Add(new RepeatOp(times), x.Name, x);

    /// <summary>Sums over repetitions.</summary>
    public StepValue Fold(StepValue x, int times) => times == 1 ? x : Add(new FoldOp(times), x.Name, x);

    /// <summary>Repeats until there are as many rows as another value has.</summary>
    public StepValue RepeatTo(StepValue x, StepValue other) =>
        x.Extent.HasRows && other.Extent.Rows > x.Extent.Rows ? Repeat(x, other.Extent.Rows / x.Extent.Rows) : x;

    /// <summary>Whether the product of the two has the extent of the first alone.</summary>
    private static bool Covers(StepValue x, StepValue y) => x.Extent == y.Extent || Broadcasting.Fits(y.Extent, x.Extent);

    private StepValue[] AlignRows(StepValue[] inputs)
    {
        var rows = inputs.Length < 2 ? 0 : inputs.Max(input => input.Extent.Rows);
        return inputs.All(input => !input.Extent.HasRows || input.Extent.Rows == rows) || rows == 0
            ? inputs
            : [.. inputs.Select(input => input.Extent.HasRows ? Repeat(input, rows / input.Extent.Rows) : input)];
    }
}
