using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What a preparation's entry sees while it is lowered.</summary>
/// <param name="build">The graph.</param>
/// <param name="arguments">The preparation's arguments.</param>
/// <param name="first">The layer of its first statistic; null where it has none.</param>
/// <param name="second">The layer of its second.</param>
internal sealed class PreparationLowering(GraphBuilder build, BoundArguments arguments, Layer? first, Layer? second)
{
    /// <summary>The mean, or the least value.</summary>
    public Value First => build.Weight(first!, "");

    /// <summary>The deviation, or how far the largest value is from the least.</summary>
    public Value Second => build.Weight(second!, "");

    /// <summary>A number.</summary>
    public double Number(string name) => arguments.Number(name);
}
