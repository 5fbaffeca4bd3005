using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Hourglass.Mutation;

/// <summary>
/// The subtle changes that a mistake might make: a sign, a bound, a condition, a number, a statement left out (the operators of
/// Offutt et al., 1996, without those on texts, which are messages here).
/// </summary>
internal static class Mutator
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> Binaries = new()
    {
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.ModuloExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.LessThanExpression] = [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanOrEqualExpression],
        [SyntaxKind.LessThanOrEqualExpression] = [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] = [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanOrEqualExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] = [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
    };

    private static readonly (string One, string Other)[] Pairs =
    [
        ("Min", "Max"),
        ("Any", "All"),
        ("First", "Last"),
        ("FirstOrDefault", "LastOrDefault"),
        ("Skip", "Take"),
        ("Floor", "Ceiling"),
        ("Prepend", "Append"),
        ("MinBy", "MaxBy"),
        ("OrderBy", "OrderByDescending"),
        ("StartsWith", "EndsWith"),
        ("UnionWith", "ExceptWith"),
        ("IndexOf", "LastIndexOf"),
        ("TrimStart", "TrimEnd"),
    ];

    private static readonly Dictionary<string, string> Methods =
        Pairs.Concat(Pairs.Select(pair => (One: pair.Other, Other: pair.One)))
            .ToDictionary(pair => pair.One, pair => pair.Other, StringComparer.Ordinal);

    /// <summary>All changes of a file, in the order of the text.</summary>
    public static IEnumerable<Candidate> Candidates(SyntaxNode root) => root.DescendantNodes(node => !IsConstant(node))
        .Where(node => !IsConstant(node))
        .SelectMany(Of);

    /// <summary>What must be a constant cannot be chosen at run time.</summary>
    private static bool IsConstant(SyntaxNode node) => node is AttributeListSyntax or PatternSyntax or SwitchLabelSyntax or ParameterSyntax
        or EnumMemberDeclarationSyntax
        || (node is BaseFieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
        || (node is LocalDeclarationStatementSyntax local && local.Modifiers.Any(SyntaxKind.ConstKeyword));

    private static IEnumerable<Candidate> Of(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary when Binaries.TryGetValue(binary.Kind(), out var kinds) && !Declares(binary) && !IsText(binary) =>
            kinds.Select(kind => new Candidate(node, changed => Swap((BinaryExpressionSyntax)changed, kind))),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when coalesce.Right is not ThrowExpressionSyntax =>
            [new Candidate(node, changed => ((BinaryExpressionSyntax)changed).Right)],
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression or (int)SyntaxKind.LogicalNotExpression } unary
            when !Declares(unary) => [new Candidate(node, changed => ((PrefixUnaryExpressionSyntax)changed).Operand)],
        IsPatternExpressionSyntax pattern when !Declares(pattern) => [Negation(node)],
        ConditionalExpressionSyntax conditional when !Declares(conditional.Condition) && conditional.WhenTrue is not ThrowExpressionSyntax
            && conditional.WhenFalse is not ThrowExpressionSyntax => [new Candidate(node, Exchange)],
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.NumericLiteralExpression) => Numbers(literal),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => [new Candidate(node, _ => Literal(false))],
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => [new Candidate(node, _ => Literal(true))],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }
            when Methods.TryGetValue(member.Name.Identifier.Text, out var other) && !Declares(node) =>
            [new Candidate(node, changed => Rename((InvocationExpressionSyntax)changed, other))],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Abs" or "Sqrt" } } call
            when call.ArgumentList.Arguments.Count == 1 =>
            [new Candidate(node, changed => Argument((InvocationExpressionSyntax)changed))],
        IfStatementSyntax { Condition: IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax } statement
            when !Declares(statement.Condition) => [Negation(statement.Condition)],
        ExpressionStatementSyntax statement when !Declares(statement) && statement.Expression is not AwaitExpressionSyntax =>
            [new Candidate(node, changed => EmptyStatement())],
        _ => [],
    };

    private static Candidate Negation(SyntaxNode node) =>
        new(node, changed => PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, Bracketed((ExpressionSyntax)changed)));

    private static SyntaxNode Exchange(SyntaxNode node)
    {
        var conditional = (ConditionalExpressionSyntax)node;
        var (whenTrue, whenFalse) = (conditional.WhenTrue, conditional.WhenFalse);
        return conditional.WithWhenTrue(whenFalse.WithTriviaFrom(whenTrue)).WithWhenFalse(whenTrue.WithTriviaFrom(whenFalse));
    }

    private static IEnumerable<Candidate> Numbers(LiteralExpressionSyntax literal)
    {
        SyntaxToken? changed = literal.Token.Value switch
        {
            int value => SyntaxFactory.Literal(value + 1),
            long value => SyntaxFactory.Literal(value + 1),
            double value => SyntaxFactory.Literal(Doubled(value).ToString("R", CultureInfo.InvariantCulture) + "d", Doubled(value)),
            float value => SyntaxFactory.Literal(Doubled(value).ToString("R", CultureInfo.InvariantCulture) + "f", (float)Doubled(value)),
            _ => null,
        };
        return changed is { } token
            ? [new Candidate(literal, _ => LiteralExpression(SyntaxKind.NumericLiteralExpression, token))]
            : [];
    }

    private static double Doubled(double value) => value == 0 ? 1 : value * 2;

    private static ExpressionSyntax Argument(InvocationExpressionSyntax call) => call.ArgumentList.Arguments[0].Expression;

    private static SyntaxNode Swap(BinaryExpressionSyntax binary, SyntaxKind kind)
    {
        var token = kind switch
        {
            SyntaxKind.AddExpression => SyntaxKind.PlusToken,
            SyntaxKind.SubtractExpression => SyntaxKind.MinusToken,
            SyntaxKind.MultiplyExpression => SyntaxKind.AsteriskToken,
            SyntaxKind.DivideExpression => SyntaxKind.SlashToken,
            SyntaxKind.LessThanExpression => SyntaxKind.LessThanToken,
            SyntaxKind.LessThanOrEqualExpression => SyntaxKind.LessThanEqualsToken,
            SyntaxKind.GreaterThanExpression => SyntaxKind.GreaterThanToken,
            SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.GreaterThanEqualsToken,
            SyntaxKind.EqualsExpression => SyntaxKind.EqualsEqualsToken,
            SyntaxKind.NotEqualsExpression => SyntaxKind.ExclamationEqualsToken,
            SyntaxKind.LogicalAndExpression => SyntaxKind.AmpersandAmpersandToken,
            _ => SyntaxKind.BarBarToken,
        };
        return BinaryExpression(kind, Bracketed(binary.Left), Token(token).WithTriviaFrom(binary.OperatorToken), Bracketed(binary.Right));
    }

    private static SyntaxNode Rename(InvocationExpressionSyntax call, string name)
    {
        var member = (MemberAccessExpressionSyntax)call.Expression;
        SimpleNameSyntax renamed = member.Name is GenericNameSyntax generic
            ? generic.WithIdentifier(Identifier(name))
            : IdentifierName(name);
        return call.WithExpression(member.WithName(renamed));
    }

    private static LiteralExpressionSyntax Literal(bool value) =>
        LiteralExpression(value ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression);

    private static ParenthesizedExpressionSyntax Bracketed(ExpressionSyntax expression) =>
        ParenthesizedExpression(expression.WithoutTrivia()).WithTriviaFrom(expression);

    /// <summary>A variable that is declared within cannot be declared twice.</summary>
    private static bool Declares(SyntaxNode node) => node.DescendantNodesAndSelf().Any(inner => inner is SingleVariableDesignationSyntax);

    private static bool IsText(BinaryExpressionSyntax binary) =>
        binary.IsKind(SyntaxKind.AddExpression) && binary.DescendantNodes().Any(node => node is InterpolatedStringExpressionSyntax
            || node.IsKind(SyntaxKind.StringLiteralExpression) || node.IsKind(SyntaxKind.CharacterLiteralExpression));
}
