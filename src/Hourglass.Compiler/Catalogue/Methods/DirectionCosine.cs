using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Methods;

/// <summary>
/// The cosine between what a method moves parameters by and the gradient: a figure of its phases, and no word of the language.
/// </summary>
internal sealed class DirectionCosine : TermEntry
{
    /// <summary>The call that readers of the graph see: the total, then each parameter and its direction.</summary>
    internal const string Call = "direction_cosine";

    private const double Least = 1e-30;

    private DirectionCosine()
    {
    }

    public override string Name => "cosine";
    public override string Summary => "The cosine between what the method moves parameters by and the gradient.";
    public override string Formula => "⟨d, ∇⟩ / (|d| |∇|)";
    public override bool IsFigure => true;

    /// <summary>The figure of a phase.</summary>
    public static BoundTerm Of(TextSpan span) => new("cosine", new DirectionCosine(), BoundArguments.None, BoundWeight.Zero, span);

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term) => [term];

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        [new TermRead(TermReadKind.Weights, Terms.PenaltyTerm.AllWeights)];

    public override Value Lower(TermLowering at, BoundTerm term) =>
        throw new InvalidOperationException("It is lowered behind the other terms, of which it is the figure.");

    /// <summary>The figure.</summary>
    /// <param name="at">What terms see.</param>
    /// <param name="total">What is minimized.</param>
    /// <param name="directions">The directions.</param>
    public static Value Lower(TermLowering at, Value total, IReadOnlyList<Direction> directions) => at.Scalar(
        Call,
        [total, .. directions.Select(direction => direction.Weight), .. directions.Select(direction => direction.Value)],
        of => Body(of, directions.Count));

    private static Value Body(IReadOnlyList<Value> of, int count)
    {
        var total = of[0];
        var gradients = ReverseMode.Gradients(total.Build, [(total, total.Constant(1))], [.. of.Skip(1).Take(count)]);
        var pairs = gradients.Zip(of.Skip(1 + count), (gradient, direction) => (Gradient: gradient, Direction: direction)).ToArray();
        Value Sum(IEnumerable<Value> parts) => parts.Aggregate((sum, part) => sum + part);
        var squares = Sum(pairs.Select(pair => pair.Direction.Square().Sum()));
        var present = pairs.Where(pair => pair.Gradient is not null).ToArray();
        return present.Length == 0
            ? total.Constant(0)
            : Sum(present.Select(pair => (pair.Gradient! * pair.Direction).Sum()))
                * (squares * Sum(present.Select(pair => pair.Gradient!.Square().Sum()))).AtLeast(Least).Rsqrt();
    }
}
