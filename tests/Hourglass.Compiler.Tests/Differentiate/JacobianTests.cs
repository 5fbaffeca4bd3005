using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Several gradients at once: one for each element of a value, as further rows.</summary>
public sealed class JacobianTests
{
    /// <summary>tanh(W x + b) and what comes behind it.</summary>
    private static Value Code(GraphBuilder build, Value[] x) =>
        build.Map(
            Functions.Sigmoid,
            build.MatMul(build.Map(Functions.Tanh, build.Plus(build.MatMul(x[0], false, x[1], true), x[2])), false, x[1], false));

    [Fact]
    public void Rows_of_unit_vectors_give_the_whole_jacobian()
    {
        var build = new GraphBuilder();
        Value[] leaves =
        [
            GradientProbe.Leaf(build, 0, Extent.Of(1, 2)),
            GradientProbe.Leaf(build, 1, Extent.Of(0, 3, 2)),
            GradientProbe.Leaf(build, 2, Extent.Of(0, 3))
        ];
        (Value, double[])[] given =
        [
            (leaves[0], [0.3, -0.7, 1.1, 0.2, -0.4, 0.9]),
            (leaves[1], [0.5, -1, 0.25, 0.75, 1.5, -0.5]),
            (leaves[2], [0.1, -0.2, 0.3])
        ];
        var code = Code(build, leaves);
        var jacobian = ReverseMode.Gradients(build, [(code, build.Add(new UnitRowsOp(Shape.Of(2)), "units"))], [leaves[0]])[0]!;

        Assert.Equal(Extent.Of(2, 2), jacobian.Extent);
        var derived = GradientProbe.Evaluate(jacobian, given);
        for (var (i, n) = (0, 0); i < 6; i++, n = i / 2)
        {
            double[] At(double offset) => GradientProbe.Evaluate(
                code,
                [(leaves[0], [.. given[0].Item2.Select((x, at) => at == i ? x + offset : x)]), given[1], given[2]]);
            var (above, below) = (At(1e-5), At(-1e-5));
            for (var output = 0; output < 2; output++)
            {
                // Row n of the gradient of an output lies behind whole batches of the outputs before it.
                Assert.Equal((above[(n * 2) + output] - below[(n * 2) + output]) / 2e-5, derived[(((output * 3) + n) * 2) + (i % 2)], 1e-8);
            }
        }
    }

    [Fact]
    public void The_norm_of_a_jacobian_is_derived_again() => GradientProbe.Check(
        (build, x) =>
        {
            var jacobian = ReverseMode.Gradients(build, [(Code(build, x), build.Add(new UnitRowsOp(Shape.Of(2)), "units"))], [x[0]])[0]!;
            return build.Scale(build.SumAll(build.Map(Functions.Square, jacobian)), Factor.PerExample);
        },
        [Extent.Of(1, 2), Extent.Of(0, 3, 2), Extent.Of(0, 3)],
        order: 1);

    [Fact]
    public void Several_gradients_do_not_pass_through_a_value_of_the_whole_batch()
    {
        var build = new GraphBuilder();
        var x = GradientProbe.Leaf(build, 0, Extent.Of(1, 2));
        var centred = Centred(build, x);

        var thrown = Assert.Throws<UnderivedException>(
            () => ReverseMode.Gradients(build, [(centred, build.Add(new UnitRowsOp(Shape.Of(2)), "units"))], [x]));

        Assert.Equal("several gradients at once through a value of the whole batch", thrown.Message);
    }

    [Fact]
    public void One_gradient_passes_through_a_value_of_the_whole_batch_and_is_derived_again() => GradientProbe.Check(
        (build, x) => build.Map(
            Functions.Square,
            ReverseMode.Gradients(build, [(build.Map(Functions.Tanh, Centred(build, x[0])), x[1])], [x[0]])[0]!),
        [Extent.Of(1, 2), Extent.Of(1, 2)]);

    [Theory]
    [InlineData("contractive(h)", false)]
    [InlineData("contractive(h, probes: 2)", false)]
    [InlineData("contractive(h, probes: 1)", true)]
    public void The_contraction_of_an_encoder_with_a_batch_normalisation_is_derived_one_gradient_at_a_time_or_not_at_all(
        string term,
        bool derived) => Assert.Equal(
        derived,
        StepModels.TryParse($$"""
            model M {
              data x: real[3]
              encode h = x -> dense(4, tanh) -> batchnorm -> dense(2, tanh)
              decode y = h -> dense(3)
              minimize sse(y, x) + {{term}}
            }
            """) is not null);

    private static Value Centred(GraphBuilder build, Value x) =>
        build.Minus(x, build.Scale(build.Sum(x, Extent.Of(0, 2)), Factor.PerExample));
}
