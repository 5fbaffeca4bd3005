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
            var isNumber = syntax.Value is not (CallExpression or ListExpression or TupleExpression)
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
    /// <param name="planned">Of which kind words are that are not available yet.</param>
    public (T Entry, BoundArguments Arguments)? Entry<T>(string what, IReadOnlyDictionary<string, T> words, PlannedKind? planned = null)
        where T : CatalogueEntry
    {
        if (Call is not { Word: { } word } call)
        {
            Wrong();
        }
        else if (planned is not { } kind || !IsPlanned(kind))
        {
            if (!words.TryGetValue(word, out var found))
            {
                Report(NameErrors.UnknownWord(what, word, call.Span, words.Keys));
            }
            else if (Arguments(found.Signature, call) is { } bound)
            {
                return (found, bound);
            }
        }

        return null;
    }

    /// <summary>Whether the value's word is one that is not available yet, which is reported.</summary>
    public bool IsPlanned(PlannedKind kind) => Call is { Word: { } word } call && model.ReportPlanned(call.Span, model.Report, word, kind);

    /// <summary>Whether the value is the one word that may stand there; if not, that is reported.</summary>
    public bool IsWord(PlannedKind planned, string allowed)
    {
        var call = Call;
        if (call.Word == allowed && call.Arguments.Count == 0)
        {
            return true;
        }

        if (!IsPlanned(planned))
        {
            Wrong(call.Word is null ? null : NameErrors.Suggest(call.Word, Vocabulary.PlannedNames(planned).Concat([allowed]), null));
        }

        return false;
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
