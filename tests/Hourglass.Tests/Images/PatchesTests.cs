using Hourglass.Images;
using static TorchSharp.torch;

namespace Hourglass.Tests.Images;

public class PatchesTests
{
    /// <summary>Pictures whose values say where they are: 1000 · picture + 10 · row + column.</summary>
    private static Tensor Places(ScalarType type) =>
        (arange(3, type).reshape(3, 1, 1, 1) * 1000) + (arange(6, type).reshape(6, 1) * 10) + arange(8, type);

    [Fact]
    public void Without_orientations_patches_are_cut_out_as_they_are()
    {
        using var scope = NewDisposeScope();
        var patches = Patches.Draw([Places(ScalarType.Int64)], side: 4, count: 400, orient: false)[0];
        Assert.Equal([400, 1, 4, 4], patches.shape);
        var expected = (arange(4, ScalarType.Int64).reshape(4, 1) * 10) + arange(4, ScalarType.Int64);
        Assert.True((patches - patches.narrow(2, 0, 1).narrow(3, 0, 1)).equal(expected).all().item<bool>());

        // Each of the 3 · 3 · 5 places comes, none beyond them.
        var corners = patches.select(3, 0).select(2, 0).flatten().data<long>().ToArray();
        Assert.Equal(45, corners.Distinct().Count());
        Assert.All(corners, corner => Assert.True(corner / 1000 < 3 && corner % 1000 / 10 < 3 && corner % 10 < 5));
    }

    [Fact]
    public void What_belongs_together_is_laid_in_the_same_way()
    {
        using var scope = NewDisposeScope();
        var x = Places(ScalarType.Float64);
        var y = cat([x.neg(), x * 2], 1).to_type(ScalarType.Float32);
        var drawn = Patches.Draw([x, y], side: 3, count: 200, seed: 5);
        Assert.Equal((ScalarType.Float64, ScalarType.Float32), (drawn[0].dtype, drawn[1].dtype));
        Assert.True(drawn[1].equal(cat([drawn[0].neg(), drawn[0] * 2], 1)).all().item<bool>());

        // All eight orientations: the corner with the least place is each of the four, with its neighbour on either side.
        var laid = Enumerable.Range(0, 200).Select(i =>
        {
            var values = drawn[0][i].flatten().data<double>().ToArray();
            return string.Join(' ', values.Select(value => value - values.Min()));
        });
        Assert.Equal(8, laid.Distinct().Count());
    }

    [Fact]
    public void The_first_ones_depend_on_the_seed_alone()
    {
        using var scope = NewDisposeScope();
        var (few, many) = (Patches.Draw([Places(ScalarType.Int64)], 3, 5, 1)[0], Patches.Draw([Places(ScalarType.Int64)], 3, 9, 1)[0]);
        Assert.True(few.equal(many.narrow(0, 0, 5)).all().item<bool>());
        Assert.False(few.equal(Patches.Draw([Places(ScalarType.Int64)], 3, 5, 2)[0]).all().item<bool>());
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (zeros(3, 1, 6, 8), zeros(3, 1, 6, 7));
        Refused("stacks is empty", () => Patches.Draw([], 2, 1));
        Refused(
            "stacks[1] is [3, 1, 6, 7] and stacks[0] is [3, 1, 6, 8]; both need as many pictures of one size.",
            () => Patches.Draw([x, y], 2, 1));
        Refused("stacks[0] is [6, 8]; pictures are [N, C, H, W]", () => Patches.Draw([x[0][0]], 2, 1));
        Refused("A patch of 7 × 7 does not fit into pictures of 6 × 8", () => Patches.Draw([x], 7, 1));
        Refused("side is 1 or more; got 0.", () => Patches.Draw([x], 0, 1));
        Refused("count is 1 or more; got 0.", () => Patches.Draw([x], 1, 0));
    }

    private static void Refused(string expected, Func<object> act) =>
        Assert.Contains(expected, Assert.Throws<DataException>(act).Message, StringComparison.Ordinal);
}
