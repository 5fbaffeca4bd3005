using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Printing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler;

/// <summary>
/// The models that a model could be by other estimators: the first term that can say how it, or its gradient, is estimated says each way.
/// </summary>
public static class ObjectiveEstimators
{
    private static readonly string[] Choices = ["estimator", "gradient"];

    /// <summary>The models with their terms as a user would write them, the model's own first; none where no term has a choice.</summary>
    /// <remarks>Some may have errors: a score function is not for every model.</remarks>
    public static IReadOnlyList<(string Term, ModelInput Input)> Of(ModelInput input)
    {
        if (input.Model.Statements.OfType<MinimizeStatement>().FirstOrDefault() is not { } minimize
            || First(minimize.Objective) is not { } term)
        {
            return [];
        }

        var own = Words(term);
        return
        [
            .. Ways(term)
                .OrderBy(words => words.SequenceEqual(own) ? 0 : 1)
                .Select(words => With(term, words))
                .Select(call => (ExpressionPrinter.Print(call), With(input, minimize, Exchange(minimize.Objective, term, call)))),
        ];
    }

    /// <summary>The first term that has a choice.</summary>
    private static Expression? First(Expression expression) => expression switch
    {
        NameExpression name when ParametersOf(name.Name).Length > 0 => name,
        CallExpression call when ParametersOf(call.Name.Text).Length > 0 => call,
        UnaryExpression unary => First(unary.Operand),
        BinaryExpression binary => First(binary.Left) ?? First(binary.Right),
        ParenthesizedExpression inner => First(inner.Inner),
        LabelledExpression labelled => First(labelled.Inner),
        _ => null,
    };

    private static Parameter[] ParametersOf(string term) => Vocabulary.Terms.TryGetValue(term, out var entry)
        ? [.. entry.Signature.Parameters.Where(parameter => parameter.Kind == ParameterKind.Word && Choices.Contains(parameter.Name))]
        : [];

    private static string NameOf(Expression term) => term is CallExpression call ? call.Name.Text : ((NameExpression)term).Name;

    private static EquatableArray<Argument> ArgumentsOf(Expression term) =>
        term is CallExpression call ? call.Arguments : EquatableArray<Argument>.Empty;

    /// <summary>The words that the term has chosen.</summary>
    private static string[] Words(Expression term) =>
    [
        .. ParametersOf(NameOf(term)).Select(parameter => ArgumentsOf(term)
            .Where(argument => argument.Name?.Text == parameter.Name)
            .Select(argument => argument.Value)
            .OfType<NameExpression>()
            .FirstOrDefault()?.Name ?? parameter.Default!),
    ];

    /// <summary>A word for each choice, in every way.</summary>
    private static IEnumerable<string[]> Ways(Expression term) => ParametersOf(NameOf(term)).Aggregate(
        new[] { Array.Empty<string>() }.AsEnumerable(),
        (ways, parameter) => ways.SelectMany(way => parameter.Words.Select(word => way.Append(word).ToArray())));

    private static Expression With(Expression term, string[] words)
    {
        var parameters = ParametersOf(NameOf(term));
        var kept = ArgumentsOf(term).Where(argument => !Choices.Contains(argument.Name?.Text));
        var chosen = parameters.Zip(words, (parameter, word) => (parameter, word))
            .Where(pair => pair.word != pair.parameter.Default)
            .Select(pair => new Argument(
                new Identifier(pair.parameter.Name, term.Span), new NameExpression(pair.word, term.Span), term.Span));
        var arguments = kept.Concat(chosen).ToEquatable();
        return arguments.Count == 0
            ? new NameExpression(NameOf(term), term.Span)
            : new CallExpression(new Identifier(NameOf(term), term.Span), arguments, term.Span);
    }

    private static Expression Exchange(Expression expression, Expression term, Expression by) => expression switch
    {
        _ when ReferenceEquals(expression, term) => by,
        UnaryExpression unary => unary with { Operand = Exchange(unary.Operand, term, by) },
        BinaryExpression binary => binary with { Left = Exchange(binary.Left, term, by), Right = Exchange(binary.Right, term, by) },
        ParenthesizedExpression inner => inner with { Inner = Exchange(inner.Inner, term, by) },
        LabelledExpression labelled => labelled with { Inner = Exchange(labelled.Inner, term, by) },
        _ => expression,
    };

    private static ModelInput With(ModelInput input, MinimizeStatement minimize, Expression objective) => input with
    {
        Model = input.Model with
        {
            Statements = input.Model.Statements
                .Select(statement => ReferenceEquals(statement, minimize) ? minimize with { Objective = objective } : statement)
                .ToEquatable(),
        },
    };
}
