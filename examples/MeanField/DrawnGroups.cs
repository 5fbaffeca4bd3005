using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace MeanField;

/// <summary>Points in the plane from six normals, stretched and turned, of unlike sizes; and which of them each is from.</summary>
internal sealed class DrawnGroups : IDisposable
{
    private static readonly (double X, double Y, double Long, double Short, double Angle, int Count)[] Groups =
    [
        (0, 0, 1.6, 0.3, 0.8, 500),
        (0, 0.2, 1.6, 0.3, -0.8, 400),
        (5, 2, 0.5, 0.5, 0, 300),
        (-5, 2, 1.2, 0.4, 1.5, 300),
        (4, -4, 0.9, 0.25, -0.3, 200),
        (-4, -4, 0.3, 0.3, 0, 100),
    ];

    public DrawnGroups(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        Points = cat([.. Groups.Select(group =>
        {
            var (sine, cosine) = Math.SinCos(group.Angle);
            var turn = tensor(new[,] { { group.Long * cosine, group.Long * sine }, { -group.Short * sine, group.Short * cosine } });
            return randn(group.Count, 2, dtype: ScalarType.Float64, generator: generator).matmul(turn)
                + tensor(new[] { group.X, group.Y });
        })]).to(ScalarType.Float32).DetachFromDisposeScope();
        Labels = [.. Groups.SelectMany((group, i) => Enumerable.Repeat(i, group.Count))];
    }

    /// <summary>The points, <c>[N, 2]</c>.</summary>
    public Tensor Points { get; }

    /// <summary>The normal that each is from.</summary>
    public int[] Labels { get; }

    public Dataset Data() => Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Points.clone() }, name: "groups");

    /// <inheritdoc/>
    public void Dispose() => Points.Dispose();
}
