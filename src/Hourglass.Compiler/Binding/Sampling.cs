namespace Hourglass.Compiler.Binding;

/// <summary>How codes are drawn while the objective is computed.</summary>
/// <param name="Draws">How often each code is drawn for an example and step.</param>
/// <param name="Score">
/// Whether the gradient passes by the score function, ∇ log q(z), in place of the draws; it always does where draws carry none.
/// </param>
public sealed record Sampling(int Draws, bool Score = false)
{
    /// <summary>One draw of each.</summary>
    public static Sampling Once { get; } = new(1);
}
