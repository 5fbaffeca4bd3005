using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The argument <c>mask: m</c> of terms that compare with data: they count the elements where the binary data m is 1.</summary>
internal static class Masking
{
    private const string Name = "mask";

    /// <summary>The parameter.</summary>
    public static Parameter Parameter { get; } = new(Name, ParameterKind.Value, NamedOnly: true, Optional: true);

    /// <summary>Whether a term has no mask, or one that fits its data; an error has been reported where not.</summary>
    public static bool Fits(TermBinding binding, BoundTerm term, BoundData data)
    {
        if (!term.Arguments.Has(Name))
        {
            return true;
        }

        var span = term.Arguments.SpanOf(Name);
        if (binding.FindData(term.Arguments.Word(Name), span) is not { } mask)
        {
            return false;
        }

        if (Mistake(mask, data) is var (message, help))
        {
            binding.Report(ObjectiveErrors.Unfit(span, message, help));
            return false;
        }

        return true;
    }

    /// <summary>Where a term's mask is written, or null.</summary>
    public static TextSpan? Of(BoundTerm term) => term.Arguments.Has(Name) ? term.Arguments.SpanOf(Name) : null;

    /// <summary>1 for each element of a term's data that counts, 0 for others; null where all do.</summary>
    public static Value? Of(TermLowering at, BoundTerm term, string data)
    {
        var mask = term.Arguments.Has(Name) ? at.Value(term, Name) : null;
        return at.Presence(data) is { } present ? mask is null ? present : mask * present : mask;
    }

    private static (string Message, string Help)? Mistake(BoundData mask, BoundData data)
    {
        var declared = $"data {mask.Name}: binary{(data.Shape.Rank == 0 ? "[1]" : data.Shape.InBrackets())}";
        return mask switch
        {
            { Domain.Name: not "binary" } =>
                ($"a mask is binary data, and `{mask.Name}` is {mask.Domain.Name}", $"declare it as `{declared}`"),
            { Optional: true } =>
                ($"a mask says what counts, and elements of `{mask.Name}` may be missing", $"declare it as `{declared}`"),
            _ when data is { Optional: true, Classes: > 0 } =>
                ($"`{data.Name}` may be missing, which masks it already", $"declare `data {data.Name}` without `?`, or leave the mask out"),
            _ when mask.Shape != data.Shape =>
                ($"the mask `{mask.Name}` is {mask.Shape.Described()}, and `{data.Name}` is {data.Shape.Described()}",
                    data.Shape.Rank == 0 ? "declare the class as optional, `?`, in place of a mask" : $"declare it as `{declared}`"),
            _ => null,
        };
    }
}
