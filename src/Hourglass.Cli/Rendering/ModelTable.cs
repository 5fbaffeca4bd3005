using Hourglass.Compiler.Lower;
using Spectre.Console;

namespace Hourglass.Cli.Rendering;

/// <summary>A model as a table: every stage with the shape that comes out of it, its parameters and its work.</summary>
internal static class ModelTable
{
    private const string Unknown = "?";

    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, ModelGraph graph)
    {
        var (model, rows) = (graph.Model, StageRow.Of(graph));
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(model.Name)), UseSafeBorder = false };
        table.AddColumn(new TableColumn("stage").NoWrap());
        table.AddColumn(new TableColumn("layer").NoWrap());
        table.AddColumn(new TableColumn("output").NoWrap());
        table.AddColumn(new TableColumn("parameters").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("FLOPs").RightAligned().NoWrap());
        foreach (var row in rows)
        {
            table.AddRow(
                Cell(row.Stage, row.IsHeading),
                Cell(row.Layer),
                Cell(row.Output),
                Cell(row.IsForeign ? Unknown : Number(row.Parameters)),
                Cell(row.IsForeign ? Unknown : Number(row.Flops)));
        }

        table.ShowFooters = true;
        table.Columns[0].Footer = new Text("total");
        table.Columns[3].Footer = new Text(Number(rows.Sum(row => row.Parameters ?? 0)));
        table.Columns[4].Footer = new Text(Number(rows.Sum(row => row.Flops ?? 0)));
        console.Write(table);
        Hosting.ToolConsole.WriteLine(
            console,
            "FLOPs: floating-point operations of one example's way forward, a multiplication and an addition counted as two, "
                + "an activation as one.");
        foreach (var declared in model.Externs)
        {
            Hosting.ToolConsole.WriteLine(
                console,
                declared.IsTerm
                    ? $"{declared}, written in C#"
                    : $"{declared}, written in C#: its parameters and operations are not known here, and count as none in the total");
        }
    }

    private static Text Cell(string text, bool strong = false) => new(text, strong ? new Style(decoration: Decoration.Bold) : Style.Plain);

    private static string Number(long? number) => number is { } known ? NumberText.Grouped(known) : "";
}
