using System.Globalization;

namespace Hourglass.Training;

/// <summary>Bounds gradients before they move anything.</summary>
/// <param name="Kind">What is bounded.</param>
/// <param name="Limit">The bound, above 0.</param>
public sealed record GradientClip(ClipKind Kind, double Limit)
{
    /// <summary>In the words of the language: <c>norm(5)</c>.</summary>
    public override string ToString() =>
        $"{(Kind == ClipKind.Norm ? "norm" : "value")}({Limit.ToString("R", CultureInfo.InvariantCulture)})";
}

/// <summary>What of the gradients is bounded.</summary>
public enum ClipKind
{
    /// <summary>The norm of all of them together: longer ones are scaled down (Pascanu et al., 2013).</summary>
    Norm,

    /// <summary>Each number: it is moved into the interval from minus the bound to the bound.</summary>
    Value,
}
