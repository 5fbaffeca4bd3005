using System.Security.Cryptography;
using System.Text;

namespace Hourglass.Checkpoints;

/// <summary>Lines that a person can read, with their digest.</summary>
/// <param name="Lines">Each speaks of one thing.</param>
/// <param name="Sha256">The SHA-256 of the lines in UTF-8, each ended by a line feed, in lower-case hexadecimal digits.</param>
internal sealed record IdentityPart(IReadOnlyList<string> Lines, string Sha256)
{
    /// <summary>The part of these lines.</summary>
    public static IdentityPart Of(IReadOnlyList<string> lines) => new(lines, Digest(lines));

    /// <summary>The digest of lines.</summary>
    public static string Digest(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));
}
