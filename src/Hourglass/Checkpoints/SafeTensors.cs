using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>
/// The safetensors format: eight bytes of header length (little endian), a JSON header with the type, shape and place of every tensor, then
/// the raw values, row-major and little endian. Nothing in it is ever executed. Files are what the reference implementation writes for the
/// same tensors.
/// </summary>
public static class SafeTensors
{
    /// <summary>
    /// Writes the tensors to a temporary file beside <paramref name="path"/>, flushes it to the disk and renames it: the old file or the
    /// new one, never a torn one.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Tensors by name; any device, any strides.</param>
    /// <param name="metadata">Text by name.</param>
    /// <exception cref="HourglassException">The file cannot be written, or a tensor has a type that the format lacks.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = SafeTensorsHeader.For(tensors, metadata ?? new Dictionary<string, string>(StringComparer.Ordinal));
        SafeTensorsWriter.Save(path, header, tensors);
    }

    /// <summary>Reads all tensors, on the CPU, each straight from the file into its own memory.</summary>
    /// <exception cref="DataException">The file is missing, damaged, or holds a type that torch lacks here.</exception>
    public static SafeTensorsFile Load(string path) => SafeTensorsReader.Read(path, (what, cause) =>
    {
        var message = $"The safetensors file '{path}' is damaged, or is none: {what}. Write it again, or take an older copy.";
        return cause is null ? new DataException(message) : new DataException(message, cause);
    });
}

/// <summary>What a safetensors file holds. Owns the tensors.</summary>
/// <param name="Tensors">By name.</param>
/// <param name="Metadata">By name; empty where there is none.</param>
public sealed record SafeTensorsFile(
    IReadOnlyDictionary<string, Tensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
