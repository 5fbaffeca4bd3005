namespace Hourglass.Native;

/// <summary>What multiplies matrices of single precision on one thread.</summary>
internal abstract unsafe class MatrixProduct : NativeProduct
{
    /// <summary>Numbers of scratch memory for a product of so many rows and columns.</summary>
    public abstract long Scratch(int rows, int columns, int depth);

    /// <summary>Whether a few rows at a time take no longer than all at once.</summary>
    /// <param name="depth">The inner dimension.</param>
    public abstract bool TakesFewRows(int depth);

    /// <summary>How the elements of a product are summed, whatever part of it is asked for; see <see cref="Gemm.OrderOf"/>.</summary>
    public virtual SumOrder OrderOf(Operand a, Operand b, int rows, int columns, int depth) => SumOrder.InTurn;

    /// <summary>C = A B, or C += A B; see <see cref="Gemm.Multiply"/>.</summary>
    public abstract void Multiply(
        Operand c,
        Operand a,
        Operand b,
        int rows,
        int columns,
        int depth,
        bool accumulate,
        SumOrder order,
        float* scratch);

    /// <inheritdoc/>
    public sealed override PlacedProduct Place(
        Matrix into,
        Matrix left,
        Matrix right,
        bool accumulate,
        int capacity,
        Func<Matrix, RoundedMatrix> rounded) =>
        new PlacedMatrixProduct(this, into, left, right, accumulate, capacity);
}

/// <summary>The kernels of this library.</summary>
internal sealed unsafe class ManagedProduct : MatrixProduct
{
    /// <inheritdoc/>
    public override long Scratch(int rows, int columns, int depth) => Gemm.Scratch(rows, columns, depth);

    /// <inheritdoc/>
    public override bool TakesFewRows(int depth) => true;

    /// <inheritdoc/>
    public override SumOrder OrderOf(Operand a, Operand b, int rows, int columns, int depth) => Gemm.OrderOf(a, b, rows, columns, depth);

    /// <inheritdoc/>
    public override void Multiply(
        Operand c,
        Operand a,
        Operand b,
        int rows,
        int columns,
        int depth,
        bool accumulate,
        SumOrder order,
        float* scratch) =>
        Gemm.Multiply(c, a, b, rows, columns, depth, accumulate, order, scratch);
}
