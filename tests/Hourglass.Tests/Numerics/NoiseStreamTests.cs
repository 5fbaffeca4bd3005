using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>What models draw inside of steps and outside.</summary>
public unsafe class NoiseStreamTests
{
    public static TheoryData<ScalarType> Types => new() { ScalarType.Float32, ScalarType.Float64 };

    [Theory]
    [MemberData(nameof(Types))]
    public void In_a_step_the_numbers_are_the_counters(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var stream = new NoiseStream();
        var like = zeros(5, 7, dtype: type).requires_grad_();
        stream.Begin(3, 4);
        var (normal, uniform, repeated) = (stream.Normal(1, like), stream.Uniform(2, like.t()), stream.Uniform(2, like, 3));
        Assert.Equal([5, 7], normal.shape);
        Assert.Equal([7, 5], uniform.shape);
        Assert.Equal([15, 7], repeated.shape);
        Assert.All(new[] { normal, uniform, repeated }, tensor => Assert.Equal((type, false), (tensor.dtype, tensor.requires_grad)));
        var expected = new float[105];
        fixed (float* to = expected)
        {
            Noise.FillNormal(to, 0, 35, 3, 1, 4);
            Numbers.Same([.. expected.Take(35).Select(value => (double)value)], normal, 0);
            Noise.FillUniform(to, 0, 105, 3, 2, 4);
        }

        Numbers.Same([.. expected.Take(35).Select(value => (double)value)], uniform, 0);
        Numbers.Same([.. expected.Select(value => (double)value)], repeated, 0);
        Assert.Equal([0, 3], stream.Normal(0, zeros(0, 3)).shape);
    }

    [Fact]
    public void Elsewhere_the_numbers_are_torchs()
    {
        using var scope = NewDisposeScope();
        var stream = new NoiseStream();
        var like = zeros(5, 7);
        stream.Begin(3, 4);
        stream.End();
        Tensor normal, uniform, repeated;
        using (new RandomScope(9))
        {
            (normal, uniform, repeated) = (stream.Normal(1, like), stream.Uniform(2, like), stream.Uniform(2, like, 2));
        }

        using var random = new RandomScope(9);
        Numbers.Same(Numbers.Of(randn_like(like)), normal, 0);
        Numbers.Same(Numbers.Of(rand_like(like)), uniform, 0);
        Numbers.Same(Numbers.Of(rand(10, 7)), repeated, 0);
    }

    [Fact]
    public void Models_draw_by_their_sites()
    {
        using var scope = NewDisposeScope();
        using var masked = new CorruptMask();
        using var dropped = new Dropped().Double();
        var x = Numbers.Uniforms(1, 9, 4);
        masked.Untyped.Noise.Begin(6, 2);
        dropped.Untyped.Noise.Begin(6, 2);
        var draw = Numbers.Of(masked.Untyped.Noise.Uniform(0, x));
        var values = Numbers.Of(x);
        Numbers.Same([.. values.Select((value, i) => draw[i] >= 0.3 ? value : 0)], masked.Encode(x, training: true).H, 0);
        Numbers.Same([.. values.Select((value, i) => draw[i] >= 0.3 ? value / 0.7 : 0)], dropped.Encode(x, training: true).H, 1e-12);
    }

    [Fact]
    public void A_step_draws_the_same_however_often_it_is_computed_and_the_next_one_anew()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws();
        var x = Numbers.UniformSingles(1, 8, 6);
        model.Untyped.Noise.Begin(1, 0);
        var (first, again) = (Numbers.One(model.Minimize(x).Total), Numbers.One(model.Minimize(x).Total));
        model.Untyped.Noise.Begin(1, 1);
        Assert.Equal(first, again);
        Assert.NotEqual(first, Numbers.One(model.Minimize(x).Total));
    }

    [Fact]
    public void Training_depends_on_its_seed_alone_and_resumes_to_the_bit()
    {
        using var data = TinyVae.Data();
        using var whole = new Draws();
        whole.TrainOn(data);
        var expected = State(whole);

        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var disturbance = new Disturbance(() => cancellation.Cancel(), after: 8);
        using var first = new Draws();
        Assert.True(first.TrainOn(
            data,
            new TrainOptions { OutputFolder = folder.Path, Report = false, Cancellation = cancellation.Token },
            disturbance).Interrupted);
        using var second = new Draws();
        second.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false, Resume = true });
        Assert.Equal(expected, State(second));

        using var other = new Draws();
        other.TrainOn(data, new TrainOptions { Seed = 6 });
        Assert.NotEqual(expected, State(other));

        // Behind a training models draw from torch again.
        using var scope = NewDisposeScope();
        var like = zeros(3);
        Assert.NotEqual(Numbers.Of(whole.Untyped.Noise.Normal(0, like)), Numbers.Of(whole.Untyped.Noise.Normal(0, like)));
    }

    private static double[][] State(nn.Module model) => [.. model.state_dict().Values.Select(Numbers.Of)];

    /// <summary>Draws from torch behind every step, and acts behind one.</summary>
    private sealed class Disturbance(Action act, int after) : IProgress<TrainingProgress>
    {
        private int _steps;

        public void Report(TrainingProgress value)
        {
            rand(3).Dispose();
            if (++_steps == after)
            {
                act();
            }
        }
    }
}
