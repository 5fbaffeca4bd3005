using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds <c>train { ... }</c>: a phase each.</summary>
internal sealed class TrainingBinder
{
    private static readonly string[] CriticSettings = ["critic", "critic_steps"];
    private readonly ModelScope _model;
    private readonly ArgumentBinder _arguments;
    private BoundTraining _training = new(0, EquatableArray<BoundPhase>.Empty);

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

        var phases = statements.Select(binder.Bind).DefaultIfEmpty(binder.Default("")).Select(binder.WithTurns).ToEquatable();
        return binder._training with { Phases = phases };
    }

    private BoundPhase Default(string name)
    {
        var adam = Vocabulary.Optimizers["adam"];
        var arguments = _arguments.Bind(adam.Name, adam.Signature, EquatableArray<Argument>.Empty, default)!;
        return BoundPhase.Default with { Name = name, Turns = EquatableArray.Of(new BoundTurn(adam, arguments)) };
    }

    /// <summary>A phase whose batches the critics use as well, where there are any.</summary>
    private BoundPhase WithTurns(BoundPhase phase) => _model.HasCritic
        ? phase with { Turns = EquatableArray.Of(phase.Turns[0], phase.Critic ?? phase.Turns[0]) }
        : phase;

    private BoundPhase Bind(TrainStatement statement)
    {
        if (statement.Minimize is { } minimize)
        {
            _model.Report(NameErrors.NotAvailable("a phase's own", "minimize", minimize.Span));
        }

        var seen = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        var bound = statement.Settings.Aggregate(Default(statement.Phase?.Text ?? ""), (phase, setting) => Bind(phase, setting, seen));
        Check(bound, seen);
        return bound;
    }

    /// <summary>Settings that need others, or that come to nothing beside them.</summary>
    private void Check(BoundPhase phase, Dictionary<string, TextSpan> seen)
    {
        var watches = phase.Schedule is { Entry.Watches: true } ? "schedule" : phase.Patience is not null ? "stop" : null;
        if (watches is not null && _training.Validate == 0 && !seen.ContainsKey("validate"))
        {
            _model.Report(TrainingErrors.NothingToWatch(watches, seen[watches]));
        }

        if (!_model.HasCritic && CriticSettings.FirstOrDefault(seen.ContainsKey) is { } idle)
        {
            _model.Report(TrainingErrors.NoCritic(idle, seen[idle]));
        }

        if (_model.HasCritic && phase.Accumulate > 1)
        {
            _model.Report(TrainingErrors.AccumulatesWithCritic(seen["accumulate"]));
        }

        if (phase.Schedule is { } schedule && schedule.Entry.Begins(schedule.Arguments) is var begins && begins >= phase.Epochs)
        {
            _model.Report(TrainingErrors.ScheduleBeginsLate(schedule.Entry.Name, begins, phase.Epochs, seen["schedule"]));
        }
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
        var binding = new SettingBinding(_model, _arguments, entry, setting) { Phase = phase, Training = _training };
        entry.Bind(binding);
        _training = binding.Training;
        return binding.Phase;
    }
}
