using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// Arrays that stay in their file: the system brings in what is read, and takes it back when memory is short. They can be larger than
/// memory. The file must stay as it is for as long as the data set lives.
/// </summary>
internal static class MappedArray
{
    /// <summary>A smaller array is read at once: its file may then be written over.</summary>
    public const long LeastBytes = 1L << 28;

    /// <summary>The array at the end of a file; null where its type or its place does not allow it, or it is small.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where the array begins, in bytes.</param>
    /// <param name="shape">Its dimensions; the file ends with its last element.</param>
    /// <param name="type">Bytes or single precision, in this machine's order of bytes: no other type is read without a conversion.</param>
    public static Tensor? Of(string path, long offset, IReadOnlyList<long> shape, ScalarType type)
    {
        var size = type switch { ScalarType.Byte => 1, ScalarType.Float32 => sizeof(float), _ => 0 };
        var elements = Shapes.Elements(shape);
        if (size == 0 || offset % size != 0 || elements * size < LeastBytes || shape.Any(dimension => dimension > int.MaxValue))
        {
            return null;
        }

        // Private: what would be written (nothing is) would not come into the file.
        using var whole = from_file(path, shared: false, size: (offset / size) + elements, dtype: type);
        return whole.narrow(0, offset / size, elements).view([.. shape]);
    }
}
