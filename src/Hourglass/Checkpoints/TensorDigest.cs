using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>
/// A digest of a tensor's values: the SHA-256 of the SHA-256 of every piece of 4 MB. Pieces are hashed side by side, so that large data
/// takes no longer than reading it; how many threads there are does not show.
/// </summary>
internal static class TensorDigest
{
    private const long PieceBytes = 1 << 22;

    /// <summary>The digest in lower-case hexadecimal digits.</summary>
    /// <param name="tensor">Any tensor; one on an accelerator is copied.</param>
    public static string Of(Tensor tensor)
    {
        using var near = tensor.device.type == DeviceType.CPU ? tensor.alias() : tensor.cpu();
        using var flat = near.reshape(-1);
        var perPiece = PieceBytes / flat.element_size();
        var pieces = checked((int)((flat.shape[0] + perPiece - 1) / perPiece));
        var digests = new byte[pieces * SHA256.HashSizeInBytes];
        Parallel.For(0, pieces, piece =>
        {
            var start = piece * perPiece;
            using var part = flat.narrow(0, start, Math.Min(perPiece, flat.shape[0] - start));
            SHA256.HashData(part.bytes, digests.AsSpan(piece * SHA256.HashSizeInBytes));
        });
        return Convert.ToHexStringLower(SHA256.HashData(digests));
    }
}
