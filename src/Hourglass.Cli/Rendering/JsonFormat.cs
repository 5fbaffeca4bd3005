using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Sources;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Spectre.Console;

namespace Hourglass.Cli.Rendering;

/// <summary>A JSON array, one object a diagnostic; lines and columns are counted from 1, columns in UTF-16 code units.</summary>
internal sealed class JsonFormat : IDiagnosticFormat
{
    /// <inheritdoc/>
    public void Write(IAnsiConsole console, IReadOnlyList<PlacedDiagnostic> diagnostics)
    {
        JsonDiagnostic[] all = [.. diagnostics.Select(placed => JsonDiagnostic.Of(placed))];
        ToolConsole.WriteLine(console, JsonSerializer.Serialize(all, JsonFormatContext.Readable.JsonDiagnosticArray));
    }
}

/// <summary>A place: one-based, the end just behind the last character.</summary>
internal sealed record JsonSpan(int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>A range of a text.</summary>
    public static JsonSpan Of(TextSpan span) => new(span.Start.Line + 1, span.Start.Column + 1, span.End.Line + 1, span.End.Column + 1);
}

/// <summary>A place that explains a diagnostic.</summary>
internal sealed record JsonRelated(JsonSpan Span, string Message);

/// <summary>A diagnostic.</summary>
internal sealed record JsonDiagnostic(
    string File,
    JsonSpan Span,
    string Severity,
    string Id,
    string Message,
    string? Help,
    IReadOnlyList<JsonRelated> Related)
{
    /// <summary>From the compiler's.</summary>
    public static JsonDiagnostic Of(PlacedDiagnostic placed) => new(
        placed.Source.Path,
        JsonSpan.Of(placed.Diagnostic.Span),
        placed.IsError ? "error" : "warning",
        placed.Diagnostic.Id,
        placed.Diagnostic.Message,
        placed.Diagnostic.Help,
        [.. placed.Diagnostic.Related.Select(related => new JsonRelated(JsonSpan.Of(related.Span), related.Message))]);
}

/// <summary>How it is written.</summary>
[JsonSerializable(typeof(JsonDiagnostic[]))]
internal sealed partial class JsonFormatContext : JsonSerializerContext
{
    /// <summary>With arrows and crosses as they are; the output is no part of a web page.</summary>
    public static JsonFormatContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
