namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>An expression in C#, with how tightly it binds.</summary>
/// <param name="Text">The text.</param>
/// <param name="Level">The level of its outermost operator.</param>
internal readonly record struct Code(string Text, Level Level)
{
    /// <summary>A name, a literal, a call: what needs no parentheses anywhere.</summary>
    public static Code Primary(string text) => new(text, Level.Primary);

    /// <summary>The text where something at least as tight is wanted.</summary>
    public string At(Level level) => Level < level ? $"({Text})" : Text;

    /// <summary>The text in front of a member's dot.</summary>
    public string Receiver => At(Level.Primary);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>How tightly an operator binds, in C#'s order.</summary>
internal enum Level
{
    /// <summary><c>a ? b : c</c>.</summary>
    Conditional,

    /// <summary><c>a + b</c>.</summary>
    Additive,

    /// <summary><c>a * b</c>.</summary>
    Multiplicative,

    /// <summary><c>-a</c>.</summary>
    Unary,

    /// <summary>Names, literals, calls.</summary>
    Primary,
}
