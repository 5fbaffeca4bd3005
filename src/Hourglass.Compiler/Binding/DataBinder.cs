using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds <c>data</c> statements.</summary>
internal static class DataBinder
{
    public static void Bind(ModelScope model, DataStatement statement)
    {
        model.Cancellation.ThrowIfCancellationRequested();
        var name = statement.Name.Text;
        if (model.Data.FirstOrDefault(data => data.Name == name) is { } first)
        {
            model.Report(NameErrors.Duplicate(name, statement.Name.Span, first.Span, "the data"));
            return;
        }

        if (Complete(model, statement) is { } bound)
        {
            model.Data.Add(bound);
        }
        else
        {
            model.Broken.Add(name);
        }
    }

    private static BoundData? Complete(ModelScope model, DataStatement statement)
    {
        if (!Vocabulary.Domains.TryGetValue(statement.Domain.Text, out var domain))
        {
            model.Report(NameErrors.UnknownDomain(statement.Domain.Text, statement.Domain.Span));
            return null;
        }

        var arguments = new ArgumentBinder(model.Constants, model.Report).Bind(
            domain.Name,
            domain.Signature,
            statement.DomainArguments,
            statement.Domain.Span);
        if (arguments is null)
        {
            return null;
        }

        var classes = arguments.Has("K") ? arguments.Int("K") : 0;
        if (statement.Shape is not { Count: > 0 } sizes)
        {
            if (classes > 0 && statement.Shape is null)
            {
                return Prepared(model, statement, Declared(Shape.Scalar));
            }

            model.Report(DomainErrors.DomainShape(
                statement.Domain.Span,
                $"`{domain.Name}` needs a shape in brackets",
                $"write `{domain.Name}[784]` or `{domain.Name}[1, 28, 28]`"));
            return null;
        }

        return Sizes(model, statement.Name.Text, sizes, Math.Max(1, classes)) is { } shape
            ? Prepared(model, statement, Declared(shape))
            : null;

        BoundData Declared(Shape shape) =>
            new(statement.Name.Text, statement.Doc, domain, classes, shape, statement.Optional, statement.Name.Span);
    }

    /// <summary>Data behind their preparations; null after an error has been reported.</summary>
    private static BoundData? Prepared(ModelScope model, DataStatement statement, BoundData data)
    {
        var prepared = new Prepared(data.Domain, data.Range);
        var bound = new List<BoundPreparation>();
        foreach (var syntax in statement.Preparations)
        {
            var (word, span) = (syntax.Name.Text, syntax.Name.Span);
            if (!Vocabulary.Preparations.TryGetValue(word, out var entry))
            {
                model.Report(NameErrors.UnknownWord("preparation", word, span, Vocabulary.Preparations.Keys));
                return null;
            }

            var arguments = new ArgumentBinder(model.Constants, model.Report).Bind(word, entry.Signature, syntax.Arguments, span);
            if (arguments is null)
            {
                return null;
            }

            // Stored values are checked where data are bound; what another preparation made of them is known by its range alone.
            var unknown = bound.Count > 0 && prepared.Range.Low <= entry.Above;
            if (data.Classes > 0 || unknown || entry.Of(prepared, arguments) is not { } behind)
            {
                model.Report(DomainErrors.CannotPrepare(syntax.Span, entry, data, prepared));
                return null;
            }

            prepared = behind;
            bound.Add(new BoundPreparation(entry, arguments));
        }

        return data with
        {
            Domain = prepared.Domain,
            Range = prepared.Range,
            Stored = data.Domain,
            Preparations = bound.ToEquatable(),
        };
    }

    private static Shape? Sizes(ModelScope model, string name, EquatableArray<Expression> expressions, int classes)
    {
        var parameter = new Parameter("size", ParameterKind.Size);
        var sizes = new List<int>();
        foreach (var expression in expressions)
        {
            if (model.Constants.Evaluate(expression, model.Report) is not { } size)
            {
                return null;
            }

            if (!ArgumentValues.IsAllowed(parameter.Kind, size))
            {
                model.Report(DomainErrors.DomainShape(
                    expression.Span,
                    $"a size of `{name}` is {parameter.Expectation}, not {NumberText.Of(size)}",
                    "write the number of elements in this dimension"));
                return null;
            }

            sizes.Add((int)size);
        }

        var shape = Shape.Of([.. sizes]);
        if (sizes.Aggregate((double)classes, (product, size) => product * size) <= int.MaxValue)
        {
            return shape;
        }

        model.Report(ShapeErrors.TooLarge(expressions[0].Span.Union(expressions[expressions.Count - 1].Span)));
        return null;
    }
}
