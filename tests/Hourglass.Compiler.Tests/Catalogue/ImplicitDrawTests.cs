using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Catalogue;

/// <summary>Gradients of draws that are derived from a standardisation function alone.</summary>
public sealed class ImplicitDrawTests
{
    private const int Batch = 3;
    private static readonly Extent Rows = Extent.Of(1, 2);
    private static readonly double[] Weights = [0.3, -1.2, 0.7, 2.1, -0.4, 0.9];

    [Fact]
    public void A_normal_by_standardisation_is_the_location_scale_one()
    {
        var (mean, logvar, noise) = (Numbers(1), Numbers(2), Numbers(3));
        var expected = Gradients(new NormalDistribution(), mean, logvar, noise);
        var found = Gradients(new StandardisedNormal(), mean, logvar, noise);

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], 12);
        }
    }

    [Fact]
    public void A_mixture_of_logistics_has_the_slope_of_its_quantile_function()
    {
        double[] parameters = [0.4, -0.3, 1.1, 0.2, 0.6];
        const double level = 0.37;
        var build = new GraphBuilder();
        var z = GradientProbe.Leaf(build, 0, Extent.Scalar);
        var leaves = parameters.Select((_, i) => GradientProbe.Leaf(build, i + 1, Extent.Scalar)).ToArray();
        var draw = ImplicitDraw.Of(z, at => Distribution(at, leaves));
        var gradients = ReverseMode.Gradients(build, [(draw, build.Fill(Factor.One, Extent.Scalar))], leaves);
        var given = leaves.Zip(parameters, (leaf, number) => (leaf, new[] { number }))
            .Prepend((z, [Quantile(level, parameters)]))
            .ToArray();

        Assert.Equal(Quantile(level, parameters), GradientProbe.Evaluate(draw, given)[0], 14);
        for (var i = 0; i < parameters.Length; i++)
        {
            double At(double step) => Quantile(level, [.. parameters.Select((number, j) => j == i ? number + step : number)]);
            var slope = ((8 * (At(1e-3) - At(-1e-3))) - (At(2e-3) - At(-2e-3))) / 12e-3;
            Assert.Equal(slope, GradientProbe.Evaluate(gradients[i]!, given)[0], 9);
        }
    }

    /// <summary>σ(w) σ((z - a) e^-s) + (1 - σ(w)) σ((z - b) e^-t), whose inverse nobody has written.</summary>
    private static Value Distribution(Value z, Value[] of)
    {
        var share = of[0].Sigmoid();
        return (share * ((z - of[1]) * (-of[2]).Exp()).Sigmoid()) + ((1 - share) * ((z - of[3]) * (-of[4]).Exp()).Sigmoid());
    }

    private static double Quantile(double level, double[] of)
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        var (low, high) = (-60.0, 60.0);
        for (var i = 0; i < 200; i++)
        {
            var z = (low + high) / 2;
            var share = Sigmoid(of[0]);
            var at = (share * Sigmoid((z - of[1]) / Math.Exp(of[2]))) + ((1 - share) * Sigmoid((z - of[3]) / Math.Exp(of[4])));
            (low, high) = at < level ? (z, high) : (low, z);
        }

        return (low + high) / 2;
    }

    private static double[] Numbers(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 2 * Batch).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    /// <summary>A draw with weights, and the gradients of both parameters.</summary>
    private static double[] Gradients(DistributionEntry entry, double[] mean, double[] logvar, double[] noise)
    {
        var build = new GraphBuilder();
        var leaves = new[] { GradientProbe.Leaf(build, 0, Rows), GradientProbe.Leaf(build, 1, Rows) };
        var draw = entry.Draw(new Density(entry, [("mean", leaves[0]), ("logvar", leaves[1])], Rows.Shape), new DrawSource(build))!;
        var weights = GradientProbe.Leaf(build, 2, Rows);
        var gradients = ReverseMode.Gradients(build, [((draw * weights).Sum(), build.Fill(Factor.One, Extent.Scalar))], leaves);
        var drawn = build.Values.Single(value => value.Op is Ir.Primitives.DrawOp && value.Inputs.Count == 1);
        (Value, double[])[] given = [(leaves[0], mean), (leaves[1], logvar), (weights, Weights), (drawn, noise)];
        return [.. GradientProbe.Evaluate(draw, given), .. gradients.SelectMany(gradient => GradientProbe.Evaluate(gradient!, given))];
    }

    /// <summary>A normal that gives no gradient of its own: numbers, and what standardises them.</summary>
    private sealed class StandardisedNormal : DistributionEntry
    {
        private readonly NormalDistribution _normal = new();

        public override string Name => "standardised";

        public override string Summary => "A normal.";

        public override string Parameters => "mean, logvar";
        public override Support Support => Support.Reals;

        public override string ReparameterisedBy => "implicit";

        public override string? ClosedFormKlTo => null;

        public override string RuntimeType => "Normal";

        public override ValueRange MeanRange => ValueRange.Any;

        public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => _normal.HeadNames(arguments);

        public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
            DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
            _normal.LowerParameters(at, distribution, heads);

        public override Value LogProb(Density density, Value x) => _normal.LogProb(density, x);

        public override Value Mean(Density density) => density["mean"];

        protected override Value Sample(Density density, DrawSource draws) => _normal.Draw(density, draws);

        protected override Value Standardise(Density density, Value z) => (z - density["mean"]) * (-0.5 * density["logvar"]).Exp();
    }
}
