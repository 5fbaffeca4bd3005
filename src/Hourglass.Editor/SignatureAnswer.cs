namespace Hourglass.Editor;

/// <summary>The signature of the call around the cursor.</summary>
/// <param name="Label">The call with its parameters, <c>dense(n, act, bias: true)</c>.</param>
/// <param name="Documentation">Markdown.</param>
/// <param name="Parameters">Where each parameter stands in the label, and what it may be.</param>
/// <param name="Active">The parameter at the cursor; -1 where there is none.</param>
public sealed record SignatureAnswer(
    string Label, string Documentation, IReadOnlyList<(int Start, int End, string Documentation)> Parameters, int Active);
