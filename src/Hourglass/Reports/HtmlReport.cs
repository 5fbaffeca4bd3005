using System.Globalization;
using System.Text;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Diagrams;
using Hourglass.Training;
using Hourglass.Training.Steps;

namespace Hourglass.Reports;

/// <summary>The page of a report: one file, pictures inside, no scripts.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="model">What was trained.</param>
    /// <param name="diagram">What it looks like, as its compiler wrote it; null where it was not made by one.</param>
    /// <param name="plan">How.</param>
    /// <param name="step">Which step trained, and why a faster one did not.</param>
    /// <param name="data">On what.</param>
    /// <param name="parameters">How many numbers were trained.</param>
    /// <param name="metrics">The figures of every epoch.</param>
    /// <param name="best">The last phase's best epoch on the examples that are set aside, where any are.</param>
    /// <param name="spreads">How much gradients scatter, where that was measured.</param>
    /// <param name="pictures">Pictures, or the reasons for their absence.</param>
    public static string Write(
        ModelDescription model,
        string? diagram,
        TrainingPlan plan,
        StepChoice step,
        BoundDataset data,
        long parameters,
        IReadOnlyList<EpochMetrics> metrics,
        int? best,
        IReadOnlyList<GradientSpread> spreads,
        IReadOnlyList<Picture> pictures)
    {
        var html = new StringBuilder();
        HtmlParts.Open(html, model.Name);
        if (model.Summary.Length > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Text(model.Summary)}</p>\n");
        }

        Model(html, model, plan, step, data, parameters, best is { } epoch ? Ending(plan, metrics.Count, epoch) : null);
        if (diagram is not null)
        {
            var picture = DiagramSvg.Draw(Diagram.Read(diagram), DiagramTheme.Light);
            html.Append(
                CultureInfo.InvariantCulture,
                $"<figure class=\"wide\">\n{picture}<figcaption>As the model is declared; the table has the settings of this training."
                    + $"</figcaption>\n</figure>\n");
        }

        foreach (var drawn in pictures)
        {
            HtmlParts.Figure(html, drawn);
        }

        Spreads(html, spreads);
        Metrics(html, metrics);
        return html.Append(HtmlParts.End).ToString();
    }

    private static void Model(
        StringBuilder html,
        ModelDescription model,
        TrainingPlan plan,
        StepChoice step,
        BoundDataset data,
        long parameters,
        string? ending)
    {
        html.Append("<h2>Model</h2>\n<table>\n");
        foreach (var field in model.Fields)
        {
            Row(html, "data " + field.Name + (field.Optional ? "?" : ""), Domain(field));
        }

        Row(html, "trained on", data.Name);
        foreach (var line in BindingLines.Of(data.Notes, data.Columns, data.SetAside))
        {
            Row(html, "columns", line);
        }

        foreach (var phase in plan.Phases.DistinctBy(phase => phase.Objective))
        {
            var name = phase.Objective == 0 ? "objective" : "objective of " + phase.Name;
            Row(html, name, model.Objective(phase.Objective).Text);
        }

        Row(html, "parameters", parameters.ToString("N0", CultureInfo.InvariantCulture));
        Row(html, "step", step.ToString());
        foreach (var setting in PlanText.Shown(plan))
        {
            Row(html, setting.Name, setting.Value);
        }

        if (ending is not null)
        {
            Row(html, "ended", ending);
        }

        html.Append("</table>\n");
    }

    /// <summary>Which epoch was best on the examples that are set aside, and whose weights these are.</summary>
    private static string Ending(TrainingPlan plan, int epochs, int best)
    {
        var kept = plan.Phases[^1].Patience is null ? $"the weights are those of epoch {Number(epochs)}" : "the weights are its own";
        return $"after epoch {Number(epochs)}; epoch {Number(best)} was best on the examples set aside, {kept}";
    }

    private static void Spreads(StringBuilder html, IReadOnlyList<GradientSpread> spreads)
    {
        if (spreads.Count == 0)
        {
            return;
        }

        html.Append(
            "<h2>Gradients</h2>\n<p class=\"note\">Of the encoder, on one batch, over many draws of its codes: the length of the mean, and "
            + "the sum of the variances of a single draw's elements.</p>\n<div class=\"scroll\">\n<table>\n"
            + "<tr><th>estimator</th><th>length of the mean</th><th>variance</th></tr>\n");
        foreach (var spread in spreads)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{Text(spread.Estimator)}</td><td>{spread.Norm:G4}</td><td>{spread.Variance:G4}</td></tr>\n");
        }

        html.Append("</table>\n</div>\n");
    }

    private static void Metrics(StringBuilder html, IReadOnlyList<EpochMetrics> metrics)
    {
        html.Append("<h2>Metrics</h2>\n<p class=\"note\">Means over the examples, every term before its weight.</p>\n");
        foreach (var phase in metrics.GroupBy(epoch => epoch.Phase))
        {
            MetricsOf(html, phase.Key, [.. phase]);
        }
    }

    private static void MetricsOf(StringBuilder html, string? phase, IReadOnlyList<EpochMetrics> metrics)
    {
        if (phase is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h3>{Text(phase)}</h3>\n");
        }

        string[] train = [.. metrics[0].Train.Keys];
        string[] aside = [.. metrics[0].Validation?.Keys ?? []];
        string[] test = [.. metrics[0].Test.Keys];
        html.Append("<div class=\"scroll\">\n<table>\n<tr><th>epoch</th>");
        foreach (var name in train.Select(name => name + ", training")
            .Concat(aside.Select(name => name + ", set aside"))
            .Concat(test.Select(name => name + ", test"))
            .Concat(["seconds", "peak memory"]))
        {
            html.Append(CultureInfo.InvariantCulture, $"<th>{Text(name)}</th>");
        }

        html.Append("</tr>\n");
        foreach (var epoch in metrics)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{epoch.Epoch}</td>");
            foreach (var value in train.Select(name => epoch.Train[name])
                .Concat(aside.Select(name => epoch.Validation![name]))
                .Concat(test.Select(name => epoch.Test[name])))
            {
                html.Append(CultureInfo.InvariantCulture, $"<td>{value:0.####}</td>");
            }

            html.Append(CultureInfo.InvariantCulture, $"<td>{epoch.Seconds:0.00}</td><td>{epoch.PeakMemoryBytes >> 20} MB</td></tr>\n");
        }

        html.Append("</table>\n</div>\n");
    }

    private static void Row(StringBuilder html, string name, string value) =>
        html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td>{Text(value)}</td></tr>\n");

    private static string Domain(DataField field)
    {
        var domain = field.Domain == Hourglass.Domain.Class
            ? $"class({Number(field.Classes)})"
            : field.Domain.ToString().ToLowerInvariant();
        return field.Shape.Count == 0 ? domain : $"{domain}[{string.Join(", ", field.Shape.Select(size => Number(size)))}]";
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(string text) => HtmlParts.Text(text);
}
