using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;
using Sprache;
using static Hourglass.Compiler.Syntax.Grammar.ExpressionGrammar;
using static Hourglass.Compiler.Syntax.Grammar.Terminals;

namespace Hourglass.Compiler.Syntax.Grammar;

/// <summary>
/// What follows the keyword of each statement and declaration. Spans and docs that include the keyword are set by the caller.
/// </summary>
internal static class StatementGrammar
{
    private static readonly Parser<PreparationSyntax> Preparation =
        from name in FreeWord("a preparation")
        from arguments in Arguments.Select(a => ((EquatableArray<Argument> Items, TextSpan Close)?)a).OptionalAt('(')
        select new PreparationSyntax(
            name,
            arguments?.Items ?? EquatableArray<Argument>.Empty,
            arguments is { } call ? name.Span.Union(call.Close) : name.Span);

    /// <summary><c>x?: class(10)[28]</c>, <c>x: real[30] -> standardize</c>.</summary>
    public static readonly Parser<DataStatement> Data =
        from name in NewName("a name")
        from optional in MaybeSign('?').Optional()
        from colon in Between(':', "a domain follows a colon: `data x: unit[784]`")
        from domain in Word("a domain")
        from arguments in Arguments.Select(a => a.Items).OptionalAt('(')
        from shape in ExpressionGrammar.Shape.Select(s => (EquatableArray<Expression>?)s.Items).OptionalAt('[')
        from preparations in (from arrow in Arrow from preparation in Preparation select preparation).Many()
        select new DataStatement(null, name, optional.IsDefined, domain, arguments, shape, preparations.ToEquatable(), name.Span);

    /// <summary><c>z ~ x -> normal(20)</c>.</summary>
    public static readonly Parser<BindingSyntax> Binding =
        from name in NewName("a name")
        from sign in Sign('=').Or(Sign('~'))
        from pipeline in PipelineGrammar.Pipeline
        select new BindingSyntax(null, name, sign.Kind == '~', pipeline, name.Span.Union(pipeline.Span));

    /// <summary><c>"shared/blocks.ae"</c>.</summary>
    public static readonly Parser<Token> Import = Kind(TokenKind.Text, "a path in quotes");

    /// <summary><c>from "runs/other"</c>, where a path follows the word; otherwise that is a name like others.</summary>
    private static readonly Parser<Expression> From = input =>
        input is TokenInput { Current: TokenKind.Word } at && at.Token.Is("from") && at.Ahead(1) == TokenKind.Text
            ? (from word in Word("a value")
               from path in Import
               select (Expression)new FromExpression(path.Unquoted, word.Span.Union(path.Span)))(input)
            : Result.Failure<Expression>(input, "", []);

    /// <summary><c>batch: 128</c>.</summary>
    public static readonly Parser<SettingSyntax> Setting =
        from name in Word("a setting")
        from colon in Between(':', "a setting's value follows a colon: `batch: 128`")
        from value in From.Or(Values.Sum)
        select new SettingSyntax(name, value, name.Span.Union(value.Span));

    /// <summary>A parameter's default, or null; a sign that is wrong or missing is reported.</summary>
    private static readonly Parser<Expression?> Default = input => input.Current is '=' or ':' or TokenKind.Number
        ? (from sign in Between('=', "a default follows an equals sign: `(latent = 20)`") from value in Values.Sum select value)(input)
        : Result.Success<Expression?>(null, input);

    private static readonly Parser<ParameterSyntax> Parameter =
        from name in NewName("a parameter")
        from value in Default
        select new ParameterSyntax(name, value, value is null ? name.Span : name.Span.Union(value.Span));

    /// <summary><c>(n, rate = 0.1)</c>, or nothing.</summary>
    public static readonly Parser<EquatableArray<ParameterSyntax>> Parameters =
        (from open in MaybeSign('(')
         from items in Parameter.DelimitedBy(Sign(',')).Optional()
         from close in Sign(')')
         select items.GetOrElse([]).ToEquatable()).OptionalAt('(');

    /// <summary><c>block wavelet(levels): [784] -> [784]</c> or <c>term smooth(y): sum</c>.</summary>
    public static readonly Parser<ExternStatement> Extern =
        from kind in OneOf("block", "term")
        from name in NewName("a name")
        from parameters in Parameters
        from colon in Sign(':')
        from rest in kind.Text == "block" ? ExternBlock : ExternTerm
        select rest with { Kind = kind, Name = name, Parameters = parameters };

    private static Parser<ExternStatement> ExternBlock =>
        from input in ExpressionGrammar.Shape
        from arrow in Arrow
        from output in ExpressionGrammar.Shape
        select new ExternStatement(Nameless, Nameless, default, input.Items, output.Items, null, default);

    private static Parser<ExternStatement> ExternTerm =>
        OneOf("sum", "mean").Select(kind => new ExternStatement(Nameless, Nameless, default, null, null, kind, default));

    private static readonly Identifier Nameless = new("", default);

    /// <summary><c>width = 400</c>.</summary>
    public static readonly Parser<ConstDeclaration> Const =
        from name in NewName("a name")
        from sign in Between('=', "an example: `const width = 400`")
        from value in Values.Sum
        select new ConstDeclaration(name, null, value, name.Span);

    /// <summary><c>mlp(n) { dense(n) -> relu }</c>.</summary>
    public static readonly Parser<BlockDeclaration> Block =
        from name in NewName("a name")
        from parameters in Parameters
        from open in Sign('{')
        from chain in PipelineGrammar.Chain
        from close in Sign('}')
        select new BlockDeclaration(name, null, parameters, chain, name.Span);

    /// <summary><c>Vae(latent = 20)</c> before a body.</summary>
    public static readonly Parser<ModelHead> ModelHead =
        from name in NewName("a name")
        from parameters in Parameters
        select new ModelHead(name, parameters);

    /// <summary><c>Vae2 = Vae(latent: 2)</c>.</summary>
    public static readonly Parser<VariantDeclaration> Variant =
        from name in NewName("a name")
        from sign in Sign('=')
        from model in FreeWord("a model")
        from arguments in Arguments.Select(a => a.Items).OptionalAt('(')
        select new VariantDeclaration(name, null, model, arguments, name.Span);

    /// <summary><c>Company.Models</c>.</summary>
    public static readonly Parser<Identifier> Namespace = Dotted(Word("a name"));

}

/// <summary>A model's name and parameters.</summary>
internal sealed record ModelHead(Identifier Name, EquatableArray<ParameterSyntax> Parameters);
