using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The stage <c>groupnorm</c> against sums over groups of elements.</summary>
[Proves("groupnorm")]
public class GroupNormTests
{
    [Fact]
    public void It_begins_with_scales_of_one_and_shifts_of_zero()
    {
        using var scope = NewDisposeScope();
        using var model = new GroupNormImage();

        Assert.All(Numbers.Of(model.Encoder.Groupnorm1.weight!), scale => Assert.Equal(1, scale));
        Assert.All(Numbers.Of(model.Encoder.Groupnorm1.bias!), shift => Assert.Equal(0, shift));
    }

    [Fact]
    public void Each_group_of_channels_is_normalised_by_itself()
    {
        using var scope = NewDisposeScope();
        using var model = new GroupNormImage().Double();
        using (no_grad())
        {
            model.Encoder.Groupnorm1.weight!.copy_(Numbers.Normals(4, 4));
            model.Encoder.Groupnorm1.bias!.copy_(Numbers.Normals(5, 4));
        }

        var x = Numbers.Normals(1, 3, 4, 3, 2) * 3 + 1;
        var (scale, shift) = (Numbers.Of(model.Encoder.Groupnorm1.weight!), Numbers.Of(model.Encoder.Groupnorm1.bias!));
        var found = Numbers.Of(model.Encode(x).H);
        var groups = Numbers.Of(x).Chunk(12).ToArray();
        for (var g = 0; g < groups.Length; g++)
        {
            var mean = groups[g].Average();
            var deviation = Math.Sqrt(groups[g].Average(value => (value - mean) * (value - mean)) + 1e-5);
            for (var i = 0; i < 12; i++)
            {
                var channel = ((g % 2) * 2) + (i / 6);
                Numbers.Near(((groups[g][i] - mean) / deviation * scale[channel]) + shift[channel], found[(g * 12) + i]);
            }
        }
    }
}
