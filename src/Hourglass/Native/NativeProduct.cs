namespace Hourglass.Native;

/// <summary>What multiplies the matrices of a native step.</summary>
internal abstract class NativeProduct
{
    /// <summary>A product of matrices, of which each thread then computes a part.</summary>
    /// <param name="into">The result.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <param name="capacity">Examples at most.</param>
    /// <param name="rounded">Gives a matrix rounded to bfloat16, for those that multiply such.</param>
    public abstract PlacedProduct Place(
        Matrix into,
        Matrix left,
        Matrix right,
        bool accumulate,
        int capacity,
        Func<Matrix, RoundedMatrix> rounded);

    /// <summary>Called on each thread before the first product of a step.</summary>
    public virtual void Enter()
    {
    }

    /// <summary>Called on each thread behind the last.</summary>
    public virtual void Leave()
    {
    }
}
