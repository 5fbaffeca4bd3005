using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary><c>up(k, bilinear)</c> of one and of three spatial dimensions, against linear interpolation between elements.</summary>
[Proves("up")]
public class LinearUpTests
{
    [Fact]
    public void Along_one_dimension()
    {
        using var scope = NewDisposeScope();
        using var model = new UpLine().Double();
        var x = Numbers.Normals(1, 3, 2, 6);
        var h = Grid.From(model.Encode(x).H);
        var conv = model.Decoder.Conv1;
        var mapped = Oracles.Conv(Linear(h, 3), Grid.From(conv.weight!), Grid.From(conv.bias!), 1, [0], [9]);
        Linear(Oracles.Pool(mapped, 3, max: true), 2).MustEqual(model.Reconstruct(x), Numbers.Exact);
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    [Fact]
    public void Along_three_dimensions()
    {
        using var scope = NewDisposeScope();
        using var model = new UpVolume().Double();
        var x = Numbers.Normals(1, 2, 1, 4, 2, 6);
        var conv = model.Decoder.Conv1;
        Oracles.Conv(Linear(Grid.From(model.Encode(x).H), 2), Grid.From(conv.weight!), Grid.From(conv.bias!), 1, [0, 0, 0], [4, 2, 6])
            .MustEqual(model.Reconstruct(x), Numbers.Exact);
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    /// <summary>Rows and channels first; along each other dimension, the weighted mean of the two nearest elements.</summary>
    private static Grid Linear(Grid map, int factor)
    {
        for (var axis = 2; axis < map.Shape.Length; axis++)
        {
            var (small, along) = (map, axis);
            int[] shape = [.. map.Shape.Select((size, i) => i == along ? size * factor : size)];
            map = Grid.Fill(shape, at =>
            {
                var place = Math.Clamp(((at[along] + 0.5) / factor) - 0.5, 0, small.Shape[along] - 1);
                var below = (int)Math.Floor(place);
                double At(int index) => small[[.. at.Select((value, i) => i == along ? Math.Min(index, small.Shape[along] - 1) : value)]];
                return At(below) + ((place - below) * (At(below + 1) - At(below)));
            });
        }

        return map;
    }
}
