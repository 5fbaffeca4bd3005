using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <content>The words of an objective: terms of the language, and those that the model declares.</content>
internal sealed partial class ObjectiveBinder
{
    /// <summary>
    /// The side of a product that is a lone unknown word beside a term: a weight that is not declared, not a second term.
    /// </summary>
    private NameExpression? UnknownWeight(BinaryExpression product) => (product.Left, product.Right) switch
    {
        (NameExpression left, CallExpression or NameExpression) when !IsTerm(left.Name) && IsTermOrCall(product.Right) => left,
        (CallExpression or NameExpression, NameExpression right) when !IsTerm(right.Name) && IsTermOrCall(product.Left) => right,
        _ => null,
    };

    private bool IsTermOrCall(Expression expression) =>
        expression is CallExpression || (expression is NameExpression name && IsTerm(name.Name));

    private bool IsTerm(string name) => Vocabulary.Terms.ContainsKey(name)
        || model.Externs.Terms.ContainsKey(name);

    /// <summary>The term that a word stands for; null after an error has been reported.</summary>
    private TermEntry? FindEntry(string name, Expression expression, TextSpan span)
    {
        if (Vocabulary.Terms.TryGetValue(name, out var word))
        {
            return word;
        }

        if (model.Externs.FindTerm(name) is { } declared)
        {
            return declared;
        }

        if (model.Constants.Knows(name))
        {
            model.Report(ObjectiveErrors.NotATerm(
                expression.Span,
                $"`{name}` is a number, not a term",
                "multiply a term by it, for example `beta * kl(z)`"));
        }
        else if (model.Externs.Stages.ContainsKey(name))
        {
            model.Report(NameErrors.ExternStageAsTerm(name, span));
        }
        else if (model.Externs.Broken.Contains(name))
        {
            model.Constants.ReadBroken();
        }
        else
        {
            model.Report(NameErrors.UnknownTerm(name, span, model.Externs.Terms.Keys));
        }

        return null;
    }
}
