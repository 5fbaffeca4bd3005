using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Statistics;
using TorchSharp;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Evaluation;

/// <summary>Rates and distortions of models whose codes are known, against closed forms and another library.</summary>
public sealed class CompressionTests
{
    private static readonly double[,] Train = Metrics.Draws.Normals(1, 4000, 2);
    private static readonly double[,] Test = Metrics.Draws.Normals(2, 500, 2);

    /// <summary>Codes that are the data: rounding to steps of Δ costs Δ²/12 where the density hardly differs over a step.</summary>
    [Fact]
    public void Rounded_data_have_the_error_and_the_entropy_of_their_rounding()
    {
        using var model = Identity();
        using var data = KnownModel.Data(Train, test: Test);
        using var bound = SplitPassTests.Bind(model, data);
        var (train, test) = (new SplitPass(model, bound, DataSplit.Train), new SplitPass(model, bound, DataSplit.Test) { BatchSize = 70 });
        double[] steps = [2, 0.5, 0.125];
        var own = Compression.Of(train, train, steps)!;
        var rates = Compression.Of(train, test, steps)!;
        Assert.Equal([.. steps], rates.Select(rate => rate.Step!.Value));
        foreach (var (rate, i) in own.Select((rate, i) => (rate, i)))
        {
            var entropy = Enumerable.Range(0, 2).Sum(j => Statistics.Entropy(Column(Train, j).Select(x => Math.Round(x / steps[i]))));
            Assert.Equal(entropy, rate.Bits.Mean, 1e-3);
        }

        Assert.Equal(0.125 * 0.125 / 12, rates[2].MeanSquare, 1e-4);
        var squares = Test.Cast<double>().Average(x => Math.Pow(x - (2 * Math.Round(x / 2)), 2));
        Assert.Equal(squares, rates[0].MeanSquare, 1e-12);
        Assert.True(rates[0].Bits.Mean < rates[1].Bits.Mean && rates[1].Bits.Mean < rates[2].Bits.Mean);
        Assert.True(rates[0].MeanSquare > rates[1].MeanSquare && rates[1].MeanSquare > rates[2].MeanSquare);
        Assert.All(rates, rate => Assert.Null(rate.PeakSignalToNoise ?? rate.FixedBits));
    }

    [Fact]
    public void Small_steps_lose_what_the_reconstruction_loses()
    {
        using var model = new KnownModel(2)
        {
            Posterior = x => new Normal(x * 3, zeros_like(x)),
            Decoder = z => (z / 4).square(),
            Reconstruct = x => (x * 3 / 4).square(),
        };
        using var data = KnownModel.Data(Train, test: Test);
        using var bound = SplitPassTests.Bind(model, data);
        var test = new SplitPass(model, bound, DataSplit.Test);
        var rate = Compression.Of(new SplitPass(model, bound, DataSplit.Train), test, [1e-9])!.Single();
        Assert.Equal(ReconstructionError.Of(test)!.MeanSquare, rate.MeanSquare, 1e-6);
    }

    /// <summary>Without steps: twice the largest deviation, here 3 by training examples, and its halves.</summary>
    [Fact]
    public void Steps_follow_how_far_codes_scatter()
    {
        using var model = Identity();
        using var data = KnownModel.Data(new double[,] { { 3, 0 }, { -3, 0 } });
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train);
        double[] expected = [6, 3, 1.5, 0.75, 0.375, 0.1875, 0.09375];
        Assert.Equal(expected, Compression.Of(pass, pass)!.Select(rate => rate.Step!.Value));
    }

    [Fact]
    public void A_code_that_never_differs_costs_next_to_nothing()
    {
        using var model = new KnownModel(2) { Posterior = x => new Normal(x * 0 + 1, zeros_like(x)), Decoder = z => z };
        using var data = KnownModel.Data(Train, test: Test);
        using var bound = SplitPassTests.Bind(model, data);
        var rates = Compression.Of(new SplitPass(model, bound, DataSplit.Train), new SplitPass(model, bound, DataSplit.Test))!;
        Assert.All(rates, rate => Assert.Equal(2 * Math.Log2(4001 / 4000.0), rate.Bits.Mean, 1e-12));
    }

    /// <summary>Four vectors, the nearest of which is told by the signs: lengths by frequencies of quadrants, counted by hand.</summary>
    [Fact]
    public void Indices_have_the_lengths_of_their_frequencies()
    {
        using var model = new Quantised();
        using var data = KnownModel.Data(Train, test: Test);
        using var bound = SplitPassTests.Bind(model, data);
        var rate = Compression.Of(new SplitPass(model, bound, DataSplit.Train), new SplitPass(model, bound, DataSplit.Test))!.Single();
        var counts = new double[4];
        foreach (var quadrant in Quadrants(Train))
        {
            counts[quadrant]++;
        }

        var bits = Quadrants(Test).Average(quadrant => Math.Log2((4000 + 4) / (counts[quadrant] + 1)));
        Assert.Equal((null, 2.0), (rate.Step, rate.FixedBits!.Value));
        Assert.Equal(bits, rate.Bits.Mean, 1e-9);
        Assert.Equal(Test.Cast<double>().Average(x => Math.Pow(Math.Abs(x) - 1, 2)), rate.MeanSquare, 1e-9);
    }

    /// <summary>The same of an emitted model, whose indices are found by a loop over its codebook.</summary>
    [Fact]
    public void A_model_of_the_language_has_the_rate_of_its_indices()
    {
        using var model = new Models.QuantizedVector();
        model.to(ScalarType.Float64);
        var (train, test) = (Metrics.Draws.Normals(3, 400, 3), Metrics.Draws.Normals(4, 60, 3));
        using var data = KnownModel.Data(train, test: test);
        using var bound = SplitPassTests.Bind(model, data);
        var rate = Compression.Of(new SplitPass(model, bound, DataSplit.Train), new SplitPass(model, bound, DataSplit.Test))!.Single();
        var (seen, asked) = (Places(model, train), Places(model, test));
        Assert.Equal(Math.Log2(5), rate.FixedBits!.Value, 1e-12);
        Assert.Equal(asked.Average(k => Math.Log2((400.0 + 5) / (seen.Count(other => other == k) + 1))), rate.Bits.Mean, 1e-9);
        Assert.True(seen.Distinct().Count() > 1);
    }

    [Fact]
    public void What_does_not_fit_is_null_or_said()
    {
        using var model = new KnownModel(2) { Reconstruct = x => x };
        using var identity = Identity();
        using var broken = new KnownModel(2) { Posterior = x => new Normal(x / 0, zeros_like(x)), Decoder = z => z };
        using var data = KnownModel.Data(Train);
        using var bound = SplitPassTests.Bind(model, data);
        Assert.Null(Compression.Of(new SplitPass(model, bound, DataSplit.Train), new SplitPass(model, bound, DataSplit.Train)));
        var pass = new SplitPass(identity, bound, DataSplit.Train);
        Assert.Throws<DataException>(() => Compression.Of(pass, pass, [0]));
        Assert.Contains(
            "take a larger step",
            Assert.Throws<DataException>(() => Compression.Of(pass, pass, [1e-300])).Message,
            StringComparison.Ordinal);
        var bad = new SplitPass(broken, bound, DataSplit.Train);
        Assert.StartsWith(
            "The code z of some examples of the Train split is not finite.",
            Assert.Throws<DataException>(() => Compression.Of(bad, bad, [1])).Message,
            StringComparison.Ordinal);
    }

    private static int[] Places(Models.QuantizedVector model, double[,] rows)
    {
        using var scope = NewDisposeScope();
        var codes = model.Encode(tensor(rows)).Q.data<double>().ToArray();
        var book = model.Encoder.Quantize1.Weight.data<double>().ToArray();
        double Square(int row, int k, int i) => Math.Pow(codes[(2 * row) + i] - book[(2 * k) + i], 2);
        double Distance(int row, int k) => Square(row, k, 0) + Square(row, k, 1);
        return [.. Enumerable.Range(0, rows.GetLength(0)).Select(row => Enumerable.Range(0, 5).MinBy(k => Distance(row, k)))];
    }

    private static KnownModel Identity() => new(2)
    {
        Posterior = x => new Normal(x, zeros_like(x)),
        Decoder = z => z,
        Reconstruct = x => x,
    };

    private static IEnumerable<double> Column(double[,] rows, int column) =>
        Enumerable.Range(0, rows.GetLength(0)).Select(i => rows[i, column]);

    private static IEnumerable<int> Quadrants(double[,] rows) =>
        Column(rows, 0).Zip(Column(rows, 1), (x, y) => (x > 0 ? 2 : 0) + (y > 0 ? 1 : 0));

    /// <summary>Quantises to the corners of a square.</summary>
    private sealed class Quantised : Autoencoder
    {
        private readonly KnownModel _known = new(2);
        private readonly VectorQuantizer _layer = new(4, 2);

        public Quantised()
            : base("Quantised")
        {
            _layer.to(ScalarType.Float64);
            using var still = no_grad();
            _layer.Weight.copy_(tensor(new double[,] { { -1, -1 }, { -1, 1 }, { 1, -1 }, { 1, 1 } }));
            register_module("layer", _layer);
        }

        public override ModelDescription Description => _known.Description;

        protected override string DecodedCode => "q";

        protected override IReadOnlyList<BatchCode> CodesBatch(Batch batch) =>
            [new BatchCode("q", _layer.Codes(_layer.Nearest(batch["x"])))];

        protected override Tensor? DecodeBatch(Tensor codes, Batch? conditions = null) => codes;

        protected override TermValues MinimizeBatch(Batch batch) => _known.Untyped.Minimize(batch);

        public override TrainingReport TrainOn(Dataset data, TrainOptions? options = null, IProgress<TrainingProgress>? progress = null) =>
            throw new NotSupportedException("It has nothing to train.");

        protected override void Dispose(bool disposing)
        {
            _known.Dispose();
            base.Dispose(disposing);
        }
    }
}
