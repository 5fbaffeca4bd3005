using Hourglass.Compiler.Syntax.Grammar;
using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>Statements that hold others in braces: a role over several bindings, and <c>train</c>.</summary>
internal sealed class BracedParser(TokenList tokens, Structure structure, SegmentParser segments)
{
    /// <summary><c>encode { a = ...  b = ... }</c>; <paramref name="at"/> is the keyword, perhaps misspelt.</summary>
    public RoleStatement ParseRole(ref int at, Role role, string keyword)
    {
        var first = at;
        var bindings = new List<BindingSyntax>();
        at += 2;
        var isLeft = structure.StartsLine(at) && tokens[at].Span.Start.Column <= tokens[first].Span.Start.Column;
        var isNested = tokens[at].Kind == TokenKind.Word
            && AeKeywords.IsRole(tokens[at].Text)
            && tokens[at + 1].Kind == TokenKind.Word
            && !isLeft;
        if (isNested)
        {
            structure.Misplaced(SyntaxErrors.Misplaced(
                tokens[at].Text,
                "inside the braces of a role",
                "remove it: the braces' role holds for all bindings in them",
                tokens[at].Span));
        }

        while (SkipRole(ref at, isNested) || !Closes(ref at, first + 1, Level.Bindings))
        {
            var begin = at;
            at = NextEnd(begin, Level.Bindings);
            if (segments.Parse(StatementGrammar.Binding, begin, at, keyword) is { } binding)
            {
                bindings.Add(binding with { Doc = tokens[begin].Doc });
            }
        }

        return new RoleStatement(role, bindings.ToEquatable(), true, tokens.SpanOf(first, at));
    }

    /// <summary>Steps over the role that a binding in braces repeats; never says that anything more is to be done.</summary>
    private bool SkipRole(ref int at, bool isNested)
    {
        at += isNested && tokens[at].Kind == TokenKind.Word && AeKeywords.IsRole(tokens[at].Text) ? 1 : 0;
        return false;
    }

    /// <summary><c>train { ... }</c>; <paramref name="at"/> is the keyword.</summary>
    public TrainStatement ParseTrain(ref int at, bool quiet)
    {
        var first = at++;
        Identifier? phase = null;
        if (tokens[at].Kind == TokenKind.Word && tokens[at + 1].Kind != ':' && !(tokens[at].IsReserved && tokens[at + 1].Kind != '{'))
        {
            phase = segments.Parse(Terminals.NewName("a phase"), at, at + 1, "train", quiet);
            at++;
        }

        if (tokens[at].Kind != '{')
        {
            return ParseWithoutBrace(ref at, first, phase, quiet);
        }

        var opening = at++;
        var (settings, minimize) = ParseSettings(ref at, opening);
        return new TrainStatement(phase, settings, minimize, tokens.SpanOf(first, at));
    }

    /// <summary>
    /// The settings up to the closing brace of <paramref name="opening"/>, or where that is -1 up to the end of the text.
    /// </summary>
    public (EquatableArray<SettingSyntax> Settings, MinimizeStatement? Minimize) ParseSettings(ref int at, int opening)
    {
        var settings = new List<SettingSyntax>();
        MinimizeStatement? minimize = null;
        var isBroken = false;
        while (!Closes(ref at, opening, Level.Settings))
        {
            var begin = at;
            at = NextEnd(begin, Level.Settings);
            if (!tokens[begin].Is("minimize"))
            {
                // What looks like no setting and follows a broken one is the rest of that.
                var quiet = isBroken && !(tokens[begin].Kind == TokenKind.Word && tokens[begin + 1].Kind == ':');
                var setting = segments.Parse(StatementGrammar.Setting, begin, at, "", quiet);
                settings.AddIfParsed(setting);
                isBroken = setting is null;
            }
            else if (minimize is not null)
            {
                segments.Report(
                    SyntaxErrors.Misplaced(
                        "minimize",
                        "twice in one phase",
                        "a phase has one objective: join the terms by `+`",
                        tokens[begin].Span),
                    begin,
                    at);
            }
            else if (segments.Parse(ExpressionGrammar.Terms.LabelledSum, begin + (tokens[begin + 1].Kind == ':' ? 2 : 1), at, "minimize")
                is { } objective)
            {
                minimize = new MinimizeStatement(objective, tokens.SpanOf(begin, at));
            }
        }

        return (settings.ToEquatable(), minimize);
    }

    /// <summary>
    /// The brace was forgotten: what looks like settings is read as such, and one closing brace with them unless the model needs it.
    /// </summary>
    private TrainStatement ParseWithoutBrace(ref int at, int first, Identifier? phase, bool quiet)
    {
        var found = tokens[at].IsReserved ? "the next statement" : segments.Found(at, at + (at < tokens.End ? 1 : 0));
        var span = tokens[at].IsReserved || tokens[at].Kind is '}' or TokenKind.End ? tokens[at - 1].Span.Behind : tokens[at].Span;
        segments.Report(SyntaxErrors.Unexpected("`{`", found, $"an example: `{AeKeywords.Example("train")}`", span), first, at + 1, quiet);
        if (tokens[at].IsReserved && !structure.StartsLine(at) && tokens[at + 1].Kind == TokenKind.Word && tokens[at + 2].Kind == ':')
        {
            // A keyword stands where the brace belongs.
            at++;
        }

        var settings = new List<SettingSyntax>();
        while (tokens[at].Kind == TokenKind.Word && tokens[at + 1].Kind == ':')
        {
            var begin = at;
            at = NextEnd(begin, Level.Settings);
            settings.AddIfParsed(segments.Parse(StatementGrammar.Setting, begin, at, "", quiet: true));
        }

        if (tokens[at].Kind == '}' && tokens[at + 1].Kind != TokenKind.End && !Starts.Declaration(tokens, at + 1))
        {
            at++;
        }
        else if (settings.Count == 0)
        {
            at = Math.Max(at, Splitter.EndOf(tokens, first, Level.Model));
        }

        return new TrainStatement(phase, settings.ToEquatable(), null, tokens.SpanOf(first, at));
    }

    private int NextEnd(int begin, Level level) => Math.Max(Splitter.EndOf(tokens, begin, level), begin + 1);

    /// <summary>
    /// Whether the braces end here; skips <c>;</c> and the comma behind a setting, and reports where something else shows that the closing
    /// brace is missing.
    /// </summary>
    private bool Closes(ref int at, int opening, Level level)
    {
        while (tokens[at].Kind == ';'
            || (level == Level.Settings && tokens[at].Kind == ',' && at > opening + 1 && tokens[at - 1].EndsValue))
        {
            at++;
        }

        if (tokens[at].Kind == '}' && opening >= 0)
        {
            at++;
            return true;
        }

        var leaves = at >= tokens.End || Starts.Complete(tokens, at) || Starts.Declaration(tokens, at)
            || (level == Level.Bindings && tokens[at].Is("minimize"))
            || (level == Level.Settings && Starts.Pipeline(tokens, at));
        if (leaves && opening >= 0)
        {
            structure.Unclosed(opening, at);
        }

        return leaves;
    }
}

/// <summary>Small help for lists.</summary>
internal static class ListExtensions
{
    /// <summary>Adds what is not null.</summary>
    public static void AddIfParsed<T>(this List<T> list, T? item)
        where T : class
    {
        if (item is not null)
        {
            list.Add(item);
        }
    }
}
