using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Hourglass.Mutation;

/// <summary>
/// Writes files that hold their changes beside the original, each behind a switch: everything is built once (mutant schemata, Untch,
/// Offutt and Harrold, 1993).
/// </summary>
internal static class Schemata
{
    /// <summary>The class that says which change is switched on; also notes which were reached.</summary>
    /// <param name="count">How many there are.</param>
    public static string Switch(int count) => $$"""
        #pragma warning disable
        internal static class MutationSwitch
        {
            private static readonly string Wanted = System.Environment.GetEnvironmentVariable("{{Variables.Active}}");
            private static readonly int Active = int.TryParse(Wanted, out var id) ? id : -1;
            private static readonly string Reached = System.Environment.GetEnvironmentVariable("{{Variables.Reached}}");
            private static readonly bool[] Seen = new bool[{{count}}];

            static MutationSwitch()
            {
                if (Reached != null)
                {
                    System.AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                    {
                        for (var i = 0; i < Seen.Length; i++)
                        {
                            if (Seen[i])
                            {
                                System.IO.File.AppendAllText(Reached, i + "\n");
                            }
                        }
                    };
                }
            }

            public static bool On(int id)
            {
                if (Reached != null)
                {
                    Seen[id] = true;
                }

                return id == Active;
            }
        }
        """;

    /// <summary>The file with its changes behind switches. Lines stay where they are.</summary>
    public static string Write(SyntaxNode root, IReadOnlyDictionary<SyntaxNode, (int Id, Candidate Candidate)> changes) =>
        root.ReplaceNodes(changes.Keys, (original, changed) => Switched(changed, changes[original])).ToFullString();

    private static SyntaxNode Switched(SyntaxNode changed, (int Id, Candidate Candidate) mutant)
    {
        var isOn = ParseExpression(FormattableString.Invariant($"global::MutationSwitch.On({mutant.Id})"));
        if (changed is ExpressionStatementSyntax statement)
        {
            // if (!On(7)) statement;
            var isOff = PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, isOn);
            return IfStatement(isOff, statement.WithoutTrivia()).WithTriviaFrom(statement);
        }

        var expression = (ExpressionSyntax)changed;
        var replacement = (ExpressionSyntax)mutant.Candidate.Change(expression.WithoutTrivia());
        var choice = ConditionalExpression(
            isOn,
            Token(SyntaxKind.QuestionToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
            ParenthesizedExpression(replacement.WithoutTrivia()),
            Token(SyntaxKind.ColonToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
            ParenthesizedExpression(expression.WithoutTrivia()));
        return ParenthesizedExpression(choice).WithTriviaFrom(expression);
    }
}
