using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>
/// How far rounding alone carries a run of twenty steps in double precision: the farthest of some runs whose initial weights differ in
/// their last bits. Mostly that is nothing; but an adaptive optimizer turns a gradient that is zero but for rounding into whole steps, and
/// where two codes are equally near the last bit says which is taken. Processors round differently: a run can be held to no more.
/// </summary>
internal static class Rounding
{
    private const int Runs = 4;
    private const double LastBits = 1e-15;
    private const double LastBitsOfSingle = 1e-7;

    /// <summary>The distances by the keys of the state.</summary>
    /// <param name="name">The model.</param>
    /// <param name="kind">The step that trains it.</param>
    /// <param name="exact">The state of the run itself.</param>
    public static Dictionary<string, double> Of(string name, StepKind kind, IReadOnlyDictionary<string, Tensor> exact)
    {
        using var scope = NewDisposeScope();
        var runs = States(name, kind).ToArray();
        return exact.ToDictionary(
            pair => pair.Key,
            pair => runs.Max(run => RunTwinTests.Apart(pair.Value, run[pair.Key])),
            StringComparer.Ordinal);
    }

    /// <summary>The states of the runs.</summary>
    public static IEnumerable<Dictionary<string, Tensor>> States(string name, StepKind kind) =>
        Enumerable.Range(1, Runs).Select(run => Nudged(name, kind, run));

    private static Dictionary<string, Tensor> Nudged(string name, StepKind kind, int run) =>
        RunTwinTests.Train(name, kind, ScalarType.Float64, begin: model => Nudge(model, run)).State;

    private static void Nudge(Autoencoder model, int run)
    {
        using var noGrad = no_grad();
        using var generator = new Generator((ulong)run);

        // Such weights are found by a decomposition in single precision.
        var size = model.Description.Plan.Initialiser?.StartsWith("orthogonal", StringComparison.Ordinal) == true
            ? LastBitsOfSingle
            : LastBits;
        foreach (var parameter in model.parameters())
        {
            using var bits = randn(parameter.shape, dtype: ScalarType.Float64, generator: generator);
            parameter.mul_(1 + (size * bits));
        }
    }
}
