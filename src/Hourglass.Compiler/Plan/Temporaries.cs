namespace Hourglass.Compiler.Plan;

/// <summary>Memory that an operator takes by itself while it runs, in numbers of single precision.</summary>
/// <param name="PerExample">For each example.</param>
/// <param name="Fixed">In all.</param>
public readonly record struct Temporaries(long PerExample, long Fixed);

/// <summary>Where such memory is counted among the tensors that operators make.</summary>
/// <param name="Size">How much it is.</param>
/// <param name="RowOffset">Numbers before it for each example.</param>
/// <param name="FixedOffset">Numbers before it among those that do not grow with the batch.</param>
public readonly record struct TemporaryPlace(Temporaries Size, long RowOffset, long FixedOffset);
