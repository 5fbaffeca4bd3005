using Hourglass.Compiler.Syntax.Lexing;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>Decides at which tokens a statement or declaration begins, also in a text that is wrong.</summary>
internal static class Starts
{
    /// <summary>A declaration that no bracket, closed or not, can hide: <c>model Vae</c>, <c>import "..."</c>.</summary>
    public static bool Declaration(TokenList tokens, int at)
    {
        var token = tokens[at];
        return token.Kind == TokenKind.Word && token.Text switch
        {
            "model" or "const" or "namespace" => tokens[at + 1].Kind == TokenKind.Word,
            "block" => tokens[at + 1].Kind == TokenKind.Word && (at == 0 || !tokens[at - 1].Is("extern")),
            "import" => tokens[at + 1].Kind == TokenKind.Text,
            _ => false,
        };
    }

    /// <summary>A statement in a form so complete that it stands for itself even inside brackets: the bracket was not closed.</summary>
    public static bool Complete(TokenList tokens, int at)
    {
        var token = tokens[at];
        var (next, second) = (tokens[at + 1].Kind, tokens[at + 2].Kind);
        return token.IsStatementKeyword && token.Text switch
        {
            "data" => next == TokenKind.Word && second is ':' or '?',
            "train" => next == '{' || (next == TokenKind.Word && second == '{'),
            "minimize" or "extern" => false,
            _ => next == '{' || (next == TokenKind.Word && second is '=' or '~'),
        };
    }

    /// <summary>The same for an objective, where brackets other than braces are open.</summary>
    public static bool Objective(TokenList tokens, int at) =>
        tokens[at].Is("minimize") && tokens[at + 1].Kind is TokenKind.Word or TokenKind.Number;

    /// <summary>A binding without its role, <c>a = x -> …</c>: no setting looks like that.</summary>
    public static bool Pipeline(TokenList tokens, int at) =>
        tokens[at].Kind == TokenKind.Word
        && tokens[at + 1].Kind is '=' or '~'
        && tokens[at + 2].Kind == TokenKind.Word
        && tokens[at + 3].Kind == TokenKind.Arrow;

    /// <summary>A start outside of brackets, given where the statement before it began.</summary>
    public static bool Plain(TokenList tokens, int at, int first, Level level) => tokens[at].Kind == TokenKind.Word && level switch
    {
        Level.File => InFile(tokens, at, first),
        Level.Model => InModel(tokens, at, first),
        Level.Bindings => tokens[at + 1].Kind is '=' or '~' || Objective(tokens, at),
        _ => InSettings(tokens, at, first),
    };

    /// <summary>The keyword that an unknown word in a keyword's place was meant to be, or null.</summary>
    public static string? Meant(TokenList tokens, int at, IEnumerable<string> keywords) =>
        tokens[at].Kind == TokenKind.Word && tokens[at + 1].Kind is TokenKind.Word or '{' or TokenKind.Text or TokenKind.Number
            ? DidYouMean.Closest(tokens[at].Text, keywords)
            : null;

    private static bool InFile(TokenList tokens, int at, int first)
    {
        var (token, next, second) = (tokens[at], tokens[at + 1].Kind, tokens[at + 2].Kind);
        if (token.Is("extern") || Complete(tokens, at) || Objective(tokens, at))
        {
            return true;
        }

        return at > first + 1 && tokens[at - 1].EndsValue && next == TokenKind.Word && second is '{' or '(' or '=';
    }

    private static bool InModel(TokenList tokens, int at, int first)
    {
        var (token, next, second) = (tokens[at], tokens[at + 1].Kind, tokens[at + 2].Kind);
        var behindKeyword = at == first + 1 && tokens[first].Kind == TokenKind.Word;
        if (token.IsStatementKeyword)
        {
            var isName = behindKeyword && (next is ':' or '~' or '=' or '?' || (next == '{' && tokens[first].Is("train")));
            return !isName
                && (next is TokenKind.Word or '{' || tokens[at - 1].EndsValue || (token.Is("minimize") && next == TokenKind.Number));
        }

        if (behindKeyword || !tokens[at - 1].EndsValue)
        {
            return false;
        }

        var tooEarly = at < first + 3 && AeKeywords.IsRole(tokens[first].Text);
        return (next is '~' or '=' && !tooEarly)
            || (next == TokenKind.Word && second is '~' or '=' or '{')
            || (next == ':' && AeKeywords.Domains.Contains(tokens[at + 2].Text) && !tokens[first].Is("minimize"))
            || (at > first + 1 && Meant(tokens, at, AeKeywords.Statements) is not null);
    }

    private static bool InSettings(TokenList tokens, int at, int first)
    {
        var (before, next) = (tokens[at - 1], tokens[at + 1].Kind);
        if (tokens[at].Is("minimize") && next != ':')
        {
            return true;
        }

        if (tokens[first].Is("minimize"))
        {
            return next == ':' && before.EndsValue && at > first + 1;
        }

        return next == ':'
            ? !before.IsOperator && before.Kind is not (',' or TokenKind.Arrow)
            : before.EndsValue && at > first + 1;
    }
}
