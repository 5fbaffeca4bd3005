using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// The stage <c>quantize</c>, its term and its figure: nearest codes by loops, gradients by their definition (van den Oord et al., 2017,
/// equations 2 and 3), averages by the appendix's equations 6 to 8.
/// </summary>
[Proves("quantize", "commitment", "perplexity")]
public class QuantizeTests
{
    [Fact]
    public void A_vector_becomes_its_nearest_code()
    {
        using var scope = NewDisposeScope();
        using var model = new QuantizedVector().Double();
        var x = Numbers.Normals(1, 9, 3) * 2;
        var vectors = Rows(Before(model, x), 2);
        var codes = Rows(model.Encoder.Quantize1.Weight, 2);
        var places = vectors.Select(vector => Nearest(vector, codes)).ToArray();

        Numbers.Same([.. places.SelectMany(place => codes[place])], model.Encode(x).Q);
        Assert.Equal(places.Select(place => (long)place), model.Encoder.Quantize1.Indices(Before(model, x)).data<long>());
        Assert.True(places.Distinct().Count() > 1);
    }

    [Fact]
    public void The_channels_at_a_place_of_a_map_are_a_vector()
    {
        using var scope = NewDisposeScope();
        using var model = new QuantizedMap().Double();
        Move(model.Encoder.Quantize1.Weight, 7, 3);
        var x = Numbers.Uniforms(1, 2, 1, 4, 5);
        var (h, q) = (model.Encode(x).H, model.Encode(x).Q);
        var codes = Rows(model.Encoder.Quantize1.Weight, 3);
        for (var n = 0; n < 2; n++)
        {
            for (var place = 0; place < 20; place++)
            {
                var expected = codes[Nearest(Numbers.Of(h[n, .., place / 5, place % 5]), codes)];
                Numbers.Same(expected, q[n, .., place / 5, place % 5]);
            }
        }
    }

    [Fact]
    public void Gradients_pass_the_quantisation_as_if_it_were_not_there()
    {
        using var scope = NewDisposeScope();
        using var model = new QuantizedVector().Double();
        var x = Numbers.Normals(1, 9, 3) * 2;
        model.Minimize(x).Total.backward();

        // The encoder's: that of the decoder by the codes, and a quarter of the distance's.
        var before = Before(model, x).detach();
        var q = model.Encode(x).Q.detach().requires_grad_(true);
        var sse = (model.Decoder.Dense1.call(q) - x).square().sum() / 9;
        var outer = autograd.grad([sse], [q])[0] + (0.25 * 2 * (before - q.detach()) / 9);
        Numbers.Same(Numbers.Of(outer.sum(0L)), model.Encoder.Dense2.bias!.grad!);

        // The codes': that of the distance alone.
        var places = model.Encoder.Quantize1.Indices(before);
        var expected = zeros(5, 2, dtype: ScalarType.Float64).index_add(0, places, 2 * (q.detach() - before) / 9, 1);
        Numbers.Same(Numbers.Of(expected), model.Encoder.Quantize1.Weight.grad!);
    }

    [Fact]
    public void The_term_is_a_distance_and_the_figure_counts_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new QuantizedVector().Double();
        var x = Numbers.Normals(1, 9, 3) * 2;
        var (vectors, codes) = (Rows(Before(model, x), 2), Rows(model.Encoder.Quantize1.Weight, 2));
        var places = vectors.Select(vector => Nearest(vector, codes)).ToArray();
        var loss = model.Minimize(x);

        var distance = vectors.Zip(places, (vector, place) => Distance(vector, codes[place])).Sum() / 9;
        Numbers.Near(1.25 * distance, loss.CommitmentQ);
        var entropy = -places.GroupBy(place => place).Sum(group => group.Count() / 9.0 * Math.Log(group.Count() / 9.0));
        Numbers.Near(Math.Exp(entropy), loss.PerplexityQ);
        Numbers.Near(Numbers.One(loss.SseY) + Numbers.One(loss.CommitmentQ), loss.Total);
        var weights = new double[3];
        model.Untyped.ReadWeights(weights);
        Assert.Equal([1, 1, 0], weights);
    }

    [Fact]
    public void Averages_are_the_appendixs()
    {
        using var scope = NewDisposeScope();
        using var model = new QuantizedMap().Double();
        var layer = model.Encoder.Quantize1;
        Move(layer.Weight, 7, 3);
        var codes = Rows(layer.Weight, 3);
        var (counts, sums) = (Enumerable.Repeat(1.0, 7).ToArray(), codes.Select(code => code.ToArray()).ToArray());
        Move(layer.get_buffer("sums")!, 7, 3);
        for (var step = 0; step < 3; step++)
        {
            // 140 vectors without a code are its end: three batches of 40 are fewer.
            var x = Numbers.Uniforms(step, 2, 1, 4, 5);
            var vectors = Rows(model.Encode(x).H.flatten(2).transpose(1, 2).contiguous(), 3);
            var places = vectors.Select(vector => Nearest(vector, codes)).ToArray();
            model.Minimize(x);
            for (var code = 0; code < 7; code++)
            {
                var own = vectors.Where((_, i) => places[i] == code).ToArray();
                counts[code] = (0.9 * counts[code]) + (0.1 * own.Length);
                sums[code] = [.. sums[code].Select((sum, i) => (0.9 * sum) + (0.1 * own.Sum(vector => vector[i])))];
                codes[code] = [.. sums[code].Select(sum => sum / counts[code])];
            }

            Numbers.Same([.. codes.SelectMany(code => code)], layer.Weight);
            Numbers.Same(counts, layer.Counts);
        }

        Numbers.Near(0.25 * Numbers.One((model.Encode(Numbers.Uniforms(9, 2, 1, 4, 5)).H - model.Encode(Numbers.Uniforms(9, 2, 1, 4, 5)).Q)
            .square().sum()) / 2, model.Minimize(Numbers.Uniforms(9, 2, 1, 4, 5)).CommitmentQ);
    }

    [Fact]
    public void Outside_of_training_nothing_moves()
    {
        using var scope = NewDisposeScope();
        using var model = new QuantizedMap().Double();
        var x = Numbers.Uniforms(1, 30, 1, 4, 5);
        var (codes, idle) = (Numbers.Of(model.Encoder.Quantize1.Weight), Numbers.Of(model.Encoder.Quantize1.Idle));
        model.Encode(x);
        model.eval();
        model.Minimize(x);

        Assert.Equal(codes, Numbers.Of(model.Encoder.Quantize1.Weight));
        Assert.Equal(idle, Numbers.Of(model.Encoder.Quantize1.Idle));
        model.train();
        model.Minimize(x);
        Assert.NotEqual(codes, Numbers.Of(model.Encoder.Quantize1.Weight));
    }

    /// <summary>Of five codes, one that none of a hundred vectors in a row was nearest to is dead.</summary>
    [Fact]
    public void A_dead_code_takes_the_place_of_a_vector_of_the_batch()
    {
        using var scope = NewDisposeScope();
        using var model = new QuantizedVector().Double();
        var layer = model.Encoder.Quantize1;
        using (no_grad())
        {
            layer.Weight[3] = full([2], 1e3, dtype: ScalarType.Float64);
        }

        for (var step = 0; step < 4; step++)
        {
            Assert.Equal(1e3, layer.Weight[3, 0].item<double>());
            Assert.Equal(25 * step, layer.Idle[3].item<double>());
            model.Untyped.Noise.Begin(3, step);
            var x = Numbers.Normals(step, 25, 3) * 2;
            var before = Before(model, x);
            model.Minimize(x);
            if (step == 3)
            {
                var place = (int)(model.Untyped.Noise.Uniform(0, before, [5])[3].item<double>() * 25);
                Numbers.Same(Rows(before, 2)[place], layer.Weight[3]);
                Assert.Equal(0, layer.Idle[3].item<double>());
            }
        }
    }

    [Fact]
    public void Codes_begin_uniform_around_zero()
    {
        using var scope = NewDisposeScope();
        using var layer = new VectorQuantizer(8, 400);
        var numbers = Numbers.Of(layer.Weight);
        Assert.InRange(numbers.Min(), -1 / 8.0, -0.12);
        Assert.InRange(numbers.Max(), 0.12, 1 / 8.0);
    }

    private static Tensor Before(QuantizedVector model, Tensor x) => model.Encoder.Dense2.call(model.Encoder.Dense1.call(x).tanh());

    private static void Move(Tensor tensor, int codes, int size)
    {
        using var still = no_grad();
        tensor.copy_(Numbers.Normals(4, codes, size));
    }

    private static double[][] Rows(Tensor tensor, int size) => [.. Numbers.Of(tensor).Chunk(size)];

    private static int Nearest(double[] vector, double[][] codes) =>
        Enumerable.Range(0, codes.Length).MinBy(code => Distance(vector, codes[code]));

    private static double Distance(double[] a, double[] b) => a.Zip(b, (p, q) => (p - q) * (p - q)).Sum();
}
