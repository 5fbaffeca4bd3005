using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace TimeSeries;

/// <summary>Beats to learn from and beats to judge by.</summary>
/// <param name="Train">To learn from, of every class.</param>
/// <param name="Test">To judge by.</param>
internal sealed record BeatSplit(Beats Train, Beats Test) : IDisposable
{
    /// <summary>Whether a beat to judge by is none of the normal ones, <c>[N]</c>.</summary>
    public bool[] IsAbnormal => [.. Test.Classes.Select(label => label != Beats.Normal)];

    /// <summary>The normal beats alone to learn from, all beats to judge by.</summary>
    public Dataset Normal()
    {
        long[] places = [.. Enumerable.Range(0, Train.Classes.Count).Where(i => Train.Classes[i] == Beats.Normal).Select(i => (long)i)];
        using var normal = Train.At(places);
        return Data(normal, Test);
    }

    /// <summary>All beats to learn from, for what is told their classes.</summary>
    public Dataset All() => Data(Train, Test);

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static Dataset Data(Beats train, Beats test) => Dataset.FromTensors(
        new Dictionary<string, Tensor> { ["x"] = train.Values },
        new Dictionary<string, Tensor> { ["x"] = test.Values },
        train.Name);
}
