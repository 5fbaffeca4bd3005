using Microsoft.CodeAnalysis;

namespace Hourglass.Mutation;

/// <summary>A change that could be made at one place of the source.</summary>
/// <param name="Node">The place.</param>
/// <param name="Change">The changed node, made of the node as other changes within it left it.</param>
internal sealed record Candidate(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Change);

/// <summary>A change that is made, switched on by its number.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Folder">The folder that it was drawn for.</param>
/// <param name="File">The file, relative to the checkout.</param>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="LastLine">Its last line.</param>
/// <param name="Original">The text there.</param>
/// <param name="Replacement">What replaces it.</param>
internal sealed record Mutant(int Id, string Folder, string File, int Line, int LastLine, string Original, string Replacement)
{
    /// <summary>Whether the changed code compiles beside the original.</summary>
    public bool Compiles { get; set; } = true;

    /// <summary>Whether it lies in a line of a file.</summary>
    public bool Holds(string file, int line) => file.EndsWith(File, StringComparison.Ordinal) && Line <= line && line <= LastLine;
}
