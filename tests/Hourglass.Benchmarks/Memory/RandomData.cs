using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Memory;

/// <summary>Data that has nothing to learn.</summary>
internal static class RandomData
{
    /// <summary>So many vectors of 784 numbers in [0, 1).</summary>
    public static Dataset Vectors(int count)
    {
        using var scope = NewDisposeScope();
        return Dataset.FromTensors(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = rand(count, 784) });
    }
}
