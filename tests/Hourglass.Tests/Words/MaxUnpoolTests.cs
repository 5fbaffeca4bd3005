using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary><c>unpool(max, k)</c> against loops over windows; gradients against differences.</summary>
[Proves("unpool")]
public class MaxUnpoolTests
{
    [Fact]
    public void Each_element_stands_where_the_encoder_found_the_largest()
    {
        using var scope = NewDisposeScope();
        using var model = new UnpooledMap().Double();
        var x = Numbers.Normals(1, 3, 1, 5, 4);
        var map = model.Encoder.Conv1.call(x);
        var pooled = model.Encode(x).H;
        Same(model.Decoder.Conv1.call(Placed(map, pooled, 2)), model.Reconstruct(x));
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    [Fact]
    public void By_itself_the_decoder_takes_the_first_place_of_each_window()
    {
        using var scope = NewDisposeScope();
        using var model = new UnpooledMap().Double();
        var h = Numbers.Normals(1, 3, 1, 2, 2);
        var placed = zeros(3, 1, 5, 4, dtype: ScalarType.Float64);
        for (var i = 0; i < 4; i++)
        {
            placed[.., .., 2 * (i / 2), 2 * (i % 2)] = h[.., .., i / 2, i % 2];
        }

        Same(model.Decoder.Conv1.call(placed), model.Decode(h));
    }

    /// <summary>The first unpool undoes the last pool.</summary>
    [Fact]
    public void Two_of_them_undo_two_pools_from_the_last_to_the_first()
    {
        using var scope = NewDisposeScope();
        using var model = new UnpooledTwice().Double();
        var x = Numbers.Uniforms(1, 3, 1, 8, 8);
        var first = model.Encoder.Conv1.call(x).relu();
        var second = model.Encoder.Conv2.call(nn.functional.max_pool2d(first, 2)).relu();
        var z = model.Encode(x).Z.Mean;
        var h = model.Decoder.Dense1.call(z).relu().reshape(3, 3, 2, 2);
        var y = model.Decoder.Conv1.call(Placed(second, h, 2)).relu();
        Same(model.Decoder.XLogits.call(Placed(first, y, 2)).sigmoid(), model.Reconstruct(x));
    }

    [Fact]
    public void Lines_with_a_rest_and_volumes()
    {
        using var scope = NewDisposeScope();
        using var line = new UnpooledLine().Double();
        var x = Numbers.Normals(1, 3, 2, 7);
        Same(Placed(line.Encoder.Dense1.call(x), line.Decoder.Conv1.call(line.Encode(x).H), 3), line.Reconstruct(x));
        GradientCheck.Run(line, () => line.Minimize(x).Total);
        using var volume = new UnpooledVolume().Double();
        var v = Numbers.Normals(2, 3, 1, 4, 2, 3);
        Same(volume.Decoder.Conv1.call(Placed(volume.Encoder.Conv1.call(v), volume.Encode(v).H, 2)), volume.Reconstruct(v));
        GradientCheck.Run(volume, () => volume.Minimize(v).Total);
    }

    /// <summary>Of several that are as large, the first; windows of a rest have fewer elements.</summary>
    private static Tensor Placed(Tensor map, Tensor values, int kernel)
    {
        var (whole, small) = (Grid.From(map), Grid.From(values));
        var result = Grid.Fill(whole.Shape, _ => 0);
        foreach (var index in Grid.Indices(small.Shape))
        {
            var inside = Grid.Indices(whole.Shape).Select((at, flat) => (at, flat)).Where(element => element.at
                .Select((place, axis) => axis < 2 ? place == index[axis] : place / kernel == index[axis])
                .All(same => same));
            result.Values[inside.MaxBy(element => whole[element.at]).flat] = small[index];
        }

        return tensor(result.Values).reshape(map.shape);
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Numbers.Same(Numbers.Of(expected), actual);
    }
}
