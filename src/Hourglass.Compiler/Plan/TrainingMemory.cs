namespace Hourglass.Compiler.Plan;

/// <summary>The memory that training a model takes, known before it begins.</summary>
/// <param name="Step">Which step: <c>native</c>, <c>native bfloat16</c> (where precision and processor allow it) or
/// <c>portable</c>.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="OptimizerState">Numbers that the optimizer keeps.</param>
/// <param name="PerExample">Numbers for each example of the batch: data, draws, activations and their gradients at the worst
/// moment.</param>
/// <param name="Fixed">Numbers that do not grow with the batch.</param>
/// <param name="PerChunk">Numbers for each 16 examples, 16 times at most: parts of the gradients of convolutions.</param>
public sealed record TrainingMemory(string Step, long Parameters, long OptimizerState, long PerExample, long Fixed, long PerChunk)
{
    private const int Chunk = 16;

    private const int MostChunks = 16;

    /// <summary>Numbers for each pair of examples of the batch.</summary>
    public long PerPair { get; init; }

    /// <summary>Bytes of a number, single precision.</summary>
    public const int BytesPerNumber = 4;

    /// <summary>Bytes of the parameters.</summary>
    public long ParameterBytes => BytesPerNumber * Parameters;

    /// <summary>Bytes of the optimizer's state.</summary>
    public long OptimizerBytes => BytesPerNumber * OptimizerState;

    /// <summary>Bytes for each example.</summary>
    public long BytesPerExample => BytesPerNumber * PerExample;

    /// <summary>
    /// Bytes at the worst moment of a step: parameters, their gradients, the optimizer's state and everything for the examples.
    /// </summary>
    public long Peak(int batch) => checked(BytesPerNumber * ((2 * Parameters) + OptimizerState + ((PerExample + (PerPair * batch)) * batch)
        + Fixed + (PerChunk * Math.Min(MostChunks, (batch + Chunk - 1) / Chunk))));
}
