namespace Hourglass.Training;

/// <summary>Stopping, checkpoints, and what is told of them.</summary>
public sealed partial class TrainingSession
{
    private void Stop()
    {
        _stopped = true;
        if (_checkpoints is not null)
        {
            Save();
            Tell(_state.Averages.MeanTotal, notice: $"Stopped. The checkpoint is in '{_checkpoints.Folder}'; resume to continue.");
        }
    }

    private void Save()
    {
        if (_checkpoints is not null)
        {
            TakeTime();
            _phases.Current.Derived?.Settle();
            _phases.Current.DerivedCritics?.Settle();
            _state.Save(_checkpoints, _phases.Current);
        }
    }

    /// <summary>Moves what the watch shows into the state.</summary>
    private void TakeTime()
    {
        _state.Seconds += _watch.Elapsed.TotalSeconds;
        if (_watch.IsRunning)
        {
            _watch.Restart();
        }
    }

    private void Tell(double total, EpochMetrics? completed = null, string? notice = null)
    {
        var (epoch, step) = completed is null ? (_state.Epoch + 1, _state.Step) : (completed.Epoch, _phases.Current.Steps);
        var progress = new TrainingProgress(epoch, _plan.Epochs, step, _phases.Current.Steps, total, completed) { Notice = notice };
        _progress?.Report(progress);
        if (_options.Logger is { } logger)
        {
            TrainingLog.Write(logger, _model.Description.Name, progress);
        }

        if (completed is not null)
        {
            _options.AfterEpoch?.Invoke(completed);
        }
        else if (notice is null)
        {
            _options.AfterStep?.Invoke(progress);
        }
    }
}
