using Hourglass.Cli.Hosting;
using Hourglass.Cli.Sources;
using Spectre.Console;

namespace Hourglass.Cli.Rendering;

/// <summary>
/// One line each, in the form that MSBuild, editors and build servers know:
/// <c>model.ae(5,32,5,44): error AE2004: message; help: remedy</c>.
/// </summary>
internal sealed class MsBuildFormat : IDiagnosticFormat
{
    /// <inheritdoc/>
    public void Write(IAnsiConsole console, IReadOnlyList<PlacedDiagnostic> diagnostics)
    {
        foreach (var (source, diagnostic) in diagnostics)
        {
            var (start, end) = (diagnostic.Span.Start, diagnostic.Span.End);
            var help = diagnostic.Help is { } remedy ? $"; help: {remedy}" : "";
            var severity = diagnostic.Severity == Compiler.Ground.Severity.Error ? "error" : "warning";
            ToolConsole.WriteLine(console, FormattableString.Invariant(
                $"{source.Path}({start.Line + 1},{start.Column + 1},{end.Line + 1},{end.Column + 1}): ")
                + $"{severity} {diagnostic.Id}: {diagnostic.Message}{help}");
        }
    }
}
