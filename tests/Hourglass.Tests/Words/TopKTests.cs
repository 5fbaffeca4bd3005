using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The stage <c>topk</c> against a sort of each example (Makhzani and Frey, 2013, section 2.1).</summary>
[Proves("topk")]
public class TopKTests
{
    [Fact]
    public void The_largest_of_each_example_are_kept()
    {
        using var scope = NewDisposeScope();
        using var model = new KSparse().Double();
        var x = Numbers.Normals(1, 5, 6);
        var before = Numbers.Of(model.Encoder.Dense1.call(x)).Chunk(8);

        Numbers.Same([.. before.SelectMany(row => Kept(row, 3))], model.Encode(x).H);
    }

    [Fact]
    public void Of_a_map_the_whole_is_an_example()
    {
        using var scope = NewDisposeScope();
        using var model = new KSparseMap().Double();
        var x = Numbers.Uniforms(1, 3, 1, 4, 4);
        var first = Numbers.Of(model.Encoder.Conv1.call(x)).Chunk(32).SelectMany(row => Kept(row, 5)).ToArray();
        var second = Numbers.Of(nn.functional.relu(model.Encoder.Conv2.call(tensor(first, 3, 2, 4, 4)))).Chunk(32);

        Numbers.Same([.. second.SelectMany(row => Kept(row, 9))], model.Encode(x).H);
    }

    [Fact]
    public void Gradients_reach_what_is_kept()
    {
        using var scope = NewDisposeScope();
        using var model = new KSparse().Double();
        var x = Numbers.Normals(1, 1, 6);
        Slopes.Agree(model.Encoder.Dense1.bias!, () => model.Minimize(x).Total);
        Assert.Equal(3, Numbers.Of(model.Encoder.Dense1.bias!.grad!).Count(slope => slope != 0));
    }

    private static double[] Kept(double[] row, int k)
    {
        var least = row.OrderDescending().ElementAt(k - 1);
        return [.. row.Select(number => number >= least ? number : 0)];
    }
}
