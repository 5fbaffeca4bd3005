using Hourglass.Native;
using Hourglass.Numerics;
using Hourglass.Tests.Steps;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>
/// What a machine whose convolutions are wrong is met with. The machine that runs the tests may be right: then wrongness is put in place of
/// the comparison.
/// </summary>
public sealed class ConvolutionCheckTests : IDisposable
{
    private const string SmallText = "convolution of 17 to 20 channels over 14 x 14, windows 3 x 3, padding 1 x 1";

    private static readonly ConvolutionCase Small = new(Transposed: false, [20, 17, 3, 3], [17, 14, 14], [1, 1], [1, 1], []);

    private readonly ConvolutionCheck _inForce = Convolutions.Current;

    public static TheoryData<bool, int> Kinds =>
        new(from transposed in (bool[])[false, true] from rank in (int[])[1, 2, 3] select (transposed, rank));

    public void Dispose()
    {
        Convolutions.Current = _inForce;
        Assert.True(OneDnn.TrySwitch(on: _inForce.WhyOff is null));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Single_precision_agrees_with_double_precision_once_the_check_has_passed(bool transposed, int rank)
    {
        var convolution = new ConvolutionCase(
            transposed,
            [20, 17, .. Enumerable.Repeat(3L, rank)],
            [transposed ? 20 : 17, .. Enumerable.Repeat(9L, rank)],
            [.. Enumerable.Repeat(2L, rank)],
            [.. Enumerable.Repeat(1L, rank)],
            [.. Enumerable.Repeat(transposed ? 1L : 0L, rank)]);
        _inForce.Require(convolution);
        Assert.InRange(ConvolutionError.Of(convolution), 0, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_do_those_in_groups_with_a_stride_and_a_dilation_for_each_dimension(bool transposed)
    {
        var convolution = new ConvolutionCase(transposed, [6, 2, 3, 2], [transposed ? 6 : 4, 9, 8], [1, 2], [2, 1], [0, 1])
        {
            Dilation = [2, 1],
            Groups = 2,
        };
        Assert.InRange(ConvolutionError.Of(convolution), 0, 1e-5);
        Assert.Equal(
            $"{(transposed ? "transposed " : "")}convolution of {(transposed ? "6 to 4" : "4 to 6")} channels over 9 x 8, windows 3 x 2, "
            + "stride 1 x 2, dilation 2 x 1, 2 groups, padding 2 x 1 and 0 x 1",
            convolution.ToString());
    }

    [Fact]
    public void Double_precision_is_the_direct_sum()
    {
        using var scope = NewDisposeScope();
        var x = Numbers.Normals(1, 2, 3, 7, 6);
        var w = Numbers.Normals(2, 5, 3, 3, 2);
        var y = nn.functional.conv2d(x, w, null, strides: [2, 2], padding: [1, 1]);
        for (var n = 0; n < 2; n++)
        {
            for (var place = 0; place < 5 * 4 * 4; place++)
            {
                var (filter, i, j) = (place / 16, place / 4 % 4, place % 4);
                var sum = 0.0;
                for (var tap = 0; tap < 3 * 3 * 2; tap++)
                {
                    var (channel, a, b) = (tap / 6, tap / 2 % 3, tap % 2);
                    var (row, column) = ((2 * i) + a - 1, (2 * j) + b - 1);
                    if (row is >= 0 and < 7 && column is >= 0 and < 6)
                    {
                        sum += x[n, channel, row, column].item<double>() * w[filter, channel, a, b].item<double>();
                    }
                }

                Assert.Equal(sum, y[n, filter, i, j].item<double>(), 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1.0)]
    [InlineData(2e-3)]
    public void One_that_is_wrong_switches_oneDNN_off_and_is_computed_right_without_it(double found)
    {
        var (on, switches) = (true, 0);
        var check = new ConvolutionCheck(_ => on ? found : 1e-6, () =>
        {
            (on, switches) = (false, switches + 1);
            return true;
        });
        check.Require(Small);
        check.Require(Small with { Stride = [2, 2] });
        Assert.Equal(1, switches);
        Assert.Equal($"it computes a {SmallText} wrongly on this machine", check.WhyOff);
    }

    [Fact]
    public void Each_is_checked_once()
    {
        var checks = 0;
        var check = new ConvolutionCheck(_ => 1e-7 * ++checks, () => throw new InvalidOperationException("Nothing is wrong."));
        check.Require(Small);
        check.Require(Small with { Input = [17, 14, 14] });
        Assert.Equal(1, checks);
        check.Require(Small with { Transposed = true, OutputPadding = [0, 0] });
        Assert.Equal(2, checks);
        Assert.Null(check.WhyOff);
    }

    [Theory]
    [InlineData(false, "and this libtorch has no way of leaving out its library oneDNN")]
    [InlineData(true, "with its library oneDNN and without")]
    public void What_stays_wrong_is_refused(bool switched, string why)
    {
        var check = new ConvolutionCheck(_ => double.NaN, () => switched);
        var error = Assert.Throws<HourglassException>(() => check.Require(Small));
        Assert.StartsWith($"libtorch computes a {SmallText} wrongly on this machine", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Throws<HourglassException>(() => check.Require(Small));
    }

    [Theory]
    [InlineData(4e6, 32, 32)]
    [InlineData(1e6, 16, 16)]
    [InlineData(1e5, 8, 8)]
    [InlineData(1.0, 8, 8)]
    public void A_large_map_is_checked_in_part(double products, long height, long width)
    {
        var large = new ConvolutionCase(Transposed: false, [10, 20, 4, 4], [20, 32, 32], [1, 1], [1, 1], []);
        Assert.Equal([20, height, width], large.Within(products).Input);
    }

    [Fact]
    public void So_are_many_channels_whose_remainder_stays()
    {
        var small = new ConvolutionCase(Transposed: true, [1000, 517, 3, 3], [1000, 6, 6], [1, 1], [1, 1], [0, 0]).Within(2e6);
        Assert.Equal([56, 37, 3, 3], small.Weight);
        Assert.Equal([56, 6, 6], small.Input);
    }

    [Fact]
    public void A_model_is_trained_without_oneDNN_where_it_is_wrong_and_the_report_says_so()
    {
        TrainingReport Train(StepKind step, string folder)
        {
            using var model = TestModels.Create("15");
            using var data = TestModels.DataSet(model, 20);
            return model.TrainOn(data, new TrainOptions { Step = step, Epochs = 1, OutputFolder = folder });
        }

        using var folder = new TemporaryFolder();
        var with = Train(StepKind.Readable, folder.File("with"));

        // On a machine where oneDNN is wrong it is off already, and nothing would be left to switch.
        Assert.True(OneDnn.TrySwitch(on: true));
        Convolutions.Current = new ConvolutionCheck(
            convolution => OneDnn.IsOn == true ? double.NaN : ConvolutionError.Of(convolution),
            () => OneDnn.TrySwitch(on: false));
        var without = Train(StepKind.Readable, folder.File("without"));
        Assert.False(OneDnn.IsOn);
        Assert.Contains(
            "libtorch without its library oneDNN because it computes a convolution of 1 to 32 channels over 28 x 28, "
            + "windows 4 x 4, stride 2",
            without.Step.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("without its library oneDNN", File.ReadAllText(without.ReportPath!), StringComparison.Ordinal);
        Assert.Equal(with.Epochs[0].Train["rec"], without.Epochs[0].Train["rec"], 1e-4 * with.Epochs[0].Train["rec"]);
        var native = Train(StepKind.Native, folder.File("native"));
        Assert.Contains("without its library oneDNN", native.Step.ToString(), StringComparison.Ordinal);
    }
}
