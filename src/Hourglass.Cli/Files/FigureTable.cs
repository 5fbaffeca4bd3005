using System.Globalization;
using Hourglass.Cli.Hosting;
using Hourglass.Evaluation;
using Spectre.Console;

namespace Hourglass.Cli.Files;

/// <summary>The figures of an evaluation as a table.</summary>
internal static class FigureTable
{
    /// <summary>Prints it.</summary>
    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        ToolConsole.WriteLine(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Model} on {report.Data}: {report.Examples} examples of the {report.Split.ToString().ToLowerInvariant()} split"));
        var table = new Spectre.Console.Table { Border = TableBorder.None };
        table.AddColumns("metric", "figure");
        table.AddColumn(new Spectre.Console.TableColumn("value").RightAligned());
        table.AddColumn(new Spectre.Console.TableColumn("standard error").RightAligned());
        table.AddColumn("unit");
        foreach (var figure in report.Figures)
        {
            table.AddRow(
                Markup.Escape(figure.Metric),
                Markup.Escape(figure.Name),
                Number(figure.Value),
                figure.StandardError is { } error ? Number(error) : "",
                Markup.Escape(figure.Unit));
        }

        ToolConsole.WriteUnfolded(console, table);
        foreach (var left in report.LeftOut)
        {
            ToolConsole.WriteLine(console, $"left out: {left.Metric} ({left.Why})");
        }
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
