using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Binding;

/// <summary>What a term's entry sees while it is bound.</summary>
public sealed class TermBinding
{
    private readonly DiagnosticBag _diagnostics;
    private readonly HashSet<string> _broken;
    private readonly HashSet<(string, string)> _compared = [];
    private readonly IReadOnlyDictionary<string, ForgottenFlatten> _flattens;

    internal TermBinding(
        BoundModel model,
        HashSet<string> broken,
        IReadOnlyDictionary<string, ForgottenFlatten> flattens,
        DiagnosticBag diagnostics)
    {
        Model = model;
        _flattens = flattens;
        _broken = broken;
        _diagnostics = diagnostics;
    }

    /// <summary>The model so far: data and bindings.</summary>
    public BoundModel Model { get; }

    /// <summary>Whether a variable could not be bound; what is said of it would only repeat that.</summary>
    public bool IsBroken(string name) => _broken.Contains(Variables.BaseOf(name)) || _broken.Contains(name);

    /// <summary>Whether any binding could not be bound.</summary>
    public bool AnyBroken => _broken.Count > 0;

    /// <summary>Reports a diagnostic.</summary>
    public void Report(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);

    /// <summary>Reports why a value cannot be compared with data, for the first term that compares the two.</summary>
    public void ReportComparison(string value, string data, Diagnostic diagnostic)
    {
        if (_compared.Add((value, data)))
        {
            Report(_flattens.TryGetValue(Variables.BaseOf(value), out var begun) ? begun.Explain(diagnostic) : diagnostic);
        }
    }

    /// <summary>A variable that a term speaks of; null after an error has been reported (or where the variable is broken).</summary>
    public BoundReference? FindValue(string name, TextSpan span)
    {
        if (IsBroken(name))
        {
            return null;
        }

        if (Variables.Find(Model, name, span) is { } found)
        {
            return found;
        }

        Report(NameErrors.UnknownVariable(name, span, Variables.NamesOf(Model)));
        _broken.Add(name);
        return null;
    }

    /// <summary>Whether an argument names a code that is drawn; an error has been reported where not (or the variable is broken).</summary>
    public bool IsRandomCode(BoundTerm term, string argument)
    {
        var (name, span) = (term.Arguments.Word(argument), term.Arguments.SpanOf(argument));
        if (FindValue(name, span) is null)
        {
            return false;
        }

        if (Model.Find(name) is { Role: Syntax.Tree.Role.Encode, Distribution: not null })
        {
            return true;
        }

        Report(ObjectiveErrors.NotRandomCode(name, span));
        return false;
    }

    /// <summary>
    /// Whether an argument names a code that draws from its prior are compared with: one that is drawn, with a gradient, or that has a
    /// prior without being random; an error has been reported where not (or the variable is broken).
    /// </summary>
    public bool HasPrior(BoundTerm term, string argument)
    {
        var (name, span) = (term.Arguments.Word(argument), term.Arguments.SpanOf(argument));
        if (FindValue(name, span) is null)
        {
            return false;
        }

        if (Model.Find(name) is not { Role: Syntax.Tree.Role.Encode } code
            || (code.Distribution is null && Model.PriorOf(name) is null))
        {
            Report(ObjectiveErrors.NoPrior(name, span));
            return false;
        }

        return code.Distribution is null || PassesGradients(term, code, span);
    }

    /// <summary>Whether gradients pass through the draws of a random code; an error has been reported where not.</summary>
    public bool PassesGradients(BoundTerm term, BoundBinding code, TextSpan span)
    {
        var entry = code.Distribution!.Entry;
        if (entry.ReparameterisedBy is not null)
        {
            return true;
        }

        Report(DomainErrors.NoGradientThroughDraw(span, term.Entry.Name, code.Name, entry.Name));
        return false;
    }

    /// <summary>The critic that an argument names; null after an error has been reported (or where the variable is broken).</summary>
    public BoundBinding? FindCritic(BoundTerm term, string argument)
    {
        var (name, span) = (term.Arguments.Word(argument), term.Arguments.SpanOf(argument));
        if (FindValue(name, span) is null)
        {
            return null;
        }

        if (Model.Find(name) is not { Role: Syntax.Tree.Role.Critic } critic)
        {
            Report(ObjectiveErrors.Unfit(
                span, $"`{name}` is no critic", "declare one, `critic c = z -> dense(64, leaky(0.2)) -> dense(1)`"));
            return null;
        }

        if (critic.Shape.Count == 1)
        {
            return critic;
        }

        Report(ObjectiveErrors.Unfit(
            span,
            $"a critic gives one number for each example, and `{name}` gives {critic.Shape.InBrackets()}",
            critic.Shape.IsVector ? "end it with `dense(1)`" : "end it with `flatten -> dense(1)`"));
        return null;
    }

    /// <summary>Whether a name is that of data that are classes.</summary>
    public bool IsClasses(string name) => Model.FindData(name) is { Classes: > 0 };

    /// <summary>The data that a term compares with; null after an error has been reported.</summary>
    public BoundData? FindData(string name, TextSpan span)
    {
        if (Model.FindData(name) is { } data)
        {
            return data;
        }

        if (IsBroken(name))
        {
            return null;
        }

        if (Variables.Find(Model, name, span) is not null)
        {
            Report(ObjectiveErrors.NotData(name, span, Model.Data.Select(d => d.Name)));
            return null;
        }

        Report(NameErrors.UnknownVariable(name, span, Model.Data.Select(d => d.Name)));
        _broken.Add(name);
        return null;
    }
}
