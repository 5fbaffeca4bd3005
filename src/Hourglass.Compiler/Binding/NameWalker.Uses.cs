using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <content>Pipelines, objectives and settings.</content>
internal sealed partial class NameWalker
{
    private static readonly string[] SettingsOfLabels = ["update", "freeze", "method"];

    private void Pipeline(Pipeline pipeline, NameScope scope, bool isPrior)
    {
        switch (pipeline.Start)
        {
            case NestedStart nested:
                Pipeline(nested.Inner, scope, isPrior);
                break;
            case NameStart start when scope.Variable(Variables.BaseOf(start.Name)) is { } variable:
                Use(BaseSpan(start.Name, start.Span), variable);
                break;
            case NameStart start when isPrior:
                PriorWord(start.Name, start.Span);
                break;
            case CallStart call when isPrior && call.Name.Text is not ("concat" or Presence.Word):
                PriorWord(call.Name.Text, call.Name.Span);
                Arguments(call.Arguments, PriorSignature(call.Name.Text), null, scope);
                break;
            case CallStart call:
                Word(call.Name, Vocabulary.Stages);
                foreach (var argument in call.Arguments)
                {
                    Variable(argument.Value, scope);
                }

                break;
        }

        Stages(pipeline.Stages, scope);
    }

    private void PriorWord(string word, TextSpan span)
    {
        if (Vocabulary.Priors.ContainsKey(word))
        {
            Word(word, span, Vocabulary.Priors);
        }
        else
        {
            Word(word, span, Vocabulary.Distributions);
        }
    }

    private static Signature PriorSignature(string word) => Vocabulary.Priors.TryGetValue(word, out var prior) ? prior.Signature
        : Vocabulary.Distributions.TryGetValue(word, out var distribution) ? distribution.PriorSignature
        : Signature.None;

    private void Stages(IEnumerable<StageSyntax> stages, NameScope scope)
    {
        foreach (var stage in stages)
        {
            if (stage.Label is { } label)
            {
                Declare(label, new SourceName(NameKind.Label, label.Text, scope.Owner));
            }

            var word = stage.Name.Text;
            var block = scope.Block(word);
            CatalogueEntry? entry = block is not null || scope.Externs.ContainsKey(word) ? null
                : Vocabulary.Stages.TryGetValue(word, out var known) ? known
                : Vocabulary.Distributions.TryGetValue(word, out var distribution) ? distribution
                : Vocabulary.Bijections.TryGetValue(word, out var bijection) ? bijection : null;
            if (block is not null)
            {
                Use(stage.Name.Span, new SourceName(NameKind.Block, word, null));
                Arguments(stage.Arguments, ParameterLists.SignatureOf(block.Parameters), NameScope.OfBlock(word), scope);
            }
            else if (scope.Externs.TryGetValue(word, out var declared))
            {
                Use(stage.Name.Span, new SourceName(NameKind.Extern, word, scope.Owner));
                Arguments(
                    stage.Arguments, ParameterLists.SignatureOf(declared.Parameters), $"{scope.Owner} extern {word}", scope);
            }
            else
            {
                Use(stage.Name.Span, entry is null ? null : new SourceName(NameKind.Word, word, null) { Entry = entry });
                Arguments(stage.Arguments, entry?.Signature ?? Signature.None, null, scope);
            }

            if (stage.Body is { } body)
            {
                Stages(body.Stages, scope);
            }
        }
    }

    /// <summary>Arguments by what their parameters may be; without a signature, names are numbers if there are such.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="signature">What they are given for.</param>
    /// <param name="owner">What the parameters belong to, where a user declared them.</param>
    /// <param name="scope">The names in reach.</param>
    private void Arguments(EquatableArray<Argument> arguments, Signature signature, string? owner, NameScope scope)
    {
        var positional = signature.Parameters.Where(parameter => !parameter.NamedOnly).ToArray();
        var next = 0;
        foreach (var argument in arguments)
        {
            var parameter = argument.Name is { } name
                ? signature.Parameters.FirstOrDefault(parameter => parameter.Name == name.Text)
                : ArgumentBinder.FindPositional(
                    positional, ref next, ArgumentValues.ActivationName(argument.Value) is { } word && scope.Number(word) is null);
            if (argument.Name is { } written && owner is not null)
            {
                Use(written.Span, new SourceName(NameKind.Parameter, written.Text, owner));
            }

            switch (parameter?.Kind)
            {
                case ParameterKind.Value or ParameterKind.Values or ParameterKind.ValueOrWeights or ParameterKind.Label:
                    Variable(argument.Value, scope, isLabelFirst: parameter.Kind == ParameterKind.Label);
                    break;
                case ParameterKind.Activation:
                    Call(argument.Value, Vocabulary.Activations, scope);
                    break;
                case ParameterKind.Noise:
                    Call(argument.Value, Vocabulary.Noises, scope);
                    break;
                case ParameterKind.Word or ParameterKind.Flag:
                    break;
                default:
                    Numbers(argument.Value, scope);
                    break;
            }
        }
    }

    /// <summary>A word with its own arguments.</summary>
    private void Call<T>(Expression value, IReadOnlyDictionary<string, T> words, NameScope scope)
        where T : CatalogueEntry
    {
        if (value is NameExpression name)
        {
            Word(name.Name, name.Span, words);
        }
        else if (value is CallExpression call)
        {
            Word(call.Name, words);
            Arguments(call.Arguments, SignatureOf(call.Name.Text, words), null, scope);
        }
    }

    private void Variable(Expression value, NameScope scope, bool isLabelFirst = false)
    {
        switch (value)
        {
            case NameExpression name:
                var (variable, label) = (scope.Variable(Variables.BaseOf(name.Name)), scope.Label(name.Name));
                Use(BaseSpan(name.Name, name.Span), isLabelFirst ? label ?? variable : variable ?? label);
                break;
            case CallExpression { Name.Text: Presence.Word } presence:
                foreach (var argument in presence.Arguments)
                {
                    Variable(argument.Value, scope);
                }

                break;
        }
    }

    /// <summary>The constants and parameters of an expression.</summary>
    private void Numbers(Expression expression, NameScope scope)
    {
        foreach (var name in ConstantChain.PartsOf(expression).OfType<NameExpression>())
        {
            Use(name.Span, scope.Number(name.Name));
        }

        foreach (var item in (expression as TupleExpression)?.Items ?? EquatableArray<Expression>.Empty)
        {
            Numbers(item, scope);
        }
    }

    private void Objective(Expression expression, NameScope scope)
    {
        switch (expression)
        {
            case LabelledExpression labelled:
                Declare(labelled.Label, new SourceName(NameKind.Term, labelled.Label.Text, scope.Owner));
                Objective(labelled.Inner, scope);
                break;
            case ParenthesizedExpression nested:
                Objective(nested.Inner, scope);
                break;
            case UnaryExpression unary:
                Objective(unary.Operand, scope);
                break;
            case BinaryExpression pair:
                Objective(pair.Left, scope);
                Objective(pair.Right, scope);
                break;
            case NameExpression name when scope.Number(name.Name) is { } number:
                Use(name.Span, number);
                break;
            case NameExpression name when scope.Externs.ContainsKey(name.Name):
                Use(name.Span, new SourceName(NameKind.Extern, name.Name, scope.Owner));
                break;
            case NameExpression name:
                Word(name.Name, name.Span, Vocabulary.Terms);
                break;
            case CallExpression call when scope.Externs.ContainsKey(call.Name.Text):
                Use(call.Name.Span, new SourceName(NameKind.Extern, call.Name.Text, scope.Owner));
                foreach (var argument in call.Arguments)
                {
                    Variable(argument.Value, scope);
                }

                break;
            case CallExpression call when Vocabulary.WeightSchedules.ContainsKey(call.Name.Text):
                Call(call, Vocabulary.WeightSchedules, scope);
                break;
            case CallExpression call:
                Call(call, Vocabulary.Terms, scope);
                break;
        }
    }

    private void Training(TrainStatement train, NameScope scope)
    {
        if (train.Phase is { } phase)
        {
            Declare(phase, new SourceName(NameKind.Phase, phase.Text, scope.Owner));
        }

        foreach (var setting in train.Settings)
        {
            Word(setting.Name, Vocabulary.Settings);
            Setting(setting.Value, SettingsOfLabels.Contains(setting.Name.Text), scope);
        }

        if (train.Minimize is { } minimize)
        {
            Objective(minimize.Objective, scope);
        }
    }

    private void Setting(Expression value, bool isOfLabels, NameScope scope)
    {
        switch (value)
        {
            case ListExpression list:
                foreach (var item in list.Items)
                {
                    Setting(item, isOfLabels, scope);
                }

                break;
            case CallExpression call when SettingWords(call.Name.Text) is { } entry:
                Use(call.Name.Span, new SourceName(NameKind.Word, entry.Name, null) { Entry = entry });
                Arguments(call.Arguments, entry.Signature, null, scope);
                break;
            case NameExpression name when isOfLabels && scope.Label(name.Name) is { } label:
                Use(name.Span, label);
                break;
            case NameExpression name when scope.Number(name.Name) is null && SettingWords(name.Name) is { } entry:
                Use(name.Span, new SourceName(NameKind.Word, entry.Name, null) { Entry = entry });
                break;
            default:
                Numbers(value, scope);
                break;
        }
    }

    private static CatalogueEntry? SettingWords(string word) =>
        Vocabulary.Optimizers.TryGetValue(word, out var optimizer) ? optimizer
        : Vocabulary.RateSchedules.TryGetValue(word, out var schedule) ? schedule
        : Vocabulary.Methods.TryGetValue(word, out var method) ? method
        : Vocabulary.Noises.TryGetValue(word, out var noise) ? noise
        : Vocabulary.Initialisers.TryGetValue(word, out var initialiser) ? initialiser : null;

    private static TextSpan BaseSpan(string name, TextSpan span) => span.Start.Line == span.End.Line
        ? span with { End = span.Start with { Column = span.Start.Column + Variables.BaseOf(name).Length } }
        : span;
}
