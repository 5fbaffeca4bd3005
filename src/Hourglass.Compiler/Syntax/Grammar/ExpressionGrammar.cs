using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;
using Sprache;
using static Hourglass.Compiler.Syntax.Grammar.Terminals;

namespace Hourglass.Compiler.Syntax.Grammar;

/// <summary>Numbers, names, calls, lists and arithmetic.</summary>
/// <param name="what">What an expression is called where one is missing, for example <c>a value</c>.</param>
internal sealed class ExpressionGrammar(string what)
{
    /// <summary>An argument's or a setting's value.</summary>
    public static readonly ExpressionGrammar Values = new("a value");

    /// <summary>The size of a dimension.</summary>
    public static readonly ExpressionGrammar Sizes = new("a number");

    /// <summary>A summand of an objective.</summary>
    public static readonly ExpressionGrammar Terms = new("a term");

    /// <summary>A name and what follows it behind dots.</summary>
    public static Parser<Identifier> Dotted(Parser<Identifier> first) =>
        from head in first
        from rest in (from dot in MaybeSign('.') from name in Word("a name") select name).Many()
        select rest.Aggregate(head, (all, next) => new Identifier(all.Text + "." + next.Text, all.Span.Union(next.Span)));

    /// <summary>Arguments in parentheses, and the closing one.</summary>
    public static readonly Parser<(EquatableArray<Argument> Items, TextSpan Close)> Arguments =
        from open in MaybeSign('(')
        from items in Deferred(() => Argument!).DelimitedBy(Sign(',')).Optional()
        from close in Sign(')')
        select (items.GetOrElse([]).ToEquatable(), close.Span);

    /// <summary>Sizes in brackets.</summary>
    public static readonly Parser<(EquatableArray<Expression> Items, TextSpan Span)> Shape =
        from open in Sign('[')
        from items in Deferred(() => Sizes.Sum).DelimitedBy(Sign(',')).Optional()
        from close in Sign(']')
        select (items.GetOrElse([]).ToEquatable(), open.Span.Union(close.Span));

    private static readonly Parser<Argument> Argument =
        from name in Label(introduces: false, forgiveEquals: true)
        from value in Deferred(() => Values.Sum)
        select new Argument(name, value, name is null ? value.Span : name.Span.Union(value.Span));

    private static readonly Parser<Token> AddOperator = MaybeSign('+').Or(MaybeSign('-'));

    private static readonly Parser<Token> MultiplyOperator = MaybeSign('*').Or(MaybeSign('/'));

    /// <summary>An expression without labels.</summary>
    public Parser<Expression> Sum => field ??= Chain(Product, AddOperator);

    /// <summary>An expression whose summands may have labels.</summary>
    public Parser<Expression> LabelledSum => field ??= Chain(
        from label in Label(introduces: true, forgiveEquals: false)
        from inner in Product
        select label is null ? inner : new LabelledExpression(label, inner, label.Span.Union(inner.Span)),
        Sign('+').Or(MaybeSign('-')));

    private Parser<Expression> Product => field ??= Chain(Factor, MultiplyOperator);

    private Parser<Expression> Factor => field ??=
        from signs in AddOperator.Many()
        from operand in Primary
        select signs.Reverse().Aggregate(operand, (inner, sign) => new UnaryExpression(sign.Kind, inner, sign.Span.Union(inner.Span)));

    private Parser<Expression> Primary => field ??= Number.Or(Parenthesized).Or(List).Or(NameOrCall);

    private Parser<Expression> Number => field ??= Kind(TokenKind.Number, what).Select(Expression (token) =>
        new NumberExpression(token.Text, Lexer.TryParse(token.Text, out var value) ? value : 0, token.Span));

    private Parser<Expression> Parenthesized => field ??=
        from open in MaybeSign('(')
        from inner in Deferred(() => Sum)
        from more in (from comma in MaybeSign(',') from next in Deferred(() => Sum) select next).Many()
        from close in Sign(')')
        let span = open.Span.Union(close.Span)
        select more.Any()
            ? (Expression)new TupleExpression(more.Prepend(inner).ToEquatable(), span)
            : new ParenthesizedExpression(inner, span);

    private Parser<Expression> List => field ??=
        from open in MaybeSign('[')
        from items in Deferred(() => Values.Sum).DelimitedBy(Sign(',')).Optional()
        from close in Sign(']')
        select (Expression)new ListExpression(items.GetOrElse([]).ToEquatable(), open.Span.Union(close.Span));

    private Parser<Expression> NameOrCall => field ??=
        from name in Dotted(Word(what))
        from arguments in Arguments.Select(a => ((EquatableArray<Argument> Items, TextSpan Close)?)a).OptionalAt('(')
        select arguments is { } call
            ? (Expression)new CallExpression(name, call.Items, name.Span.Union(call.Close))
            : new NameExpression(name.Text, name.Span);

    /// <summary>A parser that is looked up when it runs, so that rules may refer to one another in a circle.</summary>
    public static Parser<T> Deferred<T>(Func<Parser<T>> parser) => input => parser()(input);

    /// <summary>Operands joined by operators of one rank, from the left; a loop, so that a long sum is no deep stack.</summary>
    private static Parser<Expression> Chain(Parser<Expression> operand, Parser<Token> sign) =>
        from first in operand
        from rest in (from s in sign from o in operand select (s, o)).Many()
        select rest.Aggregate(first, (left, next) => new BinaryExpression(next.s.Kind, left, next.o, left.Span.Union(next.o.Span)));
}
