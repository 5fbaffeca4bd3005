using Hourglass.Datasets;
using Hourglass.Reports;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>What a training leaves behind.</summary>
internal static class SessionResults
{
    /// <summary>Writes figures, weights and, where training was not interrupted, the page.</summary>
    /// <returns>How training went.</returns>
    public static TrainingReport Write(
        Autoencoder model,
        BoundDataset data,
        TrainingPlan plan,
        TrainOptions options,
        TrainingState state,
        RunFolder? folder,
        StepChoice step)
    {
        var interrupted = !state.IsDone;
        string? report = null;
        var likelihood = interrupted
            ? null
            : LikelihoodEvaluator.Mean(model, data, options.LikelihoodDraws, plan.Seed, options.Cancellation);
        IReadOnlyList<GradientSpread> spreads = interrupted ? [] : SpreadsOf(model, data, plan, options);
        if (folder is not null)
        {
            folder.WriteMetrics(model.Description, state.Metrics, spreads);
            folder.WriteModel(model);
            folder.WriteTexts(data.Columns);
            if (options.Report && !interrupted)
            {
                report = new ReportWriter(folder.Path, model, data, plan, step).Write(state.Metrics, state.BestEpoch, spreads);
            }
        }

        return new TrainingReport(model.Description.Name, [.. state.Metrics], interrupted, folder?.Path, report)
        {
            Step = step,
            BestEpoch = state.BestEpoch,
            StoppedEarly = !interrupted && !state.IsComplete,
            LogLikelihood = likelihood,
            GradientSpreads = spreads,
            Columns = data.Columns,
            SetAside = data.SetAside,
        };
    }

    /// <summary>Of the first examples of the training split, as many as a batch has.</summary>
    private static GradientSpread[] SpreadsOf(Autoencoder model, BoundDataset data, TrainingPlan plan, TrainOptions options)
    {
        if (options.GradientDraws == 0)
        {
            return [];
        }

        var own = new Dictionary<string, Autoencoder> { [model.Description.Objective(0).Text] = model };
        var measured = options.Estimators.Count == 0 ? own : options.Estimators;
        using var indices = arange(0L, Math.Min(plan.Phases[^1].Batch, data.TrainCount), ScalarType.Int64);
        using var batch = data.TrainBatch(indices);
        return [.. measured.Select(pair => SpreadOf(pair.Key, pair.Value))];

        GradientSpread SpreadOf(string name, Autoencoder estimator)
        {
            if (estimator != model)
            {
                estimator.to(data.Device).load_state_dict(model.state_dict());
            }

            return GradientSpread.Of(name, estimator, batch, options.GradientDraws, plan.Seed, options.Cancellation);
        }
    }
}
