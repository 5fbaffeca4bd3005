namespace Hourglass.Compiler.Syntax.Tree;

/// <summary>An argument's value, a constant, a weight, a term or an objective.</summary>
public abstract record Expression(TextSpan Span) : SyntaxNode(Span);

/// <summary>A literal such as <c>20</c>, <c>0.1</c> or <c>1e-3</c>.</summary>
/// <param name="Text">The literal as written; the printer repeats it.</param>
/// <param name="Value">Its value, read in the invariant culture.</param>
/// <param name="Span">Where it stands.</param>
public sealed record NumberExpression(string Text, double Value, TextSpan Span) : Expression(Span);

/// <summary>
/// A name: a constant, a parameter, an activation, a label, a data name, a word such as <c>same</c> or <c>cosine</c>. May be dotted
/// (<c>z.mean</c>).
/// </summary>
public sealed record NameExpression(string Name, TextSpan Span) : Expression(Span);

/// <summary><c>+x</c> or <c>-x</c>.</summary>
public sealed record UnaryExpression(char Operator, Expression Operand, TextSpan Span) : Expression(Span);

/// <summary>One of <c>+ - * /</c>.</summary>
public sealed record BinaryExpression(char Operator, Expression Left, Expression Right, TextSpan Span) : Expression(Span);

/// <summary>An expression in parentheses; kept so that printing gives back what was written.</summary>
public sealed record ParenthesizedExpression(Expression Inner, TextSpan Span) : Expression(Span);

/// <summary>A call such as <c>gaussian(0.3)</c>, <c>kl(z)</c> or <c>ramp(0, 4, epochs: 5)</c>.</summary>
public sealed record CallExpression(Identifier Name, EquatableArray<Argument> Arguments, TextSpan Span) : Expression(Span);

/// <summary>Several values in parentheses, one for each axis, <c>(3, 5)</c>.</summary>
public sealed record TupleExpression(EquatableArray<Expression> Items, TextSpan Span) : Expression(Span);

/// <summary>A list in brackets, <c>[mask(0.1), mask(0.2)]</c>.</summary>
public sealed record ListExpression(EquatableArray<Expression> Items, TextSpan Span) : Expression(Span);

/// <summary>A place to start from, <c>from "runs/other"</c>; a setting's value alone.</summary>
/// <param name="Path">The path, without its quotes.</param>
/// <param name="Span">From the word to the closing quote.</param>
public sealed record FromExpression(string Path, TextSpan Span) : Expression(Span);

/// <summary>A named summand of an objective, <c>rec: nll(x)</c>.</summary>
public sealed record LabelledExpression(Identifier Label, Expression Inner, TextSpan Span) : Expression(Span);

/// <summary>An argument, by position or by name (<c>stride: 2</c>).</summary>
/// <param name="Name">The name before the colon, if any.</param>
/// <param name="Value">The value.</param>
/// <param name="Span">From the name, if any, to the value's end.</param>
public sealed record Argument(Identifier? Name, Expression Value, TextSpan Span) : SyntaxNode(Span);
