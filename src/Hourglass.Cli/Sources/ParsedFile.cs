using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Cli.Sources;

/// <summary>A text with its tree.</summary>
internal sealed record ParsedFile(SourceText Source, SourceFile Tree, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads and parses a file.</summary>
    public static ParsedFile Read(string path) => Of(SourceText.Read(path));

    /// <summary>Parses a text.</summary>
    public static ParsedFile Of(SourceText source)
    {
        var (tree, diagnostics) = AeParser.ParseFile(source.Text);
        return new ParsedFile(source, tree, diagnostics);
    }
}
