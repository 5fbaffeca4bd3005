using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds <c>train { ... }</c>: a phase each, or several where the method says so.</summary>
internal sealed class TrainingBinder
{
    private static readonly string[] CriticSettings = ["critic", "critic_steps"];
    private readonly ModelScope _model;
    private readonly ArgumentBinder _arguments;
    private readonly Dictionary<string, TextSpan> _whole = new(StringComparer.Ordinal);

    private TrainingBinder(ModelScope model)
    {
        _model = model;
        _arguments = new ArgumentBinder(model.Constants, model.Report);
    }

    /// <summary>What holds for all phases; it has none so far.</summary>
    private BoundTraining Training { get; set; } = new(0, EquatableArray<BoundPhase>.Empty);

    /// <summary>The training but for its phases, and those, whose objectives are still to be bound.</summary>
    public static (BoundTraining Whole, IReadOnlyList<PhaseDraft> Phases) Bind(ModelScope model, IReadOnlyList<TrainStatement> statements)
    {
        var binder = new TrainingBinder(model);
        if (statements.Count > 1 && statements.FirstOrDefault(statement => statement.Phase is null) is { } unnamed)
        {
            var (first, second) = unnamed == statements[0] ? (unnamed, statements[1]) : (statements[0], unnamed);
            model.Report(TrainingErrors.SecondTraining(second.Span, first.Span));
            statements = [statements[0]];
        }

        foreach (var (again, i) in statements.Select((statement, i) => (statement.Phase, i)).Skip(1))
        {
            if (statements.Take(i).FirstOrDefault(before => before.Phase!.Text == again!.Text) is { } first)
            {
                model.Report(NameErrors.Duplicate(again!.Text, again.Span, first.Phase!.Span, "the phase"));
            }
        }

        // Settings that hold for the whole are known once all phases are bound.
        var bound = statements
            .Select(statement => (Statement: statement, Phase: binder.Bind(statement, out var seen), Seen: seen))
            .ToArray();
        foreach (var ((_, phase, seen), i) in bound.Select((phase, i) => (phase, i)))
        {
            binder.Check(phase, seen, isLast: i == bound.Length - 1);
        }

        PhaseDraft[] drafts = bound.Length == 0
            ? [new PhaseDraft(binder.WithTurns(binder.Default("")), null, default)]
            : [.. bound.SelectMany(phase => binder.Expand(phase.Statement, binder.WithTurns(phase.Phase)))];
        return (binder.Training, drafts);
    }

    /// <summary>The phases that one stands for.</summary>
    private IReadOnlyList<PhaseDraft> Expand(TrainStatement statement, BoundPhase phase)
    {
        var span = statement.Phase?.Span ?? statement.Span;
        var draft = new PhaseDraft(phase with { Span = span }, statement.Minimize, span)
        {
            Settings = [.. statement.Settings.Select(setting => setting.Name.Text)],
        };
        return phase.Method is { } method && method.Entry.Bind(new MethodBinding(_model, draft)) is { } phases ? phases : [draft];
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

    private BoundPhase Bind(TrainStatement statement, out Dictionary<string, TextSpan> seen)
    {
        var found = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        seen = found;
        return statement.Settings.Aggregate(Default(statement.Phase?.Text ?? ""), (phase, setting) => Bind(phase, setting, found));
    }

    /// <summary>Settings that need others, or that come to nothing beside them.</summary>
    private void Check(BoundPhase phase, Dictionary<string, TextSpan> seen, bool isLast)
    {
        if (phase.Patience is not null && !isLast)
        {
            _model.Report(TrainingErrors.StopsBefore(seen["stop"]));
        }

        var watches = phase.Schedule is { Entry.Watches: true } ? "schedule" : phase.Patience is not null ? "stop" : null;
        if (watches is not null && Training.Validate == 0 && !_whole.ContainsKey("validate"))
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

        if (phase.Labelled is not null && !_model.Data.Any(data => data is { Classes: > 0, Optional: true }))
        {
            _model.Report(TrainingErrors.AllLabelled(seen["labelled"]));
        }

        if (phase.Corrupt.Count > 1 && phase.Method is null or { Entry: Catalogue.Methods.Backprop })
        {
            _model.Report(TrainingErrors.NoiseForEach(seen["corrupt"], phase.Corrupt.Count, 1));
        }
    }

    private BoundPhase Bind(BoundPhase phase, SettingSyntax setting, Dictionary<string, TextSpan> seen)
    {
        _model.Cancellation.ThrowIfCancellationRequested();
        var name = setting.Name.Text;
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
        if (entry.IsOfWhole && _whole.TryGetValue(name, out first))
        {
            _model.Report(TrainingErrors.OfWholeTwice(name, setting.Name.Span, first));
            return phase;
        }

        if (entry.IsOfWhole)
        {
            _whole[name] = setting.Name.Span;
        }

        var binding = new SettingBinding(_model, _arguments, entry, setting) { Phase = phase, Training = Training };
        entry.Bind(binding);
        Training = binding.Training;
        return binding.Phase;
    }
}
