using System.Globalization;
using Spectre.Console;

namespace Hourglass.Benchmarks;

/// <summary>Tables of figures in Markdown, ready for the documentation.</summary>
internal static class Figures
{
    /// <summary>Wide enough that no line is folded.</summary>
    private const int Unlimited = 1000;

    /// <summary>A table whose first column is text or a number that the others depend on.</summary>
    public static Table Table(params IEnumerable<string> columns)
    {
        var table = new Table().Border(TableBorder.Markdown);
        foreach (var (index, column) in columns.Index())
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = index == 0 ? Justify.Left : Justify.Right });
        }

        return table;
    }

    /// <summary>Prints a table.</summary>
    public static void Print(Table table)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Unlimited;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);

        // The border's empty lines above and below are no part of the table.
        Console.WriteLine(text.ToString().Trim());
    }

    /// <summary>A number as text; a dash where there is none.</summary>
    public static string Text(double? value, string format = "0.00") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    /// <summary>Bytes in millions.</summary>
    public static string Megabytes(double bytes) => Text(bytes / 1e6, "0.0");
}
