namespace Hourglass.Compiler.Syntax.Tree;

/// <summary>
/// A part of a source text. Nodes are immutable and compare by value, their places included; comments leave no trace in them.
/// </summary>
/// <param name="Span">Where the node stands.</param>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>A name and the place where it is written.</summary>
/// <param name="Text">The name, exactly as written.</param>
/// <param name="Span">Where it stands.</param>
public sealed record Identifier(string Text, TextSpan Span) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
