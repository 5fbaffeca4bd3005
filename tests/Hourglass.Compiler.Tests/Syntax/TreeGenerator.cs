using CsCheck;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>Random trees of the whole grammar, without places.</summary>
internal static class TreeGenerator
{
    private static readonly TextSpan None = default;

    private static readonly Gen<string> Word = Gen.OneOf(
        "x", "y", "z1", "h", "dense", "normal", "relu", "größe", "_a", "width", "sum", "class", "all", "ı");

    private static readonly Gen<Identifier> Name = Word.Select(w => new Identifier(w, None));

    private static readonly Gen<Identifier?> MaybeName = Gen.Frequency(
        (3, Gen.Const((Identifier?)null)),
        (1, Name.Select(n => (Identifier?)n)));

    private static readonly Gen<string?> Doc = Gen.Frequency(
        (4, Gen.Const((string?)null)),
        (1, Gen.OneOf<string?>("One line.", "Two\nlines", "", "/ slash", "  indented\n\n{ */ \"}\"")));

    private static readonly Gen<Expression> Number = Gen.OneOf("20", "0.1", "1e-3", "784", "2.5E+2")
        .Select(Expression (t) => new NumberExpression(t, 0, None));

    private static readonly Gen<Expression> Leaf = Gen.OneOf(
        Number,
        Gen.Select(Word, Gen.OneOf("", ".mean", ".a.b"), Expression (w, dots) => new NameExpression(w + dots, None)));

    private static Gen<Expression> Primary(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (4, Leaf),
        (1, Sum(depth - 1).Select(Expression (e) => new ParenthesizedExpression(e, None))),
        (1, Sum(depth - 1).Array[2, 3].Select(Expression (e) => new TupleExpression(e.ToEquatable(), None))),
        (1, Sum(depth - 1).Array[0, 3].Select(Expression (e) => new ListExpression(e.ToEquatable(), None))),
        (2, Gen.Select(Name, Arguments(depth - 1), Expression (n, a) => new CallExpression(n, a, None))));

    private static Gen<Expression> Factor(int depth) => Gen.Select(
        Gen.OneOf("", "", "", "", "-", "+", "--"),
        Primary(depth),
        (signs, inner) =>
            signs.Aggregate(inner, (e, sign) => new UnaryExpression(sign, e, None)));

    private static Gen<Expression> Product(int depth) => Chain(Factor(depth), "*/");

    private static Gen<Expression> Sum(int depth) => Chain(Product(depth), "+-");

    private static Gen<Expression> Chain(Gen<Expression> operand, string signs) =>
        Gen.Select(operand, Gen.Select(Gen.Int[0, 1], operand).Array[0, 2], (first, rest) =>
            rest.Aggregate(first, (left, next) => new BinaryExpression(signs[next.Item1], left, next.Item2, None)));

    private static readonly Gen<Expression> Objective = Chain(
        Gen.Select(MaybeName, Product(2), (label, e) => label is null ? e : new LabelledExpression(label, e, None)), "+-");

    private static readonly Gen<Expression> From = Gen.OneOf("runs/other", "a b.safetensors", "")
        .Select(Expression (p) => new FromExpression(p, None));

    private static Gen<EquatableArray<Argument>> Arguments(int depth) =>
        Gen.Select(MaybeName, Sum(depth), (n, v) => new Argument(n, v, None)).Array[0, 3].Select(a => a.ToEquatable());

    private static readonly Gen<EquatableArray<Expression>> Shape = Sum(1).Array[0, 3].Select(e => e.ToEquatable());

    private static readonly Gen<EquatableArray<Expression>?> MaybeShape = Gen.Frequency(
        (1, Gen.Const((EquatableArray<Expression>?)null)),
        (3, Shape.Select(s => (EquatableArray<Expression>?)s)));

    private static Gen<StageSyntax> Stage(int depth) => Gen.Select(MaybeName, Name, Arguments(1), Gen.Bool, Gen.Int[0, 3])
        .SelectMany(t => (t.Item5 == 0 && depth > 0
            ? StageList(depth - 1).Select(s => (StageChain?)new StageChain(s, None))
            : Gen.Const((StageChain?)null))
            .Select(body => new StageSyntax(t.Item1, t.Item2, t.Item4 ? t.Item3 : EquatableArray<Argument>.Empty, t.Item4, body, None)));

    private static Gen<EquatableArray<StageSyntax>> StageList(int depth) => Stage(depth).Array[1, 3].Select(s => s.ToEquatable());

    private static Gen<PipelineStart> Start(int depth) => Gen.Frequency(
        (4, Gen.Select(Word, Gen.OneOf("", ".mean"), PipelineStart (w, dots) => new NameStart(w + dots, None))),
        (1, Gen.Select(Name, Arguments(1), PipelineStart (n, a) => new CallStart(n, a, None))),
        (
            depth == 0 ? 0 : 1,
            depth == 0
                ? Gen.Const((PipelineStart)new NameStart("x", None))
                : Pipeline(depth - 1).Select(PipelineStart (p) => new NestedStart(p, None))));

    private static Gen<Pipeline> Pipeline(int depth) =>
        Gen.Select(Start(depth), Stage(2).Array[0, 4], (s, stages) => new Pipeline(s, stages.ToEquatable(), None));

    private static readonly Gen<BindingSyntax> Binding = Gen.Select(
        Doc,
        Name,
        Gen.Bool,
        Pipeline(1),
        (d, n, random, p) => new BindingSyntax(d, n, random, p, None));

    private static readonly Gen<EquatableArray<ParameterSyntax>> Parameters =
        Gen.Select(
            Name,
            Gen.Frequency((1, Gen.Const((Expression?)null)), (1, Sum(1).Select(e => (Expression?)e))),
            (n, e) => new ParameterSyntax(n, e, None))
            .Array[0, 2].Select(p => p.ToEquatable());

    private static readonly Gen<ExternStatement> Extern = Gen.Select(
        Gen.Bool,
        Name,
        Parameters,
        Shape,
        Shape,
        (block, n, p, from, to) => block
            ? new ExternStatement(new Identifier("block", None), n, p, from, to, null, None)
            : new ExternStatement(new Identifier("term", None), n, p, null, null, new Identifier("mean", None), None));

    private static readonly Gen<Role> AnyRole = Gen.OneOf(Role.Encode, Role.Decode, Role.Predict, Role.Prior, Role.Critic);

    private static readonly Gen<MinimizeStatement> Minimize = Objective.Select(o => new MinimizeStatement(o, None));

    private static readonly Gen<Statement> Train = Gen.Select(
        MaybeName,
        Gen.Select(Name, Gen.Frequency((5, Sum(2)), (1, From)), (n, v) => new SettingSyntax(n, v, None)).Array[0, 9],
        Gen.Frequency((2, Gen.Const((MinimizeStatement?)null)), (1, Minimize.Select(m => (MinimizeStatement?)m))),
        Statement (phase, settings, minimize) => new TrainStatement(phase, settings.ToEquatable(), minimize, None));

    private static readonly Gen<Statement> AnyStatement = Gen.OneOf(
        Gen.Select(
            Doc,
            Name,
            Gen.Bool,
            Gen.Select(Name, Arguments(1)),
            MaybeShape,
            Gen.Select(Name, Arguments(1), (n, a) => new PreparationSyntax(n, a, None)).Array[0, 3],
            Statement (doc, n, optional, domain, shape, preparations) =>
                new DataStatement(doc, n, optional, domain.Item1, domain.Item2, shape, preparations.ToEquatable(), None)),
        Gen.Select(AnyRole, Binding, Statement (role, b) => new RoleStatement(role, EquatableArray.Of(b), false, None)),
        Gen.Select(AnyRole, Binding.Array[0, 3], Statement (role, b) => new RoleStatement(role, b.ToEquatable(), true, None)),
        Minimize.Select(Statement (m) => m),
        Train,
        Extern.Select(Statement (e) => e));

    private static readonly Gen<Declaration> AnyDeclaration = Gen.OneOf(
        Gen.Select(Name, Doc, Sum(2), Declaration (n, d, v) => new ConstDeclaration(n, d, v, None)),
        Gen.Select(
            Name,
            Doc,
            Parameters,
            StageList(2),
            Declaration (n, d, p, s) => new BlockDeclaration(n, d, p, new StageChain(s, None), None)),
        Gen.Select(
            Name,
            Doc,
            Parameters,
            AnyStatement.Array[0, 5],
            Declaration (n, d, p, s) => new ModelDeclaration(n, d, p, s.ToEquatable(), None)),
        Gen.Select(Name, Doc, Name, Arguments(1), Declaration (n, d, b, a) => new VariantDeclaration(n, d, b, a, None)),
        Extern.Select(Declaration (e) => new ExternDeclaration(e)));

    public static readonly Gen<SourceFile> File = Gen.Select(
        Gen.OneOf<string?>(null, "A", "Company.Models"),
        Gen.OneOf("a.ae", "../b c/ü.ae", "a//b\\n{").Array[0, 2],
        AnyDeclaration.Array[0, 4],
        (name, imports, declarations) => new SourceFile(
            name is null ? null : new Identifier(name, None),
            imports.Select(i => new ImportSyntax(i, None, None)).ToEquatable(),
            declarations.ToEquatable(),
            None));
}
