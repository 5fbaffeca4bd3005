using Hourglass.Compiler;
using Hourglass.Compiler.Binding;

namespace Hourglass.Editor.Analysis;

/// <summary>A model as it was bound once; its places are those that it had then.</summary>
/// <param name="Key">All that the result depends on: equal keys, equal results but for the lines.</param>
/// <param name="Input">What was bound.</param>
/// <param name="Binding">What is known of it.</param>
/// <param name="Notes">What was found out on the way.</param>
internal sealed record BoundUnit(string Key, ModelInput Input, BindingResult Binding, BindingNotes Notes);

/// <summary>A model of a file, bound now or, with the same characters on other lines, before.</summary>
/// <param name="Input">The model where it stands now.</param>
/// <param name="Unit">What is known of it.</param>
internal sealed record ModelAnalysis(ModelInput Input, BoundUnit Unit)
{
    private readonly int _modelShift = Input.Model.Span.Start.Line - Unit.Input.Model.Span.Start.Line;
    private readonly int _variantShift = (Input.Variant?.Span.Start.Line - Unit.Input.Variant?.Span.Start.Line) ?? 0;

    /// <summary>Its name.</summary>
    public string Name => Input.Name;

    /// <summary>What is wrong with it, where it stands now.</summary>
    public IEnumerable<Diagnostic> Diagnostics => Unit.Binding.Diagnostics.Select(Now);

    /// <summary>Where a place of the result stands now.</summary>
    public TextSpan Now(TextSpan span) => new(Now(span.Start), Now(span.End));

    private LinePosition Now(LinePosition place)
    {
        var isInVariant = Unit.Input.Variant is { } variant && variant.Span.Start.CompareTo(place) <= 0
            && place.CompareTo(variant.Span.End) <= 0;
        return place with { Line = place.Line + (isInVariant ? _variantShift : _modelShift) };
    }

    private Diagnostic Now(Diagnostic diagnostic) => _modelShift == 0 && _variantShift == 0 ? diagnostic : diagnostic with
    {
        Span = Now(diagnostic.Span),
        Related = diagnostic.Related.Select(related => related with { Span = Now(related.Span) }).ToEquatable(),
        Fixes = diagnostic.Fixes
            .Select(fix => fix with { Edits = fix.Edits.Select(edit => edit with { Span = Now(edit.Span) }).ToEquatable() })
            .ToEquatable(),
    };
}
