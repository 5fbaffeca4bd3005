namespace Hourglass.Compiler.Ir;

/// <summary>
/// A function of tensors that is written in TorchScript and nowhere else: what loops, or chooses, and would be hundreds of values of a
/// graph. The portable step holds its text, and the readable one calls it by that text. No gradient passes through it: it stands for
/// numbers that are drawn, or for a slope that somebody multiplies by.
/// </summary>
/// <param name="Name">The name of the function that <paramref name="Text"/> defines, in TorchScript.</param>
/// <param name="Summary">What it computes, and where that is written: for readers of the emitted code.</param>
/// <param name="Text">The function: tensors in, a tensor of the first one's size out, whose type it is.</param>
/// <param name="Temporaries">How many tensors of the result's size there are at most while it runs, the result among them; one in double
/// precision counts two.</param>
/// <param name="Purpose">What it is there for, in a user's words: the native step lacks it.</param>
public sealed record ScriptedFunction(string Name, string Summary, string Text, int Temporaries, string Purpose)
{
    /// <summary>The text, <c>\n</c> newlines.</summary>
    public string Text { get; } = Text.Replace("\r", "").TrimEnd('\n') + "\n";

    /// <summary>
    /// The same function in the words of ONNX, a result a line, <c>\n</c> newlines: <c>largest(x) -> kept</c> and below it what is
    /// computed. Null where there is none.
    /// </summary>
    public string? Onnx { get; init; }

    /// <inheritdoc/>
    public bool Equals(ScriptedFunction? other) => other?.Text == Text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
