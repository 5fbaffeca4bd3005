namespace Hourglass.Native;

/// <summary>The flat memory that a native step works on, and how large its own may become.</summary>
/// <param name="Parameters">The parameters, single precision.</param>
/// <param name="Gradients">Their gradients, in the same order.</param>
/// <param name="Slots">What the optimizer keeps, in the same order.</param>
/// <param name="Length">Numbers in each, gaps included.</param>
/// <param name="Places">A parameter's place by its key.</param>
/// <param name="Statistics">Tensors that no optimizer trains, by their keys.</param>
/// <param name="Capacity">The largest batch.</param>
internal sealed record NativeLayout(
    nint Parameters,
    nint Gradients,
    IReadOnlyList<nint> Slots,
    long Length,
    IReadOnlyDictionary<string, (long Offset, long Count)> Places,
    IReadOnlyDictionary<string, nint> Statistics,
    int Capacity)
{
    /// <summary>Part of a flat memory in a matrix's shape.</summary>
    public unsafe Matrix MatrixAt(nint flat, long offset, Matrix like) => new((float*)flat + offset, like.Rows, like.Width);

    /// <summary>The same part of every slot.</summary>
    public IEnumerable<Matrix> SlotMatrices(long offset, Matrix like) => Slots.Select(slot => MatrixAt(slot, offset, like));
}
