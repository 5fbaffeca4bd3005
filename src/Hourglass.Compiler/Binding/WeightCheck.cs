using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Binding;

/// <summary>Whether a term can have a weight.</summary>
internal static class WeightCheck
{
    /// <summary>Why it cannot; null where it can.</summary>
    public static Diagnostic? Of(TermEntry entry, BoundArguments arguments, BoundWeight weight, TextSpan span)
    {
        if (entry.IsFigure && weight != BoundWeight.One)
        {
            return ObjectiveErrors.NotATerm(
                span,
                $"`{entry.Name}` is a figure, which is reported and not minimized: it has no weight",
                $"write it by itself, `+ {entry.Name}(…)`");
        }

        return weight.IsCapacity && (!entry.IsDivergence || entry.SamplingOf(arguments) is not null)
            ? ObjectiveErrors.Unfit(
                weight.ScheduleSpan,
                $"a capacity is what a divergence is held at, and `{entry.Name}` is none",
                "hold a divergence at it, `1000 * capacity(0, 25, epochs: 50) * kl(z)`, or use `ramp`")
            : null;
    }
}
