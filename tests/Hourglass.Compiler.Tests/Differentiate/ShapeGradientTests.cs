using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>What only moves numbers, repeats them or adds them up.</summary>
public sealed class ShapeGradientTests
{
    private static readonly (Extent From, Extent To)[] Views =
    [
        (Extent.Of(1, 2, 3), Extent.Of(1, 6)),
        (Extent.Of(1, 2, 3), Extent.Of(2, 3)),
        (Extent.Of(2, 3), Extent.Of(1, 3, 2)),
        (Extent.Of(0, 4), Extent.Of(0, 2, 2)),
    ];

    private static readonly (Extent Small, Extent Large)[] Broadcasts =
    [
        (Extent.Of(0, 2), Extent.Of(1, 2)),
        (Extent.Of(0, 2, 1), Extent.Of(1, 2, 3)),
        (Extent.Of(1, 1), Extent.Of(1, 3)),
        (Extent.Of(1, 2, 1), Extent.Of(1, 2, 3)),
        (Extent.Of(1, 1, 1), Extent.Of(1, 2, 2)),
        (Extent.Scalar, Extent.Of(1, 2)),
        (Extent.Scalar, Extent.Of(0, 2, 2)),
        (Extent.Of(0, 3, 1), Extent.Of(0, 3, 2)),
        (Extent.Of(0, 2), Extent.Of(2, 3, 2)),
    ];

    public static TheoryData<int> ViewCases => [.. Enumerable.Range(0, Views.Length)];

    public static TheoryData<int> BroadcastCases => [.. Enumerable.Range(0, Broadcasts.Length)];

    [Theory]
    [MemberData(nameof(ViewCases))]
    public void Another_shape_has_the_gradient_in_the_old_one(int index) =>
        GradientProbe.Check((build, x) => build.Map(Functions.Square, build.View(x[0], Views[index].To)), [Views[index].From]);

    [Theory]
    [MemberData(nameof(BroadcastCases))]
    public void What_is_repeated_to_a_larger_extent_gets_the_sum(int index) =>
        GradientProbe.Check(
            (build, x) => build.Map(Functions.Square, build.Expand(x[0], Broadcasts[index].Large)),
            [Broadcasts[index].Small]);

    [Theory]
    [MemberData(nameof(BroadcastCases))]
    public void What_is_summed_to_a_smaller_extent_gets_the_same_everywhere(int index) =>
        GradientProbe.Check((build, x) => build.Map(Functions.Square, build.Sum(x[0], Broadcasts[index].Small)), [Broadcasts[index].Large]);

    [Fact]
    public void A_sum_over_repetitions_and_elements_has_the_gradient_that_differences_give() =>
        GradientProbe.Check((build, x) => build.Map(Functions.Square, build.Sum(x[0], Extent.Of(1, 1))), [Extent.Of(2, 2)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Values_side_by_side_each_get_their_part(int rows) => GradientProbe.Check(
        (build, x) => build.Map(Functions.Square, build.Add(new JoinOp(), "joined", x)),
        [Extent.Of(rows, 1, 2), Extent.Of(rows, 2, 2), Extent.Of(1, 1, 2)]);

    [Fact]
    public void A_block_that_is_cut_out_leaves_zeros_around_it() =>
        GradientProbe.Check((build, x) => build.Map(Functions.Square, build.Cut(x[0], [0, 1], Shape.Of(2, 2))), [Extent.Of(1, 2, 4)]);

    [Fact]
    public void A_row_that_is_embedded_gets_its_block() =>
        GradientProbe.Check((build, x) => build.Map(Functions.Square, build.Embed(x[0], [1, 0], Shape.Of(3, 2))), [Extent.Of(1, 1, 2)]);

    [Fact]
    public void Repeated_rows_get_the_sum_over_the_repetitions() =>
        GradientProbe.Check(
            (build, x) => build.Times(build.Map(Functions.Square, build.Repeat(x[0], 2)), x[1]),
            [Extent.Of(1, 2), Extent.Of(2, 2)]);

    [Fact]
    public void Folded_rows_get_the_same_in_each_repetition() =>
        GradientProbe.Check((build, x) => build.Map(Functions.Square, build.Fold(x[0], 3)), [Extent.Of(3, 2)]);

    [Fact]
    public void The_repetitions_of_a_row_lie_a_whole_batch_apart()
    {
        var build = new GraphBuilder();
        var x = GradientProbe.Leaf(build, 0, Extent.Of(1, 1));

        Assert.Equal([1, 2, 3, 1, 2, 3], GradientProbe.Evaluate(build.Repeat(x, 2), (x, [1, 2, 3])));
    }
}
