using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// d variables of k classes in k · d numbers: the classes' maps one behind the other, as <c>flatten</c> makes them of one-hot data. Class j
/// of variable i is number j d + i.
/// </summary>
internal static class ClassGroups
{
    /// <summary>How many numbers d variables have, or null where d is not given.</summary>
    public static int? WidthOf(BoundArguments arguments) =>
        arguments.Has("d") ? (int)Math.Min(int.MaxValue, (long)arguments.Int("d") * arguments.Int("k")) : null;

    /// <summary>Why an event is no variables of k classes, or null where it is.</summary>
    public static Diagnostic? Misfit(string distribution, BoundArguments arguments, Shape eventShape, TextSpan span) =>
        arguments.Int("k") switch
        {
            1 => NameErrors.TooSmall(distribution, "k", 2, 1, arguments.SpanOf("k"), "one class says nothing"),
            var k when eventShape[0] % k != 0 => DomainErrors.NoGroups(span, eventShape[0], k),
            _ => null,
        };

    /// <summary>Why variables of a prior are not those of its code, or null where they are.</summary>
    public static string? Disagreement(BoundArguments code, BoundArguments prior) => code.Int("k") == prior.Int("k")
        ? null
        : $"its variables have {NumberText.Of(prior.Int("k"))} classes, and those of the code {NumberText.Of(code.Int("k"))}";

    /// <summary>The classes along the first dimension; what is one number for all stays one.</summary>
    public static Value Grouped(Density density, Value value)
    {
        var k = density.Arguments.Int("k");
        return value.Op is FillOp || value.Shape[0] == k
            ? value
            : value.Reshape(Shape.Of([k, value.Shape[0] / k, .. value.Shape.Spatial]));
    }

    /// <summary>Logarithms of the classes' probabilities; one number where all are as likely.</summary>
    public static Value Logarithms(Density density) => density["logits"].Op is FillOp
        ? density["logits"].Constant(-Math.Log(density.Arguments.Int("k")))
        : Grouped(density, density["logits"]).LogSoftmax();

    /// <summary>The probabilities, in the code's order.</summary>
    public static Value Mean(Density density) => Grouped(density, density["logits"]).Softmax().Reshape(density["logits"].Shape);

    /// <summary>Of the classes: Σ q (log q - log p).</summary>
    public static Value Divergence(Density posterior, Density prior)
    {
        var q = Logarithms(posterior);
        return q.Exp() * (q - Logarithms(prior));
    }
}
