using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Probabilities of classes.</summary>
public sealed class ClassGradientTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public void Exponentials_that_sum_to_one_have_the_gradients_that_differences_give(bool log, int each) =>
        GradientProbe.Check((build, x) => build.Add(new NormalizedExpOp(log), "classes", x[0]), [Extent.Of(1, 3, each)]);

    [Fact]
    public void The_likelihood_of_a_class_has_the_gradient_that_differences_give() => GradientProbe.Check(
        (build, x) => build.Times(build.Add(new NormalizedExpOp(Log: true), "classes", x[0]), x[1]),
        [Extent.Of(1, 3), Extent.Of(1, 3)]);

    [Fact]
    public void Gradients_pass_beside_a_class_and_not_through_it()
    {
        GradientProbe.Check((build, x) => build.Map(Functions.Square, Value(build, x[0])), [Extent.Of(1, 2)]);

        static Value Value(GraphBuilder build, Value x) =>
            build.Add(new JoinOp(), "joined", build.Add(new OneHotOp(3), "class", build.Fill(Factor.Of(1), Extent.Of(1))), x);
    }

    [Fact]
    public void A_class_is_a_vector_with_a_one_and_a_missing_one_has_none()
    {
        var build = new GraphBuilder();
        var classes = GradientProbe.Leaf(build, 0, Extent.Of(1));

        Assert.Equal([0, 1, 0, 0, 0, 1], GradientProbe.Evaluate(build.Add(new OneHotOp(2), "vector", classes), (classes, [1, -1, 1])));
        Assert.Equal(
            [1, 0, 1],
            GradientProbe.Evaluate(build.Add(new PresentOp(AnyOfRow: false), "present", classes), (classes, [1, -1, 0])));
    }
}
