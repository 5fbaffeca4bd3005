using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;
using Sprache;

namespace Hourglass.Compiler.Syntax.Grammar;

/// <summary>Parsers of single tokens; they alone note what was expected, in the user's words.</summary>
internal static class Terminals
{
    /// <summary>A token of a kind; without <paramref name="expected"/> it is optional and not worth mentioning.</summary>
    public static Parser<Token> Kind(char kind, string? expected) => Where(token => token.Kind == kind, expected);

    /// <summary>A sign that must stand here.</summary>
    public static Parser<Token> Sign(char sign) => Kind(sign, $"`{sign}`");

    /// <summary>A sign that may stand here.</summary>
    public static Parser<Token> MaybeSign(char sign) => Kind(sign, null);

    /// <summary>The arrow.</summary>
    public static readonly Parser<Token> Arrow = Kind(TokenKind.Arrow, "`->`");

    /// <summary>Any word.</summary>
    public static Parser<Identifier> Word(string expected) => Kind(TokenKind.Word, expected).Select(Name);

    /// <summary>A word that is not a keyword.</summary>
    public static Parser<Identifier> FreeWord(string expected) =>
        Where(token => token.Kind == TokenKind.Word && !token.IsReserved, expected).Select(Name);

    /// <summary>One of a few words.</summary>
    public static Parser<Identifier> OneOf(params string[] words) =>
        Where(
            token => token.Kind == TokenKind.Word && words.Contains(token.Text),
            string.Join(" or ", words.Select(w => $"`{w}`"))).Select(Name);

    /// <summary>A name that is introduced here. A keyword is reported and taken as the name.</summary>
    public static Parser<Identifier> NewName(string expected) => input =>
    {
        var result = Word(expected)(input);
        if (result.WasSuccessful && AeKeywords.IsReserved(result.Value.Text))
        {
            Trace(input).Forgive(SyntaxErrors.Reserved(result.Value.Text, expected, result.Value.Span));
        }

        return result;
    };

    /// <summary>
    /// The name and colon before a labelled stage, summand or argument, or null. Where <paramref name="forgiveEquals"/>, an <c>=</c> for
    /// the colon is reported and taken for it.
    /// </summary>
    public static Parser<Identifier?> Label(bool introduces, bool forgiveEquals) => input =>
    {
        var at = (TokenInput)input;
        var sign = at.Ahead(1);
        if (at.Current != TokenKind.Word || !(sign == ':' || (forgiveEquals && sign == '=')))
        {
            return Result.Success<Identifier?>(null, input);
        }

        var name = Name(at.Token);
        if (sign == '=')
        {
            at.Trace.Forgive(SyntaxErrors.Unexpected(
                "`:`",
                "`=`",
                $"arguments are named with a colon: `{name.Text}: ...`",
                at.Tokens[at.Position + 1].Span).Replaced(":"));
        }
        else if (introduces && at.Token.IsReserved)
        {
            at.Trace.Forgive(SyntaxErrors.Reserved(name.Text, "a label", name.Span));
        }

        return Result.Success<Identifier?>(name, at.Skip(2));
    };

    /// <summary>A colon or equals sign; where the other or nothing stands in its place, that is reported and parsing goes on.</summary>
    public static Parser<bool> Between(char right, string help) => input =>
    {
        var at = (TokenInput)input;
        var wrong = right == ':' ? '=' : ':';
        if (at.Current == right)
        {
            return Result.Success(true, at.Advance());
        }

        if (at.Current is not (TokenKind.Word or TokenKind.Number or '[') && at.Current != wrong)
        {
            at.Trace.Miss(at.Position, $"`{right}`");
            return Result.Failure<bool>(at, "", []);
        }

        var error = SyntaxErrors.Unexpected($"`{right}`", SyntaxErrors.Quote(at.Token.Text), help, at.Token.Span);
        at.Trace.Forgive(at.Current == wrong
            ? error.Replaced(right.ToString())
            : error.PutIn(at.Token.Span.Start, right == ':' ? ": " : "= "));
        return Result.Success(true, at.Current == wrong ? at.Advance() : at);
    };

    /// <summary>Nothing, unless the sign that begins it stands here: then all of it, or a failure inside it.</summary>
    public static Parser<T?> OptionalAt<T>(this Parser<T> parser, char begins) =>
        input => input.Current == begins ? parser(input)! : Result.Success<T?>(default, input);

    /// <summary>A name with its node's place.</summary>
    public static Identifier Name(Token token) => new(token.Text, token.Span);

    /// <summary>The trace of an input.</summary>
    public static ParseTrace Trace(IInput input) => ((TokenInput)input).Trace;

    private static Parser<Token> Where(Func<Token, bool> fits, string? expected) => input =>
    {
        var at = (TokenInput)input;
        at.Trace.Step();
        if (!at.AtEnd && fits(at.Token))
        {
            return Result.Success(at.Token, at.Advance());
        }

        if (expected is not null)
        {
            at.Trace.Miss(at.Position, expected);
        }

        return Result.Failure<Token>(at, expected ?? "", []);
    };
}
