using Hourglass.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>The stages of emitted models against loops written from the definitions, in both precisions.</summary>
[Proves("add", "concat", "conv", "deconv", "dense", "flatten", "mirror", "pool", "repeat", "reshape", "residual", "up")]
public class StageValueTests
{
    public static TheoryData<ScalarType> Precisions => new() { ScalarType.Float32, ScalarType.Float64 };

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Dense(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using var vector = Of(new DenseVector(), precision);
        var x = Input(precision, 4, 5);
        var h = vector.Encode(x).H;
        Must(Oracles.Dense(Grid.From(x), Grid.From(vector.Encoder.Dense1.weight!), Grid.From(vector.Encoder.Dense1.bias!)), h);
        Must(Oracles.Dense(Grid.From(h), Grid.From(vector.Decoder.Dense1.weight!), null), vector.Decode(h));
        Assert.Null(vector.Decoder.Dense1.bias);

        using var rows = Of(new DenseRows(), precision);
        x = Input(precision, 4, 2, 3, 4);
        Must(Oracles.Dense(Grid.From(x), Grid.From(rows.Encoder.Dense1.weight!), Grid.From(rows.Encoder.Dense1.bias!)), rows.Encode(x).H);
    }

    // In float64 alone: in float32 these would be tests of oneDNN's kernels. Those of libtorch 2.10 were seen to read memory that nobody
    // wrote where channels are padded to a multiple of 16 (20 to 32, say), so that the same call gives other numbers, or NaN, at each run.
    [Fact]
    public void Convolutions_and_the_deconvolutions_that_mirror_them()
    {
        using var scope = NewDisposeScope();
        using var line = new ConvLine().Double();
        Pair([2, 9], x => line.Encode(x).H, line.Decode, line.Encoder.Conv1, line.Decoder.Deconv1, 1, [1], [1]);
        using var strided = new ConvLineStrided().Double();
        Pair([2, 10], x => strided.Encode(x).H, strided.Decode, strided.Encoder.Conv1, strided.Decoder.Deconv1, 2, [1], [1]);
        using var image = new ConvImage().Double();
        Pair([2, 5, 7], x => image.Encode(x).H, image.Decode, image.Encoder.Conv1, image.Decoder.Deconv1, 1, [1, 1], [1, 1]);
        using var even = new ConvImageEven().Double();
        Pair([2, 6, 7], x => even.Encode(x).H, even.Decode, even.Encoder.Conv1, even.Decoder.Deconv1, 2, [1, 1], [1, 2]);
        using var wide = new ConvImageWide().Double();
        Pair([1, 9, 8], x => wide.Encode(x).H, wide.Decode, wide.Encoder.Conv1, wide.Decoder.Deconv1, 3, [2, 2], [1, 2]);
        using var valid = new ConvImageValid().Double();
        Pair([2, 8, 7], x => valid.Encode(x).H, valid.Decode, valid.Encoder.Conv1, valid.Decoder.Deconv1, 2, [0, 0], [0, 0]);
        using var padded = new ConvImagePadded().Double();
        Pair([1, 6, 5], x => padded.Encode(x).H, padded.Decode, padded.Encoder.Conv1, padded.Decoder.Deconv1, 2, [2, 2], [2, 2]);
        using var volume = new ConvVolume().Double();
        Pair([2, 4, 3, 5], x => volume.Encode(x).H, volume.Decode, volume.Encoder.Conv1, volume.Decoder.Deconv1, 2, [1, 1, 1], [1, 1, 1]);
    }

    [Fact]
    public void Deconvolutions_by_themselves()
    {
        using var scope = NewDisposeScope();
        using var image = new DeconvImage().Double();
        Deconv([2, 3, 4], image.Decode, image.Decoder.Deconv1, 2, [1, 1], [6, 8]);
        using var narrow = new DeconvImageNarrow().Double();
        Deconv([2, 2, 3], narrow.Decode, narrow.Decoder.Deconv1, 3, [0, 0], [6, 9]);
        using var valid = new DeconvImageValid().Double();
        Deconv([2, 3, 2], valid.Decode, valid.Decoder.Deconv1, 2, [0, 0], [7, 5]);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Pools_and_enlargements(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using var image = Of(new PoolMaxImage(), precision);
        var x = Input(precision, 3, 2, 7, 5);
        Must(Oracles.Pool(Grid.From(x), 2, max: true), image.Encode(x).H);
        Enlarged(Oracles.Nearest(Oracles.Pool(Grid.From(x), 2, max: true), [7, 5]), image.Reconstruct(x), image.Decoder.Conv1);

        using var volume = Of(new PoolAverageVolume(), precision);
        x = Input(precision, 3, 1, 4, 5, 6);
        Must(Oracles.Pool(Grid.From(x), 2, max: false), volume.Encode(x).H);
        Enlarged(Oracles.Nearest(Oracles.Pool(Grid.From(x), 2, max: false), [4, 5, 6]), volume.Reconstruct(x), volume.Decoder.Conv1);

        using var line = Of(new PoolMaxLine(), precision);
        x = Input(precision, 3, 2, 9);
        Must(Oracles.Pool(Grid.From(x), 3, max: true), line.Encode(x).H);
        Enlarged(Oracles.Nearest(Oracles.Pool(Grid.From(x), 3, max: true), [9]), line.Reconstruct(x), line.Decoder.Conv1);

        using var smooth = Of(new UpBilinear(), precision);
        x = Input(precision, 3, 2, 6, 8);
        Enlarged(Oracles.Bilinear(Oracles.Pool(Grid.From(x), 2, max: false), 2), smooth.Reconstruct(x), smooth.Decoder.Conv1);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Pools_that_keep_the_rest_and_what_undoes_them(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using var image = Of(new PoolSameMax(), precision);
        var x = Input(precision, 3, 2, 7, 5);
        Must(Oracles.PoolSame(Grid.From(x), 3, max: true), image.Encode(x).H);
        Enlarged(Oracles.Windows(Oracles.PoolSame(Grid.From(x), 3, max: true), 3, [7, 5]), image.Reconstruct(x), image.Decoder.Conv1);

        using var volume = Of(new PoolSameVolume(), precision);
        x = Input(precision, 3, 1, 4, 5, 7);
        Must(Oracles.PoolSame(Grid.From(x), 3, max: false), volume.Encode(x).H);
        Enlarged(Oracles.Windows(Oracles.PoolSame(Grid.From(x), 3, max: false), 3, [4, 5, 7]), volume.Reconstruct(x), volume.Decoder.Conv1);

        using var line = Of(new PoolSameLine(), precision);
        x = Input(precision, 3, 2, 9);
        Must(Oracles.PoolSame(Grid.From(x), 4, max: true), line.Encode(x).H);
        Enlarged(Oracles.Windows(Oracles.PoolSame(Grid.From(x), 4, max: true), 4, [9]), line.Reconstruct(x), line.Decoder.Conv1);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Flatten_reshape_and_concat_keep_the_row_major_order(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using var model = Of(new Tests.Models.Shapes(), precision);
        var x = Input(precision, 3, 2, 3, 4);
        var code = model.Encode(x);
        var input = Grid.From(x);
        var flat = new Grid(input.Values, 3, 24);
        Must(flat, code.A);
        var b = Oracles.Dense(
            new Grid(input.Values, 3, 6, 4),
            Grid.From(model.Encoder.Dense1.weight!),
            Grid.From(model.Encoder.Dense1.bias!));
        Must(b, code.B);
        var h = new Grid(
            Oracles.Dense(flat, Grid.From(model.Encoder.Dense2.weight!), Grid.From(model.Encoder.Dense2.bias!)).Values,
            3,
            3,
            2);
        Must(h, code.H);
        var joined = Grid.Fill([3, 9, 2], index => index[1] < 3 ? h[index] : b[index[0], index[1] - 3, index[2]]);
        var last = Oracles.Dense(
            new Grid(joined.Values, 3, 18),
            Grid.From(model.Decoder.Dense1.weight!),
            Grid.From(model.Decoder.Dense1.bias!));
        Must(new Grid(last.Values, 3, 2, 3, 4), model.Reconstruct(x));
    }

    [Fact]
    public void Joining_and_adding_channels()
    {
        using var scope = NewDisposeScope();
        using var model = new Joined().Double();
        var (x, t, u) = (Numbers.Normals(1, 2, 3), Numbers.Normals(2, 2, 2, 4, 4), Numbers.Normals(3, 2, 1, 4, 4));
        var code = model.Encode(x, t, u);
        var (a, b) = (Grid.From(t), Grid.From(u));
        var joined = Grid.Fill([2, 3, 4, 4], index => index[1] < 2 ? a[index] : b[index[0], 0, index[2], index[3]]);
        var h = Oracles.Conv(joined, Grid.From(model.Encoder.Conv1.weight!), Grid.From(model.Encoder.Conv1.bias!), 1, [1, 1], [4, 4]);
        h.MustEqual(code.H, Numbers.Exact);
        var sum = Grid.Fill([2, 3, 4, 4], index => index[1] < 2 ? h[index] + a[index] : b[index[0], 0, index[2], index[3]]);
        var v = Oracles.Conv(sum, Grid.From(model.Decoder.Conv1.weight!), Grid.From(model.Decoder.Conv1.bias!), 1, [0, 0], [4, 4]);
        var hidden = Oracles.Dense(Grid.From(x), Grid.From(model.Encoder.Dense1.weight!), Grid.From(model.Encoder.Dense1.bias!));
        var added = Grid.Fill([2, 3], index => Math.Tanh(hidden[index]) + Grid.From(x)[index]);
        var y = Oracles.Dense(added, Grid.From(model.Decoder.Dense1.weight!), Grid.From(model.Decoder.Dense1.bias!));
        var loss = model.Minimize(x, t, u);
        Numbers.Near(y.Values.Zip(Numbers.Of(x), (p, q) => (p - q) * (p - q)).Sum() / 2, loss.SseY);
        Numbers.Near(v.Values.Zip(b.Values, (p, q) => (p - q) * (p - q)).Sum() / 2, loss.SseV);
        Numbers.Near(Numbers.One(loss.SseY) + Numbers.One(loss.SseV), loss.Total);
    }

    [Fact]
    public void Chains_residuals_and_repetitions_with_weights_of_their_own()
    {
        using var scope = NewDisposeScope();
        using var model = new Chains().Double();
        var x = Numbers.Normals(1, 3, 4);
        var layers = model.Encoder.named_modules().Select(pair => (Linear)pair.module).ToArray();
        Assert.Equal(5, layers.Length);
        Grid Apply(Grid input, Linear layer, Func<double, double> function)
        {
            var y = Oracles.Dense(input, Grid.From(layer.weight!), Grid.From(layer.bias!));
            return Grid.Fill(y.Shape, index => function(y[index]));
        }

        var start = Grid.From(x);
        var inner = Apply(Apply(start, layers[0], Math.Tanh), layers[1], a => a);
        var h = Grid.Fill([3, 4], index => start[index] + inner[index]);
        foreach (var layer in layers[2..])
        {
            h = Apply(h, layer, a => 1 / (1 + Math.Exp(-a)));
        }

        h.MustEqual(model.Encode(x).H, Numbers.Exact);
        Apply(Apply(h, model.Decoder.Dense1, Math.Tanh), model.Decoder.Dense2, a => a).MustEqual(model.Reconstruct(x), Numbers.Exact);
    }

    [Fact]
    public void Classes_enter_as_one_hot_vectors_and_missing_ones_as_zeros()
    {
        using var scope = NewDisposeScope();
        using var model = new OneHotInput().Double();
        var (x, y) = (Numbers.Normals(1, 3, 2), tensor(new long[] { 2, 0, 1 }));
        var input = Grid.From(x);
        long[] classes = [2, 0, 1];
        var joined = Grid.Fill([3, 5], index => index[1] < 2 ? input[index] : classes[index[0]] == index[1] - 2 ? 1 : 0);
        var affine = Oracles.Dense(joined, Grid.From(model.Encoder.Dense1.weight!), Grid.From(model.Encoder.Dense1.bias!));
        var h = Grid.Fill([3, 4], index => Math.Tanh(affine[index]));
        h.MustEqual(model.Encode(x, y).H, Numbers.Exact);
        var behind = Grid.Fill([3, 7], index => index[1] < 4 ? h[index] : classes[index[0]] == index[1] - 4 ? 1 : 0);
        Oracles.Dense(behind, Grid.From(model.Decoder.Dense1.weight!), Grid.From(model.Decoder.Dense1.bias!))
            .MustEqual(model.Reconstruct(x, y), Numbers.Exact);

        var missing = Hourglass.Numerics.Labels.OneHot(tensor(new long[] { -1, 1, 0, -1 }).reshape(2, 2), 2, ScalarType.Float64);
        Assert.Equal([2L, 2L, 2L], missing.shape);
        Numbers.Same([0, 0, 0, 1, 1, 0, 0, 0], missing);
    }

    private static T Of<T>(T model, ScalarType precision)
        where T : nn.Module
    {
        model.Double();
        model.to(precision);
        return model;
    }

    private static Tensor Input(ScalarType precision, params long[] shape) => Numbers.Normals(7, shape).to(precision);

    private static void Must(Grid expected, Tensor actual) =>
        expected.MustEqual(actual, actual.dtype == ScalarType.Float64 ? Numbers.Exact : Numbers.Single);

    private static void Enlarged(Grid enlarged, Tensor actual, nn.Module conv) =>
        Must(Oracles.Conv(enlarged, Weight(conv), Bias(conv), 1, new int[enlarged.Shape.Length - 2], enlarged.Shape[2..]), actual);

    /// <summary>A convolution, and the deconvolution that leads back to its input's size.</summary>
    private static void Pair(
        long[] shape,
        Func<Tensor, Tensor> encode,
        Func<Tensor, Tensor> decode,
        nn.Module conv,
        nn.Module deconv,
        int stride,
        int[] before,
        int[] back)
    {
        var x = Numbers.Normals(7, [2, .. shape]);
        var h = encode(x);
        Must(Oracles.Conv(Grid.From(x), Weight(conv), Bias(conv), stride, before, [.. h.shape[2..].Select(size => (int)size)]), h);
        var y = decode(h);
        Assert.Equal(x.shape, y.shape);
        Must(Oracles.Deconv(Grid.From(h), Weight(deconv), Bias(deconv), stride, back, [.. shape[1..].Select(size => (int)size)]), y);
    }

    private static void Deconv(long[] shape, Func<Tensor, Tensor> decode, nn.Module deconv, int stride, int[] before, int[] size)
    {
        var h = Numbers.Normals(7, [2, .. shape]);
        Must(Oracles.Deconv(Grid.From(h), Weight(deconv), Bias(deconv), stride, before, size), decode(h));
    }

    private static Grid Weight(nn.Module layer) => Grid.From(layer.get_parameter("weight")!);

    private static Grid? Bias(nn.Module layer) =>
        layer.named_parameters().Any(pair => pair.name == "bias") ? Grid.From(layer.get_parameter("bias")!) : null;
}
