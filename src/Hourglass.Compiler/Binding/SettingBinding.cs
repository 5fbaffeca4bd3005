using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>What a setting's entry sees while it is bound: the value as written, and what it sets.</summary>
internal sealed class SettingBinding(ModelScope model, ArgumentBinder arguments, SettingEntry entry, SettingSyntax syntax)
{
    /// <summary>The phase that the setting stands in.</summary>
    public required BoundPhase Phase { get; set; }

    /// <summary>The training, without its phases.</summary>
    public required BoundTraining Training { get; set; }

    /// <summary>The value as a word with arguments; no word where it is something else.</summary>
    public SettingCall Call => syntax.Value switch
    {
        NameExpression name => new(name.Name, name.Span, EquatableArray<Argument>.Empty),
        CallExpression call => new(call.Name.Text, call.Name.Span, call.Arguments),
        _ => new(null, syntax.Value.Span, EquatableArray<Argument>.Empty),
    };

    /// <summary>Reports a diagnostic.</summary>
    public void Report(Diagnostic diagnostic) => model.Report(diagnostic);

    /// <summary>Whether the value can be a number; if not, that is reported.</summary>
    private bool IsNumber
    {
        get
        {
            var isNumber = syntax.Value is not (CallExpression or ListExpression or TupleExpression or FromExpression)
                && (syntax.Value is not NameExpression name || model.Constants.Knows(name.Name));
            if (!isNumber)
            {
                Wrong();
            }

            return isNumber;
        }
    }

    /// <summary>The value as a whole number; null after an error has been reported.</summary>
    public int? Whole(int least) => (int?)Number(least > 0 ? ParameterKind.Size : ParameterKind.Whole);

    /// <summary>The value as a number; null after an error has been reported.</summary>
    public double? Number(ParameterKind kind)
    {
        if (!IsNumber || model.Constants.Evaluate(syntax.Value, model.Report) is not { } number)
        {
            return null;
        }

        if (ArgumentValues.IsAllowed(kind, number))
        {
            return number;
        }

        Report(TrainingErrors.WrongSetting(entry.Name, entry.Expectation, NumberText.Of(number), syntax.Value.Span, entry.Advice));
        return null;
    }

    /// <summary>A call's arguments; null after an error has been reported.</summary>
    public BoundArguments? Arguments(Signature signature, SettingCall call) =>
        arguments.Bind(call.Word!, signature, call.Arguments, call.Span);

    /// <summary>A word of a vocabulary and its arguments; null after an error has been reported.</summary>
    /// <param name="what">What the words are.</param>
    /// <param name="words">The vocabulary.</param>
    public (T Entry, BoundArguments Arguments)? Entry<T>(string what, IReadOnlyDictionary<string, T> words)
        where T : CatalogueEntry
    {
        if (Call is not { Word: { } word } call)
        {
            Wrong();
        }
        else if (!words.TryGetValue(word, out var found))
        {
            Report(NameErrors.UnknownWord(what, word, call.Span, words.Keys));
        }
        else if (Arguments(found.Signature, call) is { } bound)
        {
            return (found, bound);
        }

        return null;
    }

    /// <summary>The path that the value starts from; null where it is something else.</summary>
    public string? From => (syntax.Value as FromExpression)?.Path;

    /// <summary>The value's items: of a list each, of anything else the value itself.</summary>
    private IReadOnlyList<Expression> Items => syntax.Value is ListExpression list ? [.. list.Items] : [syntax.Value];

    /// <summary>The value as a corruption or a list of them; null after an error has been reported.</summary>
    public EquatableArray<BoundNoise>? Noises()
    {
        var signature = Signature.Of(new Parameter("noise", ParameterKind.Noise));
        var noises = new List<BoundNoise>();
        foreach (var item in Items)
        {
            if (item is not (CallExpression or NameExpression))
            {
                Wrong();
                return null;
            }

            var argument = EquatableArray.Of(new Argument(null, item, item.Span));
            if (arguments.Bind(entry.Name, signature, argument, item.Span) is not { } bound)
            {
                return null;
            }

            noises.Add(bound.Noise("noise"));
        }

        if (noises.Count > 0)
        {
            return noises.ToEquatable();
        }

        Wrong();
        return null;
    }

    /// <summary>Takes the value over as the parts of the model that move, or that stay.</summary>
    /// <param name="areFixed">Whether they stay.</param>
    public void Choose(bool areFixed)
    {
        if (Phase.Parts is not null)
        {
            Report(TrainingErrors.UpdateAndFreeze(syntax.Name.Span));
            return;
        }

        var parts = new List<BoundPart>();
        foreach (var item in Items)
        {
            if (item is not NameExpression name)
            {
                Wrong();
                return;
            }

            if (PartOf(name) is not { } part)
            {
                return;
            }

            parts.Add(part);
        }

        if (parts.Count == 0)
        {
            Wrong();
            return;
        }

        Phase = Phase with { Parts = new BoundParts(parts.ToEquatable(), areFixed) };
    }

    private BoundPart? PartOf(NameExpression name)
    {
        if (model.Labels.TryGetValue(name.Name, out var stage))
        {
            if (stage.LayerName is not null)
            {
                return new BoundPart(name.Name, stage.Container, stage.LayerName);
            }

            Report(TrainingErrors.WrongSetting(
                entry.Name, entry.Expectation, $"`{name.Name}`, a `{stage.Entry.Name}` without parameters", name.Span, entry.Advice));
            return null;
        }

        if ((name.Name == ModelScope.OfObjective ? ModelScope.OfObjective : ModelScope.ContainerOf(name.Name)) is { } container)
        {
            return new BoundPart(name.Name, container, null);
        }

        if (!model.BrokenLabels.Contains(name.Name))
        {
            Report(TrainingErrors.UnknownPart(entry.Name, name.Name, name.Span, model.Labels.Keys));
        }

        return null;
    }

    /// <summary>Reports that the value cannot stand there.</summary>
    public void Wrong(string? help = null) => Report(TrainingErrors.WrongSetting(
        entry.Name,
        entry.Expectation,
        ArgumentValues.Describe(syntax.Value),
        syntax.Value.Span,
        help ?? entry.Advice));
}

/// <summary>A word with arguments.</summary>
/// <param name="Word">The word; null where there is none.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Arguments">The arguments.</param>
internal readonly record struct SettingCall(string? Word, TextSpan Span, EquatableArray<Argument> Arguments);
