using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds <c>train { ... }</c>.</summary>
internal sealed class TrainingBinder
{
    private readonly ModelScope _model;
    private readonly ArgumentBinder _arguments;
    private readonly Dictionary<string, TextSpan> _seen = new(StringComparer.Ordinal);
    private BoundTraining _training;

    private TrainingBinder(ModelScope model)
    {
        _model = model;
        _arguments = new ArgumentBinder(model.Constants, model.Report);
        var adam = Vocabulary.Optimizers["adam"];
        _training = new BoundTraining(adam, _arguments.Bind(adam.Name, adam.Signature, EquatableArray<Argument>.Empty, default)!, 128, 10, 0, null, false, false);
    }

    public static BoundTraining Bind(ModelScope model, IReadOnlyList<TrainStatement> statements)
    {
        var binder = new TrainingBinder(model);
        if (statements.FirstOrDefault(statement => statement.Phase is not null) is { } phased)
        {
            model.Report(NameErrors.NotAvailable("the training phase", phased.Phase!.Text, phased.Phase.Span));
        }
        else if (statements.Count > 1)
        {
            model.Report(TrainingErrors.SecondTraining(statements[1].Span, statements[0].Span));
            statements = [statements[0]];
        }

        foreach (var statement in statements)
        {
            if (statement.Minimize is { } minimize)
            {
                model.Report(NameErrors.NotAvailable("a phase's own", "minimize", minimize.Span));
            }

            binder._seen.Clear();
            foreach (var setting in statement.Settings)
            {
                binder.Bind(setting);
            }
        }

        return binder._training;
    }

    private void Bind(SettingSyntax setting)
    {
        _model.Cancellation.ThrowIfCancellationRequested();
        var name = setting.Name.Text;
        if (_model.ReportPlanned(setting.Name.Span, _model.Report, name, PlannedKind.Setting))
        {
            return;
        }

        if (!Vocabulary.Settings.TryGetValue(name, out var entry))
        {
            _model.Report(NameErrors.UnknownSetting(name, setting.Name.Span));
            return;
        }

        if (_seen.TryGetValue(name, out var first))
        {
            _model.Report(TrainingErrors.DuplicateSetting(name, setting.Name.Span, first));
            return;
        }

        _seen[name] = setting.Name.Span;
        switch (entry.Kind)
        {
            case SettingKind.Optimizer:
                BindOptimizer(setting, entry);
                break;
            case SettingKind.Clip:
                BindClip(setting, entry);
                break;
            case SettingKind.Schedule:
                if (BindWord(setting, entry, "cosine", PlannedKind.Schedule))
                {
                    _training = _training with { Cosine = true };
                }

                break;
            case SettingKind.Precision:
                BindPrecision(setting, entry);
                break;
            case SettingKind.Method:
                BindWord(setting, entry, "backprop", PlannedKind.Method);
                break;
            default:
                BindNumber(setting, entry);
                break;
        }
    }

    private void BindNumber(SettingSyntax setting, SettingEntry entry)
    {
        if (setting.Value is NameExpression name && !_model.Constants.Knows(name.Name))
        {
            Wrong(setting, entry);
            return;
        }

        if (setting.Value is CallExpression or ListExpression)
        {
            Wrong(setting, entry);
            return;
        }

        if (_model.Constants.Evaluate(setting.Value, _model.Report) is not { } number)
        {
            return;
        }

        if (!ArgumentValues.IsAllowed(entry.Kind == SettingKind.Size ? ParameterKind.Size : ParameterKind.Whole, number))
        {
            _model.Report(TrainingErrors.WrongSetting(entry.Name, entry.Expectation, NumberText.Of(number), setting.Value.Span, Advice(entry)));
            return;
        }

        _training = entry.Name switch
        {
            "batch" => _training with { Batch = (int)number },
            "epochs" => _training with { Epochs = (int)number },
            _ => _training with { Seed = (int)number },
        };
    }

    private void BindOptimizer(SettingSyntax setting, SettingEntry entry)
    {
        var (word, span, given) = Call(setting.Value);
        if (word is null)
        {
            Wrong(setting, entry);
            return;
        }

        if (_model.ReportPlanned(span, _model.Report, word, PlannedKind.Optimizer))
        {
            return;
        }

        if (!Vocabulary.Optimizers.TryGetValue(word, out var optimizer))
        {
            _model.Report(NameErrors.UnknownWord("optimizer", word, span, Vocabulary.Optimizers.Keys));
        }
        else if (_arguments.Bind(word, optimizer.Signature, given, span) is { } arguments)
        {
            _training = _training with { Optimizer = optimizer, OptimizerArguments = arguments };
        }
    }

    private void BindClip(SettingSyntax setting, SettingEntry entry)
    {
        var (word, span, given) = Call(setting.Value);
        if (word != "norm")
        {
            Wrong(setting, entry);
            return;
        }

        if (_arguments.Bind("norm", Signature.Of(new Parameter("limit", ParameterKind.Positive)), given, span) is { } arguments)
        {
            _training = _training with { ClipNorm = arguments.Number("limit") };
        }
    }

    private void BindPrecision(SettingSyntax setting, SettingEntry entry)
    {
        if (Call(setting.Value) is { Word: "float32" or "bfloat16", Arguments.Count: 0 } call)
        {
            _training = _training with { Bfloat16 = call.Word == "bfloat16" };
        }
        else
        {
            Wrong(setting, entry);
        }
    }

    private bool BindWord(SettingSyntax setting, SettingEntry entry, string allowed, PlannedKind planned)
    {
        var (word, span, given) = Call(setting.Value);
        if (word == allowed && given.Count == 0)
        {
            return true;
        }

        if (word is null || !_model.ReportPlanned(span, _model.Report, word, planned))
        {
            Wrong(setting, entry, word is null ? null : NameErrors.Suggest(word, Vocabulary.PlannedNames(planned).Concat([allowed]), null));
        }

        return false;
    }

    private void Wrong(SettingSyntax setting, SettingEntry entry, string? help = null) => _model.Report(
        TrainingErrors.WrongSetting(entry.Name, entry.Expectation, ArgumentValues.Describe(setting.Value), setting.Value.Span, help ?? Advice(entry)));

    private static string Advice(SettingEntry entry) => entry.Kind switch
    {
        SettingKind.Size => $"write `{entry.Name}: 10`",
        SettingKind.Whole => $"write `{entry.Name}: 0`",
        SettingKind.Optimizer => $"the optimizers are {NameErrors.Quoted(Vocabulary.Optimizers.Keys)}, for example `adam(1e-3)`",
        SettingKind.Clip => "write `clip: norm(5)`",
        SettingKind.Precision => "write `precision: bfloat16`, or leave it out for `float32`",
        SettingKind.Schedule => "write `schedule: cosine`, or leave it out for a constant rate",
        _ => "write `method: backprop`, or leave it out",
    };

    private static (string? Word, TextSpan Span, EquatableArray<Argument> Arguments) Call(Expression value) => value switch
    {
        NameExpression name => (name.Name, name.Span, EquatableArray<Argument>.Empty),
        CallExpression call => (call.Name.Text, call.Name.Span, call.Arguments),
        _ => (null, value.Span, EquatableArray<Argument>.Empty),
    };
}
