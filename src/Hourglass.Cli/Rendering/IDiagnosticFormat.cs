using Hourglass.Cli.Sources;

namespace Hourglass.Cli.Rendering;

/// <summary>A way to write diagnostics.</summary>
internal interface IDiagnosticFormat
{
    /// <summary>Writes all of them, in their order.</summary>
    void Write(Spectre.Console.IAnsiConsole console, IReadOnlyList<PlacedDiagnostic> diagnostics);
}
