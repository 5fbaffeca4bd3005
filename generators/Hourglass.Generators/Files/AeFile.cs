using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Generators.Reporting;
using Microsoft.CodeAnalysis;
using Diagnostic = Hourglass.Compiler.Ground.Diagnostic;

namespace Hourglass.Generators.Files;

/// <summary>A parsed file.</summary>
/// <param name="Path">Its path as the build gives it.</param>
/// <param name="Tree">Its tree.</param>
/// <param name="Diagnostics">What is wrong with its text.</param>
internal sealed record AeFile(string Path, SourceFile Tree, EquatableArray<Diagnostic> Diagnostics)
{
    private static readonly SourceFile Nothing = new(null, default, default, default);

    public static bool IsModel(AdditionalText text) => text.Path.EndsWith(".ae", StringComparison.OrdinalIgnoreCase);

    public static AeFile Parse(AdditionalText file, CancellationToken cancellation) => file.GetText(cancellation) is { } text
        ? Guard.Run(
            () =>
            {
                var (tree, diagnostics) = AeParser.ParseFile(text.ToString(), cancellation);
                return new AeFile(file.Path, tree, diagnostics);
            },
            failure => new AeFile(file.Path, Nothing, EquatableArray.Of(failure)))
        : new AeFile(file.Path, Nothing, EquatableArray.Of(HostErrors.Unreadable(default)));
}
