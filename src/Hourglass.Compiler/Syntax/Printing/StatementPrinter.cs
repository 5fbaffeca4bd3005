using System.Text;
using Hourglass.Compiler.Syntax.Formatting;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Printing;

/// <summary>A model's statements: what follows the keywords begins in one column, the phases' braces in another.</summary>
internal sealed class StatementPrinter
{
    /// <summary>A line that would be longer has its settings one below the other.</summary>
    private const int LineWidth = StatementLayout.LineWidth;

    private readonly StringBuilder _text;
    private readonly Columns _columns;

    public StatementPrinter(StringBuilder text, EquatableArray<Statement> statements)
    {
        _text = text;
        _columns = Columns.Of(statements);
    }

    public void Print(Statement statement)
    {
        switch (statement)
        {
            case DataStatement data:
                PrintDoc(_text, data.Doc, "  ");
                Line($"{Pad("data")} {data.Name.Text}{(data.Optional ? "?" : "")}: {Domain(data)}");
                break;
            case RoleStatement { Braced: false } role:
                PrintDoc(_text, role.Bindings[0].Doc, "  ");
                Line($"{Pad(Columns.NameOf(role))} {Binding(role.Bindings[0], 0, 0)}");
                break;
            case RoleStatement role:
                PrintBraced(role);
                break;
            case MinimizeStatement minimize:
                Line($"{Pad("minimize")} {ExpressionPrinter.Print(minimize.Objective)}");
                break;
            case TrainStatement train:
                PrintTrain(train);
                break;
            case ExternStatement declared:
                Line(Extern(declared, _columns.Extern));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(statement), statement.GetType().Name, "Unknown statement.");
        }
    }

    public static string Extern(ExternStatement declared, int kindWidth = 0)
    {
        var head = $"extern {declared.Kind.Text.PadRight(kindWidth)} {declared.Name.Text}{ExpressionPrinter.Print(declared.Parameters)}: ";
        return head + (declared.From is { } from && declared.To is { } to
            ? $"{ExpressionPrinter.Print(from)} -> {ExpressionPrinter.Print(to)}"
            : declared.TermKind?.Text);
    }

    public static void PrintDoc(StringBuilder text, string? doc, string indent)
    {
        foreach (var line in doc?.Split('\n') ?? [])
        {
            text.Append(indent).Append("///").Append(line.Length == 0 ? "" : " ").Append(line).Append('\n');
        }
    }

    private void PrintBraced(RoleStatement role)
    {
        var nameWidth = role.Bindings.Select(b => b.Name.Text.Length).DefaultIfEmpty(0).Max();
        var starts = role.Bindings.Select(b => b.Pipeline.Start).ToList();
        var startWidth = starts.TrueForAll(s => s is NameStart)
            ? starts.Select(s => ExpressionPrinter.Print(s).Length).DefaultIfEmpty(0).Max()
            : 0;
        Line(Columns.NameOf(role) + " {");
        foreach (var binding in role.Bindings)
        {
            PrintDoc(_text, binding.Doc, "    ");
            Line("  " + Binding(binding, nameWidth, startWidth));
        }

        Line("}");
    }

    private void PrintTrain(TrainStatement train)
    {
        var head = train.Phase is null ? Pad("train") : "train " + train.Phase.Text.PadRight(_columns.Phase);
        string[] items =
        [
            .. train.Minimize is null ? Array.Empty<string>() : ["minimize: " + ExpressionPrinter.Print(train.Minimize.Objective)],
            .. train.Settings.Select(s => $"{s.Name.Text}: {ExpressionPrinter.Print(s.Value)}"),
        ];
        var line = items.Length == 0 ? $"{head} {{ }}" : $"{head} {{ {string.Join("  ", items)} }}";
        if (line.Length + 2 <= LineWidth)
        {
            Line(line);
            return;
        }

        Line(train.Phase is null ? "train {" : $"train {train.Phase.Text} {{");
        foreach (var item in items)
        {
            Line("  " + item);
        }

        Line("}");
    }

    private void Line(string line) => _text.Append("  ").Append(line).Append('\n');

    private string Pad(string keyword) => keyword.PadRight(_columns.Keyword);

    private static string Binding(BindingSyntax binding, int nameWidth, int startWidth) =>
        $"{binding.Name.Text.PadRight(nameWidth)} {(binding.Random ? '~' : '=')} {ExpressionPrinter.Print(binding.Pipeline, startWidth)}";

    private static string Domain(DataStatement data) =>
        data.Domain.Text
        + (data.DomainArguments.Count == 0 ? "" : ExpressionPrinter.Print(data.DomainArguments))
        + (data.Shape is { } shape ? ExpressionPrinter.Print(shape) : "")
        + string.Concat(data.Preparations.Select(preparation => " -> " + preparation.Name.Text
            + (preparation.Arguments.Count == 0 ? "" : ExpressionPrinter.Print(preparation.Arguments))));
}
