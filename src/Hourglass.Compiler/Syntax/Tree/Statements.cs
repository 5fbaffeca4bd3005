namespace Hourglass.Compiler.Syntax.Tree;

/// <summary>A statement of a model's body.</summary>
public abstract record Statement(TextSpan Span) : SyntaxNode(Span);

/// <summary>The roles of a binding.</summary>
public enum Role
{
    /// <summary>Data to codes.</summary>
    Encode,

    /// <summary>Codes to data or a reconstruction.</summary>
    Decode,

    /// <summary>Codes to a data name.</summary>
    Predict,

    /// <summary>The distribution of a code before any data is seen.</summary>
    Prior,

    /// <summary>A score for adversarial terms.</summary>
    Critic,
}

/// <summary><c>data y?: class(10)</c>, <c>data x: unit[1, 28, 28]</c>.</summary>
/// <param name="Doc">The <c>///</c> text above it, or null.</param>
/// <param name="Name">The variable.</param>
/// <param name="Optional">Whether a <c>?</c> marks that it may be missing for an example.</param>
/// <param name="Domain">The domain's word.</param>
/// <param name="DomainArguments">What stands in parentheses behind it, <c>(10)</c>.</param>
/// <param name="Shape">What stands in brackets; null where there are none.</param>
/// <param name="Preparations">What its values go through before anything reads them.</param>
/// <param name="Span">The whole statement.</param>
public sealed record DataStatement(
    string? Doc,
    Identifier Name,
    bool Optional,
    Identifier Domain,
    EquatableArray<Argument> DomainArguments,
    EquatableArray<Expression>? Shape,
    EquatableArray<PreparationSyntax> Preparations,
    TextSpan Span) : Statement(Span);

/// <summary><c>-> standardize</c>, <c>-> clip(-5, 5)</c> behind the shape of data.</summary>
/// <param name="Name">The word.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Span">From the word on.</param>
public sealed record PreparationSyntax(Identifier Name, EquatableArray<Argument> Arguments, TextSpan Span) : SyntaxNode(Span);

/// <summary>One or more bindings under a role: <c>encode z ~ ...</c>, or <c>encode { a = ...  b = ... }</c>.</summary>
/// <param name="Role">The role.</param>
/// <param name="Bindings">The bindings, in order.</param>
/// <param name="Braced">Whether they stand in braces.</param>
/// <param name="Span">The whole statement.</param>
public sealed record RoleStatement(Role Role, EquatableArray<BindingSyntax> Bindings, bool Braced, TextSpan Span) : Statement(Span);

/// <summary><c>h = PIPELINE</c> or <c>z ~ PIPELINE</c>.</summary>
/// <param name="Doc">The <c>///</c> text above it, or null.</param>
/// <param name="Name">What is bound.</param>
/// <param name="Random">True for <c>~</c>.</param>
/// <param name="Pipeline">The right side.</param>
/// <param name="Span">From the name on.</param>
public sealed record BindingSyntax(string? Doc, Identifier Name, bool Random, Pipeline Pipeline, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>minimize rec: nll(x) + beta: 4 * kl(z)</c>; labels are <see cref="LabelledExpression"/> summands.</summary>
public sealed record MinimizeStatement(Expression Objective, TextSpan Span) : Statement(Span);

/// <summary><c>train { ... }</c> or a named phase, <c>train layers { ... }</c>.</summary>
public sealed record TrainStatement(
    Identifier? Phase,
    EquatableArray<SettingSyntax> Settings,
    MinimizeStatement? Minimize,
    TextSpan Span) : Statement(Span);

/// <summary><c>batch: 128</c>.</summary>
public sealed record SettingSyntax(Identifier Name, Expression Value, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>extern block wavelet(levels): [784] -> [784]</c> or <c>extern term smooth(y): sum</c>.</summary>
/// <param name="Kind"><c>block</c> or <c>term</c>.</param>
/// <param name="Name">The partial method's name.</param>
/// <param name="Parameters">The names in parentheses.</param>
/// <param name="From">The input shape of a block.</param>
/// <param name="To">The output shape of a block.</param>
/// <param name="TermKind"><c>sum</c> or <c>mean</c> for a term.</param>
/// <param name="Span">The whole statement.</param>
public sealed record ExternStatement(
    Identifier Kind,
    Identifier Name,
    EquatableArray<ParameterSyntax> Parameters,
    EquatableArray<Expression>? From,
    EquatableArray<Expression>? To,
    Identifier? TermKind,
    TextSpan Span) : Statement(Span);
