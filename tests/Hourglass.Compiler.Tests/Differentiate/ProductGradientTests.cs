using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Matrix products, with rows of the batch and without, each side as it is and transposed.</summary>
public sealed class ProductGradientTests
{
    private static readonly (Extent Left, bool LeftTransposed, Extent Right, bool RightTransposed)[] Products =
    [
        (Extent.Of(1, 2), false, Extent.Of(0, 2, 3), false),
        (Extent.Of(1, 2), false, Extent.Of(0, 3, 2), true),
        (Extent.Of(2, 2), false, Extent.Of(0, 2, 3), false),
        (Extent.Of(1, 2), true, Extent.Of(1, 3), false),
        (Extent.Of(2, 2), true, Extent.Of(2, 3), false),
        (Extent.Of(0, 3, 2), false, Extent.Of(0, 2, 4), false),
        (Extent.Of(0, 3, 2), false, Extent.Of(0, 4, 2), true),
        (Extent.Of(0, 2, 3), true, Extent.Of(0, 2, 4), false),
        (Extent.Of(0, 2, 3), true, Extent.Of(0, 4, 2), true),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Products.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_product_has_the_gradients_that_differences_give(int index)
    {
        var (left, leftTransposed, right, rightTransposed) = Products[index];
        GradientProbe.Check((build, x) => build.MatMul(x[0], leftTransposed, x[1], rightTransposed), [left, right]);
    }

    [Fact]
    public void A_matrix_times_itself_gets_both_gradients() =>
        GradientProbe.Check((build, x) => build.MatMul(x[0], true, x[0], false), [Extent.Of(1, 3)]);

    [Fact]
    public void Two_layers_have_the_gradients_that_differences_give() => GradientProbe.Check(
        (build, x) => build.MatMul(build.Map(Functions.Tanh, build.Plus(build.MatMul(x[0], false, x[1], true), x[2])), false, x[1], false),
        [Extent.Of(1, 2), Extent.Of(0, 3, 2), Extent.Of(0, 3)]);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Sides_that_do_not_fit_are_refused(int width, int height)
    {
        var build = new GraphBuilder();
        var (left, right) = (GradientProbe.Leaf(build, 0, Extent.Of(1, width)), GradientProbe.Leaf(build, 1, Extent.Of(0, height, 4)));

        Assert.Throws<InvalidOperationException>(() => build.MatMul(left, false, right, false));
    }
}
