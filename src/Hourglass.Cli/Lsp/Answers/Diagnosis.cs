using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary>Diagnostics as the protocol has them.</summary>
internal static class Diagnosis
{
    private const string Source = "hourglass";

    /// <summary>A diagnostic, with its help in the message: clients show nothing else.</summary>
    /// <param name="diagnostic">The compiler's.</param>
    /// <param name="uri">The document that it is about.</param>
    /// <param name="client">What the client takes.</param>
    public static LspDiagnostic Of(Diagnostic diagnostic, string uri, ClientFeatures client) => new(
        LspRange.Of(diagnostic.Span),
        diagnostic.Severity == Severity.Error ? 1 : 2,
        diagnostic.Id,
        Source,
        diagnostic.Help is { } help ? $"{diagnostic.Message}\nhelp: {help}" : diagnostic.Message,
        client.RelatedInformation && diagnostic.Related.Count > 0
            ? [.. diagnostic.Related.Select(other => new RelatedInformation(new(uri, LspRange.Of(other.Span)), other.Message))]
            : null);
}
