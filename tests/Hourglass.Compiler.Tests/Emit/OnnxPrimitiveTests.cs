using Hourglass.Compiler.Emit.Onnx;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>
/// Every primitive has an operator of ONNX, or is named among what ONNX lacks. That the operators are right, the comparisons with ONNX
/// Runtime prove.
/// </summary>
public sealed class OnnxPrimitiveTests
{
    public static TheoryData<Type> Computed => EveryPrimitiveTests.Computed;

    [Theory]
    [MemberData(nameof(Computed))]
    public void A_primitive_has_an_operator_or_is_named_among_what_is_lacking(Type primitive)
    {
        var (function, leaves) = EveryPrimitiveTests.Samples[primitive];
        var at = Graphs.Behind(EveryPrimitiveTests.Build(function, leaves)).First(value => value.Op.GetType() == primitive);
        try
        {
            var graph = Write(at);
            Assert.Contains(graph.Lines, line => line.StartsWith("out y: ", StringComparison.Ordinal));
            Assert.All(graph.Lines, line => Assert.DoesNotContain("Hourglass.", line, StringComparison.Ordinal));
        }
        catch (RefusedException refused)
        {
            Assert.DoesNotContain("the primitive", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_product_takes_its_bias_along_where_nothing_else_reads_it()
    {
        var build = new GraphBuilder();
        var x = build.Add(new DataOp("x", Shape.Of(3), Classes: false), "x");
        var product = build.MatMul(x, false, build.Add(new WeightOp("w", Shape.Of(2, 3)), "w"), true, "affine");
        var sum = build.Plus(product, build.Add(new WeightOp("b", Shape.Of(2)), "b"));
        Assert.Equal(["y = Gemm(x, @w, @b, transB: 1)"], Write(sum).Nodes.Select(node => node.ToString()));
        Assert.Equal(
            ["affine = Gemm(x, @w, transB: 1)", "affine_2 = Add(affine, @b)", "y = Add(affine_2, affine)"],
            Write(sum + product).Nodes.Select(node => node.ToString()));
    }

    [Fact]
    public void What_is_broadcast_is_repeated_where_all_elements_are_wanted()
    {
        var build = new GraphBuilder();
        var x = build.Add(new DataOp("x", Shape.Of(3), Classes: false), "x");
        var b = build.Add(new WeightOp("b", Shape.Of(3)), "b");
        var wide = build.Expand(b, x.Extent);
        Assert.Equal(["y = Add(x, @b)"], Write(build.Plus(x, wide)).Nodes.Select(node => node.ToString()));
        Assert.Equal(
            ["rows = Shape(x, start: 0, end: 1)", "b = Expand(@b, Concat(rows, [3], axis: 0))", "y = Concat(b, x, axis: 1)"],
            Write(ValueShapes.Join(wide, x)).Nodes.Select(node => node.ToString()));
    }

    private static WrittenGraph Write(Value value)
    {
        var inputs = Graphs.Behind([value]).Where(leaf => leaf.Op is DataOp or DrawOp).OrderBy(leaf => leaf.Id)
            .Select(leaf => new GraphValue(leaf, leaf.Name, "", "given")).ToList();
        if (inputs.Count == 0)
        {
            inputs.Add(new GraphValue(value.Build.Add(new DataOp("given", Shape.Of(1), Classes: false), "given"), "given", "", "given"));
        }

        return GraphWriter.Write("graph", inputs, [new GraphValue(value, "y", "", "made")], CancellationToken.None);
    }
}
