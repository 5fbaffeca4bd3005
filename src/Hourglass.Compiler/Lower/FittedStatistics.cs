using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Lower;

/// <summary>Statistics that a preparation needs.</summary>
/// <param name="Data">The data.</param>
/// <param name="Kind">Which.</param>
/// <param name="First">Where the first of the two is kept.</param>
/// <param name="Second">Where the second is.</param>
/// <param name="Of">The values that they are of: the data before the preparation.</param>
public sealed record FittedStatistics(BoundData Data, StatisticKind Kind, Layer First, Layer Second, Value Of);
