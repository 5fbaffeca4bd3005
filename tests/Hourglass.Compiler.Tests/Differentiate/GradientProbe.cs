using CsCheck;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Compares derived gradients with central differences, at random values.</summary>
internal static class GradientProbe
{
    private const int Batch = 3;
    private const double Step = 1e-5;

    /// <summary>Between -2 and 2, and never near a multiple of 1/64: the functions of the tests have their kinks there.</summary>
    public static Gen<double> Numbers { get; } = Gen.Int[-128, 127].Select(k => (k + 0.5) / 64);

    /// <summary>Between 1/2 and 5/2.</summary>
    public static Gen<double> Positive { get; } = Numbers.Select(x => 0.5 + Math.Abs(x));

    /// <summary>Between 1/10 and 9/10.</summary>
    public static Gen<double> Probabilities { get; } = Numbers.Select(x => 0.5 + (x / 5));

    /// <summary>Proves the gradients of a function of some leaves, and of the gradients themselves.</summary>
    /// <param name="function">Adds the function to a graph.</param>
    /// <param name="extents">The sizes of the leaves.</param>
    /// <param name="numbers">What the leaves are filled with; by default anything.</param>
    /// <param name="order">How often to derive.</param>
    /// <param name="distinct">Whether no number comes twice: of equal ones, none is the largest.</param>
    public static void Check(
        Func<GraphBuilder, Value[], Value> function,
        Extent[] extents,
        Gen<double>? numbers = null,
        int order = 2,
        bool distinct = false)
    {
        var build = new GraphBuilder();
        var leaves = extents.Select((extent, i) => Leaf(build, i, extent)).ToArray();
        var sites = leaves.ToList();
        var outputs = new[] { function(build, leaves) };
        var derivatives = new List<(Value Total, IReadOnlyList<Value?> Gradients)>();
        for (var i = 0; i < order; i++)
        {
            // Random weights of every element prove all of the Jacobian at once.
            var total = outputs.Select(
                output => build.SumAll(build.Add(new TimesOp(), "weighted", output, Weight(build, sites, output.Extent))))
                .Aggregate((x, y) => build.Add(new PlusOp(), "total", x, y));
            var gradients = ReverseMode.Gradients(build, [(total, build.Fill(Factor.One, Extent.Scalar))], leaves);
            derivatives.Add((total, gradients));
            outputs = [.. gradients.OfType<Value>()];
            if (outputs.Length == 0)
            {
                break;
            }
        }

        int LengthOf(IEnumerable<Value> values) => values.Sum(value => Interpreter.Length(value.Extent, Batch));
        var count = LengthOf(leaves);
        var arguments = distinct
            ? Gen.Shuffle(Enumerable.Range(-count / 2, count).Select(k => (k + 0.5) / 64).ToArray())
            : (numbers ?? Numbers).Array[count];
        Gen.Select(arguments, Numbers.Array[LengthOf(sites.Skip(leaves.Length))]).Sample(
            (drawn, weights) =>
            {
                var given = Deal([.. drawn, .. weights], sites);
                foreach (var (total, gradients) in derivatives)
                {
                    Compare(given, leaves, total, gradients);
                }
            },
            iter: 20,
            threads: 1);
    }

    /// <summary>The values of some outputs at some numbers.</summary>
    public static double[] Evaluate(Value output, params (Value Leaf, double[] Numbers)[] given) =>
        new Interpreter(Batch, given.ToDictionary(pair => pair.Leaf, pair => pair.Numbers)).Of(output);

    /// <summary>Numbers that nobody derives by.</summary>
    public static Value Fixed(GraphBuilder build, Extent extent) => build.Fill(Factor.Of(0.375), extent);

    /// <summary>A leaf of any sizes.</summary>
    public static Value Leaf(GraphBuilder build, int site, Extent extent) => build.Add(new DrawOp(site, DrawKind.Normal, extent), "leaf");

    private static Value Weight(GraphBuilder build, List<Value> sites, Extent extent)
    {
        sites.Add(Leaf(build, sites.Count, extent));
        return sites[^1];
    }

    private static Dictionary<Value, double[]> Deal(double[] numbers, IEnumerable<Value> leaves)
    {
        var (dealt, at) = (new Dictionary<Value, double[]>(), 0);
        foreach (var leaf in leaves)
        {
            dealt.Add(leaf, numbers[at..(at += Interpreter.Length(leaf.Extent, Batch))]);
        }

        return dealt;
    }

    private static void Compare(Dictionary<Value, double[]> given, Value[] leaves, Value total, IReadOnlyList<Value?> gradients)
    {
        var derived = new Interpreter(Batch, given);
        for (var at = 0; at < leaves.Length; at++)
        {
            var (leaf, gradient) = (leaves[at], gradients[at] is { } some ? derived.Of(some) : new double[given[leaves[at]].Length]);
            Assert.Equal(leaf.Extent, gradients[at]?.Extent ?? leaf.Extent);
            for (var i = 0; i < gradient.Length; i++)
            {
                double At(double offset)
                {
                    var moved = given[leaf].ToArray();
                    moved[i] += offset;
                    return new Interpreter(Batch, new Dictionary<Value, double[]>(given) { [leaf] = moved }).Of(total)[0];
                }

                var difference = (At(Step) - At(-Step)) / (2 * Step);
                Assert.Equal(difference, gradient[i], 1e-6 * Math.Max(Math.Abs(difference), 0.1));
            }
        }
    }
}
