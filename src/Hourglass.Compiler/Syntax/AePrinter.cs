using System.Text;
using Hourglass.Compiler.Syntax.Printing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax;

/// <summary>
/// Tree to text, the formatter. Parsing what it prints gives the same tree but for the places, and printing that gives the same text. Docs
/// are kept; other comments are no part of the tree.
/// </summary>
public static class AePrinter
{
    /// <summary>Prints a file, <c>\n</c> newlines.</summary>
    public static string Print(SourceFile file)
    {
        var text = new StringBuilder();
        if (file.Namespace is { } name)
        {
            text.Append("namespace ").Append(name.Text).Append('\n');
        }

        Separate(text, file.Imports.Count > 0);
        foreach (var import in file.Imports)
        {
            text.Append("import \"").Append(import.Path).Append("\"\n");
        }

        Declaration? before = null;
        foreach (var declaration in file.Declarations)
        {
            Separate(text, !(before is ConstDeclaration && declaration is ConstDeclaration { Doc: null }));
            Print(text, declaration);
            before = declaration;
        }

        return text.ToString();
    }

    private static void Separate(StringBuilder text, bool wanted)
    {
        if (wanted && text.Length > 0)
        {
            text.Append('\n');
        }
    }

    private static void Print(StringBuilder text, Declaration declaration)
    {
        StatementPrinter.PrintDoc(text, declaration.Doc, "");
        switch (declaration)
        {
            case ConstDeclaration d:
                text.Append("const ").Append(d.Name.Text).Append(" = ").Append(ExpressionPrinter.Print(d.Value)).Append('\n');
                break;
            case BlockDeclaration d:
                text.Append("block ")
                    .Append(d.Name.Text)
                    .Append(ExpressionPrinter.Print(d.Parameters))
                    .Append(' ')
                    .Append(ExpressionPrinter.Print(d.Body))
                    .Append('\n');
                break;
            case VariantDeclaration d:
                text.Append("model ").Append(d.Name.Text).Append(" = ").Append(d.Base.Text)
                    .Append(d.Arguments.Count == 0 ? "" : ExpressionPrinter.Print(d.Arguments)).Append('\n');
                break;
            case ExternDeclaration d:
                text.Append(StatementPrinter.Extern(d.Extern)).Append('\n');
                break;
            case ModelDeclaration d:
                Print(text, d);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(declaration), declaration.GetType().Name, "Unknown declaration.");
        }
    }

    private static void Print(StringBuilder text, ModelDeclaration model)
    {
        text.Append("model ").Append(model.Name.Text).Append(ExpressionPrinter.Print(model.Parameters)).Append(" {\n");
        var printer = new StatementPrinter(text, model.Statements);
        foreach (var statement in model.Statements)
        {
            printer.Print(statement);
        }

        text.Append("}\n");
    }
}
