using System.Diagnostics;
using System.Globalization;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Reports;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The services behind an emitted training loop: batches, the optimizer, averages, evaluation, checkpoints, the report.
/// <code>
/// using var session = new TrainingSession(model, data, options, progress);
/// while (session.BeginEpoch())
/// {
///     while (session.NextBatch() is { } batch)
///     {
///         if (session.TryStep(batch))
///         {
///             continue;
///         }
///
///         using var scope = torch.NewDisposeScope();
///         var loss = model.Minimize(batch["x"]);
///         loss.Total.backward();
///         session.Step(loss.Total, loss.NllX, loss.KlZ);
///     }
///
///     session.EndEpoch();
/// }
///
/// return session.Finish();
/// </code>
/// From <see cref="NextBatch"/> to <see cref="Step"/> the model draws by seed, step and site (<see cref="Autoencoder.Noise"/>). While the
/// session lives, torch's global random state belongs to it; <see cref="Dispose"/> puts the former one back. The trainable parameters move
/// into one piece of memory, for good: they stay the model's, but an alias that was made before sees them no more. While the session lives,
/// its output folder is locked. Without <see cref="TrainOptions.Resume"/> training starts anew, also in a folder that holds the results of
/// the same model: those are set aside, and the progress is told where.
/// </summary>
public sealed partial class TrainingSession : IDisposable
{
    /// <summary>The native step flushes subnormal numbers as it writes; for the others it would be a pass over memory of its own.</summary>
    private const int StepsBetweenFlushes = 256;

    private readonly Autoencoder _model;
    private readonly BoundDataset _data;
    private readonly TrainOptions _options;
    private readonly TrainingPlan _plan;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly DrawScope _draws;
    private readonly PhaseSequence _phases;
    private readonly TrainingState _state;
    private readonly TrainingSplit _split;
    private readonly BestWeights _best;
    private readonly CheckpointStore? _checkpoints;
    private readonly RunFolder? _folder;
    private readonly Evaluator _evaluator;
    private readonly Failures _failures;
    private readonly long[] _order;
    private readonly GarbageLimit _garbage = new();
    private readonly Stopwatch _watch = new();
    private Batch? _batch;
    private bool _started;
    private bool _stopped;

    /// <summary>Prepares training, or continues it from a checkpoint.</summary>
    /// <param name="model">The model; its weights and its <see cref="Autoencoder.Epoch"/> move.</param>
    /// <param name="data">What to train on.</param>
    /// <param name="options">What to do beyond the model's own plan.</param>
    /// <param name="progress">Told after every step and epoch.</param>
    /// <exception cref="DataException">The data does not fit the model.</exception>
    /// <exception cref="TrainingException">There is nothing to resume from, or it is damaged, or of another model, plan or
    /// data. Or there is no such device here.</exception>
    public TrainingSession(Autoencoder model, Dataset data, TrainOptions? options = null, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var description = model.Description;
        _model = Accelerator.Move(model, options?.Device);
        _options = options ?? new TrainOptions();
        _plan = PlanInForce.Of(description.Plan, _options);
        _progress = progress;
        var weight = model.named_parameters().FirstOrDefault(p => p.parameter.requires_grad).parameter;
        var bind = weight is null ? _options.Bind : _options.Bind with { Precision = weight.dtype, Device = weight.device };
        _data = data.Bind(description.Fields, bind);
        _split = TrainingSplit.Of(_data.TrainCount, _plan.Validate, _plan.Seed);
        BatchRules.Check(description, _plan, _data.Name, _split.TrainCount);
        _order = new long[_split.TrainCount];
        _folder = _options.OutputFolder is { } folder ? new RunFolder(folder) : null;
        _checkpoints = _folder is null ? null : new CheckpointStore(_folder.CheckpointFolder);
        _failures = new Failures(model, () => _phases!.Current.Plan, _data, _checkpoints);
        _evaluator = new Evaluator(model, _data, _split, _plan.Seed, _failures);
        _phases = new PhaseSequence(model, _data, _plan, _split.TrainCount, _options);
        _best = new BestWeights(model);
        _draws = new DrawScope(Seeds.Derive(_plan.Seed, 0));
        _state = new TrainingState(
            model,
            _draws,
            _best,
            _phases,
            (_data.TestCount > 0, _split.Validation.Count > 0),
            _failures,
            () => TrainingIdentity.Of(description, _plan, bind, _data, model.Untyped.ParameterValues));
        try
        {
            foreach (var line in SessionStart.Begin(description.Name, _folder, _checkpoints, _options, _state, _phases))
            {
                Tell(0, notice: line);
            }

            if (!_options.Resume && _plan.From is { } from)
            {
                Tell(0, notice: WeightsFile.Transfer(model, from));
            }

            var found = _options.Resume ? [] : StatisticsFit.Fit(model, _data, _split);
            foreach (var line in SessionNotices.Of(description, _data, _plan, _state, _checkpoints).Concat(found))
            {
                Tell(0, notice: line);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Which step trains, and why a faster one does not.</summary>
    public StepChoice Choice => _phases.Current.Choice;

    /// <summary>Which of the model's objectives the phase under way minimizes (<see cref="ModelDescription.Objective"/>).</summary>
    public int Objective => _phases.Current.Plan.Objective;

    /// <summary>The parameters that the first turn moves as one tensor.</summary>
    internal FlatParameters Parameters => _phases.Current.Parameters[0];

    /// <summary>The optimizer of the first turn, whose state has the parameters' layout.</summary>
    internal ScriptedOptimizer Optimizer => _phases.Current.Optimizers[0];

    /// <summary>
    /// The next batch, the session's own: its tensors are good until <see cref="Step"/>; null at the epoch's end or when training was
    /// stopped. Gradients are zero.
    /// </summary>
    public Batch? NextBatch()
    {
        if (_state.Step >= _phases.Current.Steps)
        {
            return null;
        }

        if (_options.Cancellation.IsCancellationRequested)
        {
            Stop();
            return null;
        }

        if (!_started)
        {
            throw new InvalidOperationException("Call BeginEpoch before NextBatch.");
        }

        _garbage.Begin();
        _draws.Enter();
        _model.Epoch = _phases.Current.Extent.ObjectiveEpoch(_state.Epoch + ((double)_state.Step / _phases.Current.Steps));
        _model.Untyped.Noise.Begin(_plan.Seed, _state.StepsTotal);
        return _batch ??= Choice.Ran == StepKind.Native ? _phases.Current.Feeder.NextUnfilled() : _phases.Current.Feeder.Next();
    }

    /// <summary>Trains on a batch by the step that was derived at compile time, where one runs.</summary>
    /// <param name="batch">What <see cref="NextBatch"/> gave.</param>
    /// <returns>False where the readable step trains: the caller computes the objective and its gradients, and calls
    /// <see cref="Step"/>.</returns>
    /// <exception cref="TrainingException">A term is NaN or infinite; the parameters are those before the step. Or libtorch failed.
    /// </exception>
    public bool TryStep(Batch batch)
    {
        if (_phases.Current.Derived is not { } derived)
        {
            return false;
        }

        RunCritics(batch);
        try
        {
            derived.Run(batch, _plan.Seed, _state.StepsTotal, LearningRate, Reader.Buffer);
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            throw _failures.Torch(FormattableString.Invariant($"In step {_state.Step + 1} of epoch {_state.Epoch + 1}"), e);
        }

        Require(Reader.FirstBad());
        var moved = true;
        if (Accumulates)
        {
            (var share, moved) = _phases.Current.Extent.Group(_state.Step);
            derived.Accumulate(share, moved, LearningRate);
        }

        Complete(batch, moved);
        return true;
    }

    /// <summary>Checks the terms, clips, moves the parameters, zeroes the gradients, sums the terms.</summary>
    /// <param name="total">The weighted total, after <c>backward()</c>.</param>
    /// <param name="terms">
    /// Every term before its weight, in the order of <see cref="ModelDescription.Objective"/>; those of critics have steps of their own.
    /// </param>
    /// <exception cref="TrainingException">A term is NaN or infinite.</exception>
    public void Step(Tensor total, params ReadOnlySpan<Tensor> terms)
    {
        var batch = _batch ?? throw new InvalidOperationException("Call NextBatch before Step.");
        Require(Reader.Read(total, terms, first: 0, _phases.Current.Objective.OwnTerms));
        var optimizer = _phases.Current.Optimizers[0];
        _phases.Current.DropOtherGradients();

        var moved = true;
        if (!Accumulates)
        {
            optimizer.Step(LearningRate);
        }
        else
        {
            (var share, moved) = _phases.Current.Extent.Group(_state.Step);
            optimizer.Accumulate(share);
            if (moved)
            {
                optimizer.StepAccumulated(LearningRate);
            }
        }

        Complete(batch, moved);
    }

    private TermReader Reader => _phases.Current.Reader;

    private bool Accumulates => _phases.Current.Plan.Accumulate > 1;

    private double LearningRate => _phases.Current.LearningRate(turn: 0, _state.StepsTotal, _state.Metrics);

    private void Require((string Term, double Value)? bad)
    {
        if (bad is { } term)
        {
            throw _failures.Term(term.Term, term.Value, _state.Epoch + 1, _state.Step + 1, _state.StepsTotal);
        }
    }

    private void Complete(Batch batch, bool moved)
    {
        if (moved)
        {
            _phases.Current.Average?.Add(_phases.Current.Extent.Updates(_state.Epoch, _state.Step));
        }

        _state.Averages.Add(Reader.Values, batch.Count);
        _state.Step++;
        _state.StepsTotal++;
        _batch = null;
        _model.Untyped.Noise.End();
        if (Choice.Ran != StepKind.Native && _state.StepsTotal % StepsBetweenFlushes == 0)
        {
            foreach (var optimizer in _phases.Current.Optimizers)
            {
                optimizer.FlushSubnormals();
            }
        }

        if (_options.CheckpointEverySteps > 0
            && _state.Step < _phases.Current.Steps
            && _state.StepsTotal % _options.CheckpointEverySteps == 0)
        {
            Save();
        }

        if (_progress is not null || _options.AfterStep is not null)
        {
            Tell(_state.Averages.MeanTotal);
        }

        _garbage.End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Untyped.Noise.End();
        _batch = null;
        _phases.Dispose();
        _best.Dispose();
        _folder?.Dispose();
        _data.Dispose();
        _draws.Dispose();
        _model.Epoch = double.PositiveInfinity;
        _model.Untyped.Phase = null;
    }
}
