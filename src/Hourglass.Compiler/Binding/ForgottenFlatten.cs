using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Binding;

/// <summary>
/// A <c>dense</c> that was given a feature map, of which it changes the last size alone. What it gives is a map again, and the error comes
/// where a vector is needed: there the user is told where it began.
/// </summary>
/// <param name="Dense">Where the stage is written.</param>
/// <param name="Input">The map.</param>
internal sealed record ForgottenFlatten(TextSpan Dense, Shape Input)
{
    private static readonly HashSet<string> Shapes =
    [
        ShapeErrors.WrongRankRule.Id, ShapeErrors.ReshapeCountRule.Id, ShapeErrors.OutputDoesNotFitRule.Id,
        ShapeErrors.HeadDoesNotFitRule.Id,
        ShapeErrors.CannotConcatRule.Id, ShapeErrors.CannotAddRule.Id, ObjectiveErrors.ShapesDifferRule.Id,
    ];

    /// <summary>
    /// What is known behind a stage: a <c>dense</c> on a map begins it, and a stage that gives a shape of its own ends it.
    /// </summary>
    public static ForgottenFlatten? Behind(ForgottenFlatten? before, BoundStage stage, Layout layout, TextSpan span) => stage.Entry switch
    {
        _ when layout is Layout.Sequence or Layout.SequenceFromBehind => null,
        Catalogue.Stages.Dense when stage.Input.IsMap => before ?? new ForgottenFlatten(span, stage.Input),
        Catalogue.Stages.Flatten or Catalogue.Stages.Reshape or Catalogue.Stages.Last => null,
        _ => before,
    };

    /// <summary>An error about shapes, with the place where it began and the repair; any other as it is.</summary>
    public Diagnostic Explain(Diagnostic error) => !Shapes.Contains(error.Id)
        ? error
        : (error with
        {
            Help = "put `flatten` before that `dense`: `flatten -> dense(…)`",
            Related = error.Related.Concat([new RelatedSpan(
                Dense,
                $"it began here: this `dense` gets {Input.Described()} and changes its last size alone")]).ToEquatable(),
            Fixes = EquatableArray<Fix>.Empty,
        }).PutIn(Dense.Start, "flatten -> ");
}
