using CsCheck;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>Plans of steps that no model has: random functions of some parameters, whose values are used again and again.</summary>
public sealed class RandomGraphTests
{
    private const int Width = 3;

    /// <summary>Operations, each with the values that it takes, counted from the newest.</summary>
    private static readonly Gen<(int Op, int First, int Second)[]> Operations = Gen.Select(
        Gen.Int[0, 11],
        Gen.Int[0, 6],
        Gen.Int[0, 6]).Array[1, 30];

    [Fact]
    public void A_random_step_never_reads_a_place_that_was_given_to_something_else()
    {
        var (training, model) = StepModels.Parse(
            "model M { data x: real[3] encode h = x -> dense(3) decode y = h -> dense(3) minimize sse(y, x) }");
        var natives = 0;

        Operations.Sample(
            operations =>
            {
                var graph = Step(operations, model);
                var script = StepScript.Of(graph, training);
                Assert.Empty(TapeCheck.Complaints(PortableTape.Of(graph, script, script.Plan)));
                if (NativeTape.TryRead(graph, training) is var (tape, _))
                {
                    Assert.Empty(TapeCheck.Complaints(tape));
                    natives++;
                }
            },
            iter: 500,
            threads: 1);

        Assert.True(natives > 100, $"Only {natives} of them have a native step.");
    }

    private static StepGraph Step((int Op, int First, int Second)[] operations, StepGraph model)
    {
        var build = new GraphBuilder();
        var weights = model.Gradients.Take(2).Select(pair => build.Add(pair.Weight, "weight")).ToArray();
        var values = new List<Value> { build.Add(new DataOp("x", model.Values[0].Extent.Shape, Classes: false), "x") };
        values.Add(build.MatMul(values[0], false, weights[0], true));
        foreach (var (op, first, second) in operations)
        {
            var (x, y) = (values[Math.Max(0, values.Count - 1 - first)], values[Math.Max(0, values.Count - 1 - second)]);
            values.Add(op switch
            {
                0 => build.Plus(x, y),
                1 => build.Minus(x, y),
                2 => build.Times(x, y),
                3 => build.Map(Functions.Tanh, x),
                4 => build.Map(Functions.Find("softplus")!, x),
                5 => build.Map(Functions.Square, x),
                6 => build.Scale(x, 0.5),
                7 => build.MatMul(x, false, weights[0], second % 2 == 0),
                8 => build.Plus(x, weights[1]),
                9 => build.Times(x, build.Sum(y, Extent.Of(1, 1))),
                10 => build.Minus(x, build.Scale(build.Sum(y, Extent.Of(0, Width)), Factor.PerExample)),
                _ => build.Plus(build.MatMul(x, false, weights[0], true), y),
            });
        }

        var total = build.Scale(build.SumAll(build.Map(Functions.Square, values[^1])), Factor.PerExample);
        var gradients = ReverseMode.Gradients(build, [(total, build.Fill(Factor.One, Extent.Scalar))], weights);
        var pairs = weights.Zip(gradients)
            .Where(pair => pair.Second is not null)
            .Select(pair => ((WeightOp)pair.First.Op, pair.Second!))
            .ToArray();
        var graph = new StepGraph(build.Values, [(model.Terms[0].Term, total)], pairs, [], []);
        return graph with { Values = Needed(graph) };
    }

    private static Value[] Needed(StepGraph graph)
    {
        var needed = new HashSet<Value>(graph.Roots);
        foreach (var value in graph.Values.Reverse().Where(needed.Contains))
        {
            needed.UnionWith(value.Inputs);
        }

        return [.. graph.Values.Where(needed.Contains)];
    }
}
