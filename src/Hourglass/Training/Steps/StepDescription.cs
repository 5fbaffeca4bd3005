using Hourglass.Native;

namespace Hourglass.Training.Steps;

/// <summary>
/// A training step as its compiler derived it: the derivative of the objective worked out at compile time, with the memory that it takes,
/// so that no graph is recorded while training.
/// </summary>
/// <param name="Script">The portable step: one TorchScript function, <c>step</c>.</param>
/// <param name="Fields">The data that it reads, in the order of its argument <c>data</c>.</param>
/// <param name="Draws">The random numbers that it reads, in the order of its argument <c>draws</c>.</param>
/// <param name="Parameters">The keys in <c>state_dict</c> of the parameters that it reads, and of other tensors of layers.</param>
/// <param name="Gradients">The keys of the parameters that it moves, in the order of its argument <c>gradients</c>.</param>
/// <param name="Values">The values that it writes into the workspace.</param>
/// <param name="Averages">The keys of the running averages and other statistics that it moves.</param>
/// <param name="ScheduledTerms">The terms whose weights move with the epochs, by their place; the step is given those weights.</param>
/// <param name="Memory">The workspace of the portable step.</param>
/// <param name="Native">The native step, or null where there is none.</param>
/// <param name="WhyNotNative">Why there is no native step, in words that follow «because»; null where there is one.</param>
public sealed record StepDescription(
    string Script,
    IReadOnlyList<string> Fields,
    IReadOnlyList<StepDraw> Draws,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> Gradients,
    IReadOnlyList<StepBuffer> Values,
    IReadOnlyList<string> Averages,
    IReadOnlyList<int> ScheduledTerms,
    StepMemory Memory,
    NativeDescription? Native,
    string? WhyNotNative);

/// <summary>The step as operations over matrices.</summary>
/// <param name="Describe">Tells a builder what to do.</param>
/// <param name="RowNumbers">Numbers of workspace for each example.</param>
/// <param name="FixedNumbers">Numbers of workspace in all.</param>
public sealed record NativeDescription(Action<NativeProgramBuilder> Describe, long RowNumbers, long FixedNumbers);

/// <summary>Random numbers that a step reads.</summary>
/// <param name="Site">The number of the draw in the model.</param>
/// <param name="Kind">The distribution.</param>
/// <param name="Rows">Rows for each example; 0 where all examples share the numbers.</param>
/// <param name="Shape">The shape of a row, or of the whole.</param>
public sealed record StepDraw(int Site, DrawKind Kind, int Rows, IReadOnlyList<long> Shape);

/// <summary>The distribution of a draw.</summary>
public enum DrawKind
{
    /// <summary>Standard normal.</summary>
    Normal,

    /// <summary>Uniform on [0, 1).</summary>
    Uniform,
}

/// <summary>A value's place in the workspace.</summary>
/// <param name="Offset">Numbers before it: for each example of the batch where it has rows, in all otherwise.</param>
/// <param name="Rows">Rows for each example; 0 for a value that does not grow with the batch.</param>
/// <param name="Shape">The shape of a row, or of the whole.</param>
public sealed record StepBuffer(long Offset, int Rows, IReadOnlyList<long> Shape);

/// <summary>The workspace of a step, in numbers.</summary>
/// <param name="RowNumbers">For each example.</param>
/// <param name="FixedNumbers">In all.</param>
/// <param name="OperatorRowNumbers">For each example, the most at once of what operators allocate by themselves.</param>
/// <param name="OperatorFixedNumbers">The same of what does not grow with the batch.</param>
public sealed record StepMemory(long RowNumbers, long FixedNumbers, long OperatorRowNumbers, long OperatorFixedNumbers)
{
    /// <summary>
    /// Numbers at the worst moment with a batch of <paramref name="rows"/>, parameters and their gradients not among them.
    /// </summary>
    public long Total(long rows) =>
        checked(((RowNumbers + OperatorRowNumbers + (OperatorPairNumbers * rows)) * rows) + FixedNumbers + OperatorFixedNumbers);

    /// <summary>For each pair of examples, the most at once of what operators allocate by themselves.</summary>
    public long OperatorPairNumbers { get; init; }
}
