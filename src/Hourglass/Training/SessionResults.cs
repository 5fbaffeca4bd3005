using Hourglass.Datasets;
using Hourglass.Reports;
using Hourglass.Training.Steps;

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
        var interrupted = state.Epoch < plan.Epochs;
        string? report = null;
        var likelihood = interrupted
            ? null
            : LikelihoodEvaluator.Mean(model, data, options.LikelihoodDraws, plan.Seed, options.Cancellation);
        if (folder is not null)
        {
            folder.WriteMetrics(model.Description, state.Metrics);
            folder.WriteModel(model);
            if (options.Report && !interrupted)
            {
                report = new ReportWriter(folder.Path, model, data, plan, step).Write(state.Metrics);
            }
        }

        return new TrainingReport(model.Description.Name, [.. state.Metrics], interrupted, folder?.Path, report)
        {
            Step = step,
            LogLikelihood = likelihood,
            Columns = data.Columns,
            SetAside = data.SetAside,
        };
    }
}
