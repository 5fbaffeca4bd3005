using Hourglass.Datasets;
using Hourglass.Numerics;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Batches made in place are those that torch would gather, whoever fills them.</summary>
public unsafe class BatchFeederTests
{
    private const int Rows = FeederData.Rows;

    /// <summary>
    /// A domain of pictures, a domain of numbers, binarisation, type, examples per batch: small ones are filled at once, large ones ahead.
    /// </summary>
    public static TheoryData<Domain, Binarize, ScalarType, int> Cases()
    {
        var data = new TheoryData<Domain, Binarize, ScalarType, int>();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            foreach (var batch in new[] { 3, 40, 200 })
            {
                data.Add(Domain.Unit, Binarize.None, type, batch);
                data.Add(Domain.Count, Binarize.None, type, batch);
                data.Add(Domain.Unit, Binarize.Threshold, type, batch);
            }
        }

        return data;
    }

    /// <summary>A tensor on torch's device <c>meta</c> has a shape and no numbers, on any machine.</summary>
    [Fact]
    public void Batches_are_brought_to_another_device()
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(Domain.Unit), new BindOptions { Device = new Device(DeviceType.META) });
        using var feeder = new BatchFeeder(bound, 40, seed: 5);
        feeder.Start(Seeds.Permutation(Rows, 5, 0), 0, 0);
        using var gathered = bound.TrainBatch(arange(40, dtype: ScalarType.Int64));
        foreach (var batch in new[] { feeder.Next(), gathered })
        {
            Assert.All(bound.Fields, field => Assert.Equal(DeviceType.META, batch[field.Name].device_type));
            Assert.All(bound.Fields, field => Assert.Equal([40, .. field.Shape], batch[field.Name].shape));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Batches_are_those_of_torch(Domain pictures, Binarize binarize, ScalarType type, int size)
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(pictures), new BindOptions { Binarize = binarize, Precision = type });
        using var feeder = new BatchFeeder(bound, size, seed: 5);
        var seen = new HashSet<Batch>();
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var order = Seeds.Permutation(Rows, 5, epoch);
            feeder.Start(order, 0, (long)epoch * feeder.Steps);
            for (var step = 0; step < feeder.Steps; step++)
            {
                var batch = feeder.Next();
                seen.Add(batch);
                using var expected = bound.TrainBatch(tensor(order.Skip(step * size).Take(size).ToArray()));
                Same(bound, expected, batch);
                batch.Dispose(); // of no effect: the feeder owns it
            }

            Assert.Throws<InvalidOperationException>(feeder.Next);
        }

        Assert.InRange(seen.Count, 1, 4);
    }

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, true)]
    public void Dynamic_binarisation_draws_by_the_address_of_the_field(ScalarType type, bool values)
    {
        using var scope = NewDisposeScope();
        var (fields, x) = (FeederData.Fields(Domain.Unit), values ? "v" : "x");
        using var bound = FeederData.All().Bind(fields, new BindOptions { Binarize = Binarize.Dynamic, Precision = type });
        using var grey = FeederData.All().Bind(fields, new BindOptions { Precision = type });
        using var feeder = new BatchFeeder(bound, 40, seed: 5);
        var order = Seeds.Permutation(Rows, 5, 0);
        feeder.Start(order, 1, stepsTotal: 77);
        var found = Numbers.Of(feeder.Next()[x]);
        var probabilities = Numbers.Of(grey.TrainBatch(tensor(order[40..80]))[x]);
        var draws = new float[found.Length];
        fixed (float* to = draws)
        {
            Noise.FillUniform(to, 0, draws.Length, 5, -1 - fields.ToList().FindIndex(field => field.Name == x), 77);
        }

        Assert.Equal(probabilities.Zip(draws, (p, u) => double.IsNaN(p) ? p : u < p ? 1.0 : 0.0), found);
        Assert.Equal(values, found.Any(double.IsNaN));
        Assert.Contains(1.0, found);
        Assert.Contains(0.0, found);
    }

    /// <summary>
    /// Rows are converted in pieces of 1,024 elements: every draw is that of its own address, also behind the first piece.
    /// </summary>
    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2500)]
    public void Draws_of_long_rows_are_those_of_their_addresses(int size)
    {
        using var scope = NewDisposeScope();
        var values = Numbers.UniformSingles(1, 5, size);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = values });
        using var bound = data.Bind([new("x", Domain.Unit, 0, [size], false)], new BindOptions { Binarize = Binarize.Dynamic });
        using var feeder = new BatchFeeder(bound, 4, seed: 5);
        long[] order = [3, 0, 4, 1, 2];
        feeder.Start(order, 0, stepsTotal: 9);
        var found = Numbers.Of(feeder.Next()["x"]);
        var draws = new float[4 * size];
        fixed (float* to = draws)
        {
            Noise.FillUniform(to, 0, draws.Length, 5, -1, 9);
        }

        var grey = Numbers.Of(values.index_select(0, tensor(order[..4])));
        Assert.Equal(grey.Zip(draws, (p, u) => u < p ? 1.0 : 0.0), found);
    }

    [Theory]
    [InlineData(Binarize.None)]
    [InlineData(Binarize.Threshold)]
    [InlineData(Binarize.Dynamic)]
    public void Rows_filled_by_several_threads_are_those_of_the_batch(Binarize binarize)
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(Domain.Unit), new BindOptions { Binarize = binarize });
        using var whole = new BatchFeeder(bound, 40, seed: 5);
        using var parts = new BatchFeeder(bound, 40, seed: 5);
        whole.Start(Seeds.Permutation(Rows, 5, 0), 0, 0);
        parts.Start(Seeds.Permutation(Rows, 5, 0), 0, 0);
        for (var step = 0; step < whole.Steps; step++)
        {
            var batch = whole.Next();
            Assert.Equal(batch.Count, parts.NextRows());
            foreach (var (index, field) in parts.Fields.Index())
            {
                if (field.Type == ScalarType.Int64)
                {
                    var classes = new long[batch.Count * field.Size];
                    fixed (long* to = classes)
                    {
                        parts.FillClasses(index, to, 0, batch.Count);
                    }

                    Assert.Equal(batch[field.Name].data<long>().ToArray(), classes);
                    continue;
                }

                var found = new float[batch.Count * field.Size];
                Parallel.For(0, (batch.Count + 6) / 7, part =>
                {
                    fixed (float* to = found)
                    {
                        parts.Fill(index, to + (part * 7 * field.Size), part * 7, Math.Min(7, batch.Count - (part * 7)));
                    }
                });
                Assert.Equal(batch[field.Name].data<float>().ToArray(), found);
            }
        }
    }

    [Fact]
    public void Registered_draws_are_those_of_the_stream()
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(Domain.Unit));
        using var feeder = new BatchFeeder(bound, 40, seed: 5);
        feeder.Register(new NoiseBuffer(3, NoiseKind.Normal, 1, 20));
        feeder.Register(new NoiseBuffer(4, NoiseKind.Uniform, 2, 7));
        var stream = new NoiseStream();
        for (var epoch = 0; epoch < 2; epoch++)
        {
            feeder.Start(Seeds.Permutation(Rows, 5, epoch), 0, (long)epoch * feeder.Steps);
            for (var step = 0; step < feeder.Steps; step++)
            {
                var rows = feeder.Next().Count;
                stream.Begin(5, ((long)epoch * feeder.Steps) + step);
                Numbers.Same(Numbers.Of(stream.Normal(3, zeros(rows, 20))), feeder.Draws[0], 0);
                Numbers.Same(Numbers.Of(stream.Uniform(4, zeros(rows, 7), 2)), feeder.Draws[1], 0);
                Assert.Equal([2 * rows, 7], feeder.Draws[1].shape);
            }
        }

        Assert.Throws<InvalidOperationException>(() => feeder.Register(new NoiseBuffer(5, NoiseKind.Normal, 1, 1)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(40)]
    public void No_batch_allocates(int size)
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(Domain.Unit), new BindOptions { Binarize = Binarize.Dynamic });
        using var feeder = new BatchFeeder(bound, size, seed: 5);
        feeder.Register(new NoiseBuffer(3, NoiseKind.Normal, 1, 20));
        var order = Seeds.Permutation(Rows, 5, 0);
        long Epoch()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            feeder.Start(order, 0, 0);
            for (var step = 0; step < feeder.Steps; step++)
            {
                feeder.Next();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(Epoch() > 0); // the buffers
        Epoch();
        Assert.Equal(0, Epoch());
    }

    [Fact]
    public void Wrong_types_are_refused()
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(Domain.Unit), new BindOptions { Precision = ScalarType.Float64 });
        using var feeder = new BatchFeeder(bound, 40, 5);
        feeder.Start(Seeds.Permutation(Rows, 5, 0), 0, 0);
        feeder.NextRows();
        Assert.Throws<InvalidOperationException>(() => feeder.Fill(0, null, 0, 1));
        Assert.Throws<InvalidOperationException>(() => feeder.FillClasses(0, null, 0, 1));
    }

    private static void Same(BoundDataset bound, Batch expected, Batch found)
    {
        Assert.Equal(expected.Count, found.Count);
        foreach (var field in bound.Fields)
        {
            Assert.Equal(expected[field.Name].dtype, found[field.Name].dtype);
            Assert.Equal(expected[field.Name].shape, found[field.Name].shape);
            Assert.Equal(Numbers.Of(expected[field.Name]), Numbers.Of(found[field.Name]));
        }
    }
}
