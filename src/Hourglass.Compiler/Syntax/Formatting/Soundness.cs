using Hourglass.Compiler.Syntax.Grammar;
using Hourglass.Compiler.Syntax.Tree;
using Sprache;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>
/// Tells what parses. A tree has also what an error was forgiven in, and what was read of something broken whose error others explain: in a
/// text with errors each piece is looked at once more.
/// </summary>
internal sealed class Soundness(FormatSource source, ErrorPlaces errors, CancellationToken cancellation)
{
    /// <summary>Whether a statement or a declaration without braces is right from end to end.</summary>
    public bool IsSound(SyntaxNode node, int first, int end) =>
        errors.AreNone || (!IsTouched(first, end) && node switch
        {
            TrainStatement train => IsSound(train, first, end),
            RoleStatement { Braced: true } role => IsSound(role, first, end),
            ConstDeclaration => Parses(StatementGrammar.Const, first + 1, end),
            BlockDeclaration => Parses(StatementGrammar.Block, first + 1, end),
            VariantDeclaration => Parses(StatementGrammar.Variant, first + 1, end),
            ExternDeclaration or ExternStatement => Parses(StatementGrammar.Extern, first + 1, end),
            ImportSyntax => Parses(StatementGrammar.Import, first + 1, end),
            Identifier => Parses(StatementGrammar.Namespace, first + 1, end),
            DataStatement => Parses(StatementGrammar.Data, first + 1, end),
            RoleStatement => Parses(StatementGrammar.Binding, first + 1, end),
            MinimizeStatement => Parses(
                ExpressionGrammar.Terms.LabelledSum, first + (source[first + 1].Kind == ':' ? 2 : 1), end),
            BindingSyntax => Parses(StatementGrammar.Binding, first, end),
            SettingSyntax => Parses(StatementGrammar.Setting, first, end),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "Unknown node."),
        });

    /// <summary>Whether a model is right up to its opening brace.</summary>
    public bool IsHead(int first, int open) =>
        source[open].Kind == '{'
        && (errors.AreNone || (!IsTouched(first, open + 1) && Parses(StatementGrammar.ModelHead, first + 1, open)));

    /// <summary>Whether a token is right where it is.</summary>
    public bool IsToken(int at) => errors.AreNone || !IsTouched(at, at + 1);

    private bool IsTouched(int first, int end) => errors.Touch(source.Tokens.SpanOf(first, end));

    private bool Parses<T>(Parser<T> parser, int first, int end)
    {
        var trace = new ParseTrace(cancellation);
        var result = parser(new TokenInput(source.Tokens, first, end, trace));
        return result.WasSuccessful && result.Remainder.Position == end && trace.Forgiven is null;
    }

    private bool IsSound(TrainStatement train, int first, int end)
    {
        var open = first + (train.Phase is null ? 1 : 2);
        return source[open].Kind == '{' && AreSound(BracedLayout.ItemsOf(train), open, end, canHaveCommas: true);
    }

    private bool IsSound(RoleStatement role, int first, int end) =>
        source[first + 1].Kind == '{' && AreSound(role.Bindings, first + 1, end, canHaveCommas: false);

    /// <summary>Whether there is nothing between braces but some nodes and signs between them.</summary>
    private bool AreSound(IEnumerable<SyntaxNode> nodes, int open, int end, bool canHaveCommas)
    {
        var at = open + 1;
        foreach (var (node, range) in nodes.Select(node => (node, range: source.RangeOf(node.Span))).OrderBy(pair => pair.range.First))
        {
            if (!AreSigns(at, range.First) || !IsSound(node, range.First, range.End))
            {
                return false;
            }

            at = range.End;
        }

        return at < end && AreSigns(at, end - 1) && source[end - 1].Kind == '}';

        bool AreSigns(int from, int to)
        {
            for (var sign = from; sign < to; sign++)
            {
                if (source[sign].Kind != ';' && !(canHaveCommas && source[sign].Kind == ','))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
