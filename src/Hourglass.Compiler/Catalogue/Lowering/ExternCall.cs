using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// What a call of a method of the hand-written part is told besides its values. Two uses are two calls, whatever they are given: nothing is
/// known of what such a method does.
/// </summary>
/// <param name="Declared">The declaration.</param>
/// <param name="Numbers">The numbers that it is given.</param>
/// <param name="Span">Where it is used.</param>
internal sealed record ExternCall(BoundExtern Declared, EquatableArray<double> Numbers, TextSpan Span)
{
    /// <summary>The named call of a stage.</summary>
    public const string Stage = "extern_stage";

    /// <summary>The named call of a term.</summary>
    public const string Term = "extern_term";

    /// <summary>There is no body to derive.</summary>
    public Value Body(IReadOnlyList<Value> inputs) => throw new UnderivedException($"`{Declared.Name}`, which is written in C#");

    /// <inheritdoc/>
    public override string ToString() => $"{Declared.Name}({string.Join(", ", Numbers.Select(number => NumberText.Of(number)))})";
}
