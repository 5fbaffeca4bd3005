using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Printing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>The shapes of a stage that is written in C#, which may depend on its own parameters: <c>(n): [784] -> [n]</c>.</summary>
internal sealed class ExternShape(ExternStatement statement, ConstantScope constants)
{
    /// <summary>The sizes that it takes: numbers, where they do not depend on the stage's parameters.</summary>
    public EquatableArray<string> From => Texts(statement.From!.Value);

    /// <summary>The sizes that it gives.</summary>
    public EquatableArray<string> To => Texts(statement.To!.Value);

    /// <summary>Whether all that is known before a use is right; reports where it is not.</summary>
    public bool Check(Action<Diagnostic> report)
    {
        foreach (var sizes in new[] { statement.From!.Value, statement.To!.Value })
        {
            if (sizes.Count == 0)
            {
                report(NameErrors.ExternWithoutSizes(statement.Name.Text, statement.Span));
                return false;
            }

            if (sizes.Where(size => !ReadsParameters(size)).Any(size => Size(size, constants, report) is null))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The shapes at the arguments of a use; null after an error has been reported.</summary>
    public (Shape From, Shape To)? At(BoundArguments arguments, Action<Diagnostic> report)
    {
        var scope = new ConstantScope(constants);
        foreach (var name in statement.Parameters.Select(parameter => parameter.Name.Text))
        {
            scope.Define(name, arguments.Number(name));
        }

        return Sizes(statement.From!.Value, scope, report) is { } from && Sizes(statement.To!.Value, scope, report) is { } to
            ? (from, to)
            : null;
    }

    private Shape? Sizes(EquatableArray<Expression> expressions, ConstantScope scope, Action<Diagnostic> report)
    {
        var sizes = new List<int>();
        foreach (var expression in expressions)
        {
            if (Size(expression, scope, report) is not { } size)
            {
                return null;
            }

            sizes.Add(size);
        }

        return Shape.Of([.. sizes]);
    }

    private int? Size(Expression expression, ConstantScope scope, Action<Diagnostic> report)
    {
        if (scope.Evaluate(expression, report) is not { } size)
        {
            return null;
        }

        if (ArgumentValues.IsAllowed(ParameterKind.Size, size))
        {
            return (int)size;
        }

        report(NameErrors.WrongArgument(
            statement.Name.Text,
            new Parameter("size", ParameterKind.Size),
            NumberText.Of(size),
            expression.Span));
        return null;
    }

    private EquatableArray<string> Texts(EquatableArray<Expression> sizes) => sizes
        .Select(size => ReadsParameters(size) || constants.Evaluate(size, _ => { }) is not { } number
            ? ExpressionPrinter.Print(size)
            : NumberText.Of(number))
        .ToEquatable();

    private bool ReadsParameters(Expression size) => ConstantChain.PartsOf(size)
        .OfType<NameExpression>()
        .Any(name => statement.Parameters.Any(parameter => parameter.Name.Text == name.Name));
}
