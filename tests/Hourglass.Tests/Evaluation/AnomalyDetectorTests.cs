using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Evaluation;

/// <summary>Several scores as one, of a model whose answers are known: it rebuilds 0, and its code is the data.</summary>
public sealed class AnomalyDetectorTests
{
    private static readonly double[,] Test = { { 0, 0 }, { 3, 4 }, { 20, 1 } };

    [Fact]
    public void A_single_score_stays_in_its_own_unit()
    {
        using var set = new Scored(0.25);
        foreach (var kind in new[] { ScoreKind.Reconstruction, ScoreKind.Prepared })
        {
            var detector = AnomalyDetector.Fit(set.Train, [kind]);
            Assert.Equal([0.0, 25, 401], detector.Score(set.Test));
            Assert.True(detector.IsHeldOut);
            Assert.Equal(10, detector.HeldOutScores.Count);
            Assert.Equal(detector.HeldOutScores.Max(), detector.Threshold(1));
        }
    }

    [Fact]
    public void Of_several_the_mean_counts_each_measured_by_the_examples_set_aside()
    {
        using var set = new Scored(0.25);
        ScoreKind[] kinds = [ScoreKind.Input, ScoreKind.Prepared, ScoreKind.Bound];
        var detector = AnomalyDetector.Fit(set.Train, kinds, new AnomalyDetectorOptions { Neighbour = 1, Draws = 2 });
        var (held, test) = (detector.Parts(HeldOutExamples.Of(set.Train).Pass), detector.Parts(set.Test));
        var expected = new double[3];
        foreach (var kind in kinds)
        {
            double Bent(double score) => kind == ScoreKind.Bound ? score : Math.Log(1 + (score / held[kind].Average()));
            var bent = held[kind].Select(Bent).ToArray();
            var deviation = Math.Sqrt(bent.Average(value => Math.Pow(value - bent.Average(), 2)));
            for (var i = 0; i < 3; i++)
            {
                expected[i] += (Bent(test[kind][i]) - bent.Average()) / deviation / 3;
            }
        }

        Assert.Equal(expected, detector.Score(set.Test), (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.Equal(0, detector.HeldOutScores.Average(), 1e-10);
    }

    [Theory]
    [InlineData(0.25, 1)]
    [InlineData(0.25, 3)]
    [InlineData(0, 1)]
    public void No_example_is_its_own_neighbour(double validate, int k)
    {
        using var set = new Scored(validate);
        var (held, isHeldOut) = HeldOutExamples.Of(set.Train);
        var compared = Enumerable.Range(0, 40).Where(i => !isHeldOut || !held.Places!.Contains(i)).ToArray();
        foreach (var kind in new[] { ScoreKind.Input, ScoreKind.Neighbour })
        {
            var detector = AnomalyDetector.Fit(set.Train, [kind], new AnomalyDetectorOptions { Neighbour = k });
            double Distance(int row) =>
                compared.Where(other => other != row).Select(other => set.Between(row, other)).Order().ElementAt(k - 1);
            Assert.Equal(Enumerable.Range(0, 40).Select(Distance), detector.Score(set.Train), (a, b) => Math.Abs(a - b) < 1e-10);
            Assert.Equal(held.Places!.Select(place => Distance((int)place)), detector.HeldOutScores, (a, b) => Math.Abs(a - b) < 1e-10);
        }
    }

    [Fact]
    public void Fewer_examples_are_compared_with_where_that_is_asked_for()
    {
        using var set = new Scored(0.25);
        var few = AnomalyDetector.Fit(set.Train, [ScoreKind.Input], new AnomalyDetectorOptions { Neighbour = 5, Compared = 5 });
        var all = AnomalyDetector.Fit(set.Train, [ScoreKind.Input]);
        Assert.All(few.Score(set.Test).Zip(all.Score(set.Test)), pair => Assert.True(pair.First > pair.Second));
        Assert.Throws<DataException>(() =>
            AnomalyDetector.Fit(set.Train, [ScoreKind.Input], new AnomalyDetectorOptions { Neighbour = 6, Compared = 5 }).Score(set.Test));
    }

    [Fact]
    public void What_makes_none_is_said()
    {
        using var set = new Scored(0.25);
        Assert.Equal(
            "A detector takes one score or several, each once; got none.",
            Assert.Throws<DataException>(() => AnomalyDetector.Fit(set.Train, [])).Message);
        Assert.Equal(
            "A detector takes one score or several, each once; got input, input.",
            Assert.Throws<DataException>(() => AnomalyDetector.Fit(set.Train, [ScoreKind.Input, ScoreKind.Input])).Message);
        Assert.Throws<ArgumentException>(() => AnomalyDetector.Fit(set.Test, [ScoreKind.Input]));
        Assert.Throws<ArgumentException>(() => AnomalyDetector.Fit(set.Train.At([0, 1]), [ScoreKind.Input]));
        Assert.Throws<DataException>(() => new AnomalyDetectorOptions { Neighbour = 0 });
        Assert.Throws<DataException>(() => new AnomalyDetectorOptions { Compared = 0 });
    }

    private sealed class Scored : IDisposable
    {
        private readonly double[,] _rows = Hourglass.Tests.Metrics.Draws.Normals(1, 40, 2);
        private readonly KnownModel _model;
        private readonly Dataset _data;
        private readonly BoundDataset _bound;

        public Scored(double validate)
        {
            _model = new KnownModel(2, validate)
            {
                Reconstruct = x => zeros_like(x),
                Posterior = x => new Normal(x, zeros_like(x)),
                LogWeights = (x, draws) => -x.sum(1L).unsqueeze(0).expand(draws, x.shape[0]),
            };
            _data = KnownModel.Data(_rows, test: AnomalyDetectorTests.Test);
            _bound = SplitPassTests.Bind(_model, _data);
        }

        public SplitPass Train => new(_model, _bound, DataSplit.Train);

        public SplitPass Test => new(_model, _bound, DataSplit.Test) { BatchSize = 2 };

        public double Between(int a, int b) =>
            Math.Sqrt(Math.Pow(_rows[a, 0] - _rows[b, 0], 2) + Math.Pow(_rows[a, 1] - _rows[b, 1], 2));

        public void Dispose()
        {
            _bound.Dispose();
            _data.Dispose();
            _model.Dispose();
        }
    }
}
