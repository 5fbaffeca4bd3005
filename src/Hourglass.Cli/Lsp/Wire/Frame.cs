using System.Text.Json;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>What comes behind a header, or why there is nothing to be had of it.</summary>
/// <param name="Payload">The message's bytes.</param>
/// <param name="Json">The message.</param>
/// <param name="Damage">What is wrong where there is no message; null otherwise.</param>
internal sealed record Frame(byte[] Payload, JsonDocument? Json, string? Damage)
{
    /// <summary>Bytes that are no message.</summary>
    public static Frame Torn(string damage) => new([], null, damage);
}
