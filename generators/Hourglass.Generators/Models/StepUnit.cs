using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Models;

/// <summary>
/// A training step that is still to be derived. Units are equal where their steps are: an edit that moves a model's text, or only its
/// documentation, derives nothing.
/// </summary>
/// <param name="Key">All that the step depends on.</param>
/// <param name="Hint">The generated source's name without <c>.g.cs</c>.</param>
/// <param name="Model">The model.</param>
internal sealed record StepUnit(string Key, string Hint, ModelUnit Model)
{
    /// <summary>What the step's source has behind the name of the model's.</summary>
    public const string Suffix = ".Step";

    public bool Equals(StepUnit? other) => other is not null && Key == other.Key && Hint == other.Hint;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);

    /// <summary>Never throws: a failure becomes a diagnostic.</summary>
    public static DerivedStep Derive(StepUnit unit, CancellationToken cancellation) => Guard.Run(
        () => new DerivedStep(unit.Hint, AeCompiler.CompileStep(unit.Model.Input, unit.Model.Options, cancellation), null),
        failure => new DerivedStep(unit.Hint, null, new PlacedDiagnostic(unit.Model.IsClass ? "" : unit.Model.Owner, failure)));
}

/// <summary>What came of a step.</summary>
/// <param name="Hint">The generated source's name without <c>.g.cs</c>.</param>
/// <param name="Text">Its C#, or null where the compiler failed.</param>
/// <param name="Failure">What is wrong, or null.</param>
internal sealed record DerivedStep(string Hint, string? Text, PlacedDiagnostic? Failure);
