using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Externs;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds <c>extern</c> declarations: stages and terms that are written in C#.</summary>
internal sealed class ExternBinder(ModelScope model, BinderHost host, string type)
{
    /// <summary>Binds them, before anything that uses them; <paramref name="names"/> are those of the model's variables.</summary>
    public void Bind(IReadOnlyList<ExternStatement> statements, IReadOnlyList<string> names)
    {
        var members = new HashSet<string>(statements.Count == 0 ? [] : names.SelectMany(host.MembersOf), StringComparer.Ordinal);
        var first = new Dictionary<string, ExternStatement>(StringComparer.Ordinal);
        var methods = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            model.Cancellation.ThrowIfCancellationRequested();
            var name = statement.Name.Text;
            var method = host.MethodOf(name);
            if (first.TryGetValue(name, out var other))
            {
                model.Report(NameErrors.Duplicate(name, statement.Name.Span, other.Name.Span, "the `extern`"));
                continue;
            }

            first.Add(name, statement);
            if (Taken(statement, method, members, methods) is { } taken)
            {
                model.Report(taken);
                model.Externs.Broken.Add(name);
            }
            else if (Complete(statement, method) is not { } bound)
            {
                model.Externs.Broken.Add(name);
            }
            else
            {
                Add(bound, statement);
            }

            methods[method] = name;
        }
    }

    /// <summary>Warns of what nothing uses.</summary>
    public static IEnumerable<Diagnostic> Unused(ModelScope model) => model.Externs.All
        .Where(declared => !model.Externs.Used.Contains(declared.Name))
        .Select(declared => NameErrors.UnusedExtern(declared.Name, declared.Method, declared.Span));

    private void Add(BoundExtern bound, ExternStatement statement)
    {
        model.Externs.All.Add(bound);
        if (bound.IsTerm)
        {
            model.Externs.Terms.Add(bound.Name, new ExternTerm(bound));
        }
        else
        {
            model.Externs.Stages.Add(bound.Name, new ExternStage(bound, new ExternShape(statement, model.Constants)));
        }
    }

    /// <summary>Why the name is not free, or null.</summary>
    private Diagnostic? Taken(
        ExternStatement statement,
        string method,
        HashSet<string> members,
        Dictionary<string, string> methods)
    {
        var (name, span) = (statement.Name.Text, statement.Name.Span);
        if (!IsTerm(statement) && model.Blocks.TryGetValue(name, out _))
        {
            return NameErrors.ExternNameTaken(name, span, "is a block of the file");
        }

        if (IsTerm(statement) ? IsWordOfTerms(name) : IsWordOfStages(name))
        {
            return NameErrors.ExternNameTaken(name, span, "is a word of the language");
        }

        if (IsTerm(statement) && model.Constants.Knows(name))
        {
            return NameErrors.ExternNameTaken(name, span, "is a constant or a parameter");
        }

        if (methods.TryGetValue(method, out var other))
        {
            return NameErrors.ExternNameTaken(name, span, $"and `{other}` are both the method `{method}`");
        }

        return method == type || host.IsMember(method) || members.Contains(method)
            ? NameErrors.ExternNameTaken(name, span, $"is the method `{method}`, and the model's class needs that name for something else")
            : null;
    }

    private static bool IsTerm(ExternStatement statement) => statement.TermKind is not null;

    private static bool IsWordOfTerms(string name) =>
        Vocabulary.Terms.ContainsKey(name)
        || Vocabulary.WeightSchedules.ContainsKey(name);

    private static bool IsWordOfStages(string name) =>
        Vocabulary.Stages.ContainsKey(name)
        || Vocabulary.Distributions.ContainsKey(name)
        || Vocabulary.Bijections.ContainsKey(name)
        || Vocabulary.Priors.ContainsKey(name);

    private BoundExtern? Complete(ExternStatement statement, string method)
    {
        if (SignatureOf(statement) is not { } signature)
        {
            return null;
        }

        var bound = new BoundExtern(statement.Name.Text, method, signature, statement.Span) { NameSpan = statement.Name.Span };
        if (statement.TermKind is { } kind)
        {
            return bound with { Kind = kind.Text == "sum" ? TermKind.Sum : TermKind.Mean };
        }

        var shape = new ExternShape(statement, model.Constants);
        return shape.Check(model.Report) ? bound with { From = shape.From, To = shape.To } : null;
    }

    /// <summary>
    /// Numbers of a stage, with defaults where they have some; variables of a term. Null after an error has been reported.
    /// </summary>
    private Signature? SignatureOf(ExternStatement statement)
    {
        var parameters = new List<Parameter>();
        var seen = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        foreach (var parameter in statement.Parameters)
        {
            var name = parameter.Name.Text;
            if (seen.TryGetValue(name, out var first))
            {
                model.Report(NameErrors.Duplicate(name, parameter.Name.Span, first, "the parameter"));
                return null;
            }

            seen.Add(name, parameter.Name.Span);
            if (IsTerm(statement))
            {
                if (parameter.Default is { } value)
                {
                    model.Report(NameErrors.ExternDefault(statement.Name.Text, name, value.Span));
                    return null;
                }

                parameters.Add(new Parameter(name, ParameterKind.Value));
                continue;
            }

            if (parameter.Default is not { } expression)
            {
                parameters.Add(new Parameter(name, ParameterKind.Number));
            }
            else if (model.Constants.Evaluate(expression, model.Report) is { } number)
            {
                parameters.Add(new Parameter(name, ParameterKind.Number, NumberText.Plain(number)));
            }
            else
            {
                return null;
            }
        }

        return new Signature(parameters.ToEquatable());
    }
}
