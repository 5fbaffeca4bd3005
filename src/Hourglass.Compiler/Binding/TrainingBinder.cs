using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds <c>train { ... }</c>: a phase each.</summary>
internal sealed class TrainingBinder
{
    private readonly ModelScope _model;
    private readonly ArgumentBinder _arguments;
    private int _seed;

    private TrainingBinder(ModelScope model)
    {
        _model = model;
        _arguments = new ArgumentBinder(model.Constants, model.Report);
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

        var phases = statements.Select(binder.Bind).DefaultIfEmpty(binder.Default("")).ToEquatable();
        return new BoundTraining(binder._seed, phases);
    }

    private BoundPhase Default(string name)
    {
        var adam = Vocabulary.Optimizers["adam"];
        var arguments = _arguments.Bind(adam.Name, adam.Signature, EquatableArray<Argument>.Empty, default)!;
        return BoundPhase.Default with { Name = name, Turns = EquatableArray.Of(new BoundTurn(adam, arguments)) };
    }

    private BoundPhase Bind(TrainStatement statement)
    {
        if (statement.Minimize is { } minimize)
        {
            _model.Report(NameErrors.NotAvailable("a phase's own", "minimize", minimize.Span));
        }

        var seen = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        return statement.Settings.Aggregate(Default(statement.Phase?.Text ?? ""), (phase, setting) => Bind(phase, setting, seen));
    }

    private BoundPhase Bind(BoundPhase phase, SettingSyntax setting, Dictionary<string, TextSpan> seen)
    {
        _model.Cancellation.ThrowIfCancellationRequested();
        var name = setting.Name.Text;
        if (_model.ReportPlanned(setting.Name.Span, _model.Report, name, PlannedKind.Setting))
        {
            return phase;
        }

        if (!Vocabulary.Settings.TryGetValue(name, out var entry))
        {
            _model.Report(NameErrors.UnknownSetting(name, setting.Name.Span));
            return phase;
        }

        if (seen.TryGetValue(name, out var first))
        {
            _model.Report(TrainingErrors.DuplicateSetting(name, setting.Name.Span, first));
            return phase;
        }

        seen[name] = setting.Name.Span;
        var binding = new SettingBinding(_model, _arguments, entry, setting) { Phase = phase, Seed = _seed };
        entry.Bind(binding);
        _seed = binding.Seed;
        return binding.Phase;
    }
}
