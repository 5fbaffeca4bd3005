using Hourglass.Inference;
using Hourglass.Metrics;
using Hourglass.Tests.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Inference;

/// <summary>The state as a module has it, and what is refused.</summary>
public class MeanFieldStateTests
{
    private static readonly double[][] Centres = [[0, 0], [6, 0]];

    public static TheoryData<CovarianceKind> Kinds => [CovarianceKind.Full, CovarianceKind.Diagonal, CovarianceKind.Spherical];

    /// <summary>A mixture that has the state of another goes on as that one does.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void State_dict_is_all_of_it(CovarianceKind kind)
    {
        var data = tensor(Draws.Clouds(1, 50, 2, Centres));
        using var mixture = new MeanFieldMixture(2, 3, kind);
        using var other = new MeanFieldMixture(2, 3, kind);
        mixture.Begin(data);
        mixture.Move(data);
        string[] posterior = ["concentration", "mean", "mean_precision", "degrees_of_freedom", "inverse_scale"];
        Assert.Equal([.. posterior, .. posterior.Select(name => "prior_" + name)], mixture.state_dict().Keys);
        Assert.Empty(mixture.parameters());
        other.load_state_dict(mixture.state_dict());
        Assert.Equal(mixture.Move(data), other.Move(data));
        Assert.Equal(mixture.LogDensity(data).data<double>().ToArray(), other.LogDensity(data).data<double>().ToArray());
    }

    /// <summary>Who holds a buffer sees what a sweep wrote.</summary>
    [Fact]
    public void Buffers_are_written_in_place()
    {
        var data = tensor(Draws.Clouds(2, 50, 2, Centres));
        using var mixture = new MeanFieldMixture(2, 2);
        var (concentration, mean) = (mixture.Concentration, mixture.Mean);
        mixture.Begin(data);
        mixture.Move(data);
        Assert.Equal(50.002, concentration.sum().item<double>(), 9);
        Assert.Equal(mixture.Posterior().Means.Values.ToArray(), mean.data<double>().ToArray());
    }

    [Fact]
    public void Single_precision_gives_what_double_does()
    {
        var data = tensor(Draws.Clouds(3, 50, 2, Centres)).to_type(ScalarType.Float32);
        using var mixture = new MeanFieldMixture(2, 2);
        Assert.Equal(mixture.Begin(data), mixture.Begin(data.to_type(ScalarType.Float64)));
        Assert.Equal(ScalarType.Float64, mixture.Responsibilities(data).dtype);
        Assert.Equal(1, mixture.LogDensity(data).dim());
    }

    [Fact]
    public void Cancelled_work_changes_nothing()
    {
        var data = tensor(Draws.Clouds(4, 50, 2, Centres));
        using var mixture = new MeanFieldMixture(2, 2);
        using var cancelled = new CancellationTokenSource();
        mixture.Begin(data);
        var before = mixture.Mean.data<double>().ToArray();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => mixture.Sweep(data, cancelled.Token));
        Assert.Throws<OperationCanceledException>(() => mixture.Initialise(data, 1, cancelled.Token));
        Assert.Equal(before, mixture.Mean.data<double>().ToArray());
        Assert.Single(mixture.Bounds);
        Assert.Throws<OperationCanceledException>(() => MeanFieldMixture.Fit(data, 2, null, null, cancelled.Token));
    }

    /// <summary>Over other data the bound may fall; the state stays as it was.</summary>
    [Fact]
    public void A_bound_that_falls_is_an_error()
    {
        using var mixture = new MeanFieldMixture(2, 2);
        mixture.Begin(tensor(Draws.Clouds(5, 50, 1, Centres)));
        var before = mixture.Mean.data<double>().ToArray();
        var message = Assert.Throws<TrainingException>(() => mixture.Move(tensor(Draws.Clouds(5, 50, 9, Centres)))).Message;
        Assert.Matches(@"^The bound fell from -\d+\.\d+ to -\d+\.\d+ nats in sweep 1\. Over the same data it never does; ", message);
        Assert.Equal(before, mixture.Mean.data<double>().ToArray());
    }

    [Fact]
    public void Data_that_has_no_mixture_is_refused()
    {
        var data = Draws.Clouds(6, 5, 1, Centres);
        Assert.Equal(
            "components is 6, and data has 5 points; ask for no more than there are.", Draws.Refused(() => Fits.Of(data, 6)));
        Assert.Equal("components is 1 or more; got 0.", Draws.Refused(() => Fits.Of(data, 0)));
        Assert.Equal("data is empty; a mixture needs one point or more.", Draws.Refused(() => Fits.Of(new double[0, 2], 1)));
        Assert.StartsWith("data[1, 0] is NaN", Draws.Refused(() => Fits.Of(new[,] { { 1 }, { double.NaN } }, 1)), StringComparison.Ordinal);
        Assert.Equal(
            "data has 1 row, and the scale of the prior comes from 2 or more. Add rows, or give the prior a Scale.",
            Draws.Refused(() => Fits.Of(new double[1, 2], 1)));
        Assert.Equal(
            "data has 5 in every row of column 1, so that the prior's scale cannot come from it. Leave the column out, or give the prior a "
            + "Scale.",
            Draws.Refused(() => Fits.Of(new double[,] { { 1, 5 }, { 2, 5 } }, 1)));
        Assert.StartsWith(
            "data has numbers so large that their variance overflows.",
            Draws.Refused(() => Fits.Of(new[,] { { 1e200 }, { -1e200 } }, 1)),
            StringComparison.Ordinal);
        using var mixture = new MeanFieldMixture(2, 1);
        mixture.Begin(tensor(data));
        Assert.Equal(
            "x has vectors of 3 numbers and the mixture of 2; both need the same.", Draws.Refused(() => mixture.Move(zeros(4, 3))));
        Assert.StartsWith("Points are real numbers [N, d]; got [4]", Draws.Refused(() => mixture.Move(zeros(4))), StringComparison.Ordinal);
        Assert.StartsWith(
            "x[0, 1] is Infinity", Draws.Refused(() => mixture.Responsibilities(tensor(new[,] { { 0, double.PositiveInfinity } }))),
            StringComparison.Ordinal);
        Assert.Equal("count is 1 or more; got 0.", Draws.Refused(() => mixture.Posterior().Sample(0)));
        Assert.Equal("threshold is a weight from 0 to 1; got 2.", Draws.Refused(() => mixture.Posterior().ActiveComponents(2)));
        mixture.to(float32);
        Assert.StartsWith(
            "concentration of the mixture is float64; got float32.",
            Draws.Refused(() => mixture.LogDensity(tensor(data))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        string Prior(MixturePrior prior, CovarianceKind kind = CovarianceKind.Full) =>
            Draws.Refused(() => new MeanFieldMixture(2, 2, kind, prior).Dispose());
        string Option(MeanFieldOptions options) => Draws.Refused(() => Fits.Of(Draws.Normals(1, 4, 2), 2, options));
        Assert.Equal("Concentration is a number above 0; got 0.", Prior(new MixturePrior { Concentration = 0 }));
        Assert.Equal("MeanPrecision is a number above 0; got -1.", Prior(new MixturePrior { MeanPrecision = -1 }));
        Assert.Equal(
            "DegreesOfFreedom is a number above 1, one less than the rows of Scale; got 1.",
            Prior(new MixturePrior { DegreesOfFreedom = 1 }));
        Assert.Equal("Mean has 1 numbers, and the mixture 2 dimensions.", Prior(new MixturePrior { Mean = [1] }));
        Assert.StartsWith("Mean[1] is NaN", Prior(new MixturePrior { Mean = [1, double.NaN] }), StringComparison.Ordinal);
        Assert.Equal(
            "Scale is [1, 2] for diagonal covariances; got [2, 2].",
            Prior(new MixturePrior { Scale = new double[2, 2] }, CovarianceKind.Diagonal));
        Assert.Equal(
            "Scale, W₀ of the prior, is symmetric and positive definite, as the inverse of a covariance is. Leave it out for the data's.",
            Prior(new MixturePrior { Scale = new double[,] { { 1, 2 }, { 2, 1 } } }));
        Assert.StartsWith(
            "Scale, W₀ of the prior, is symmetric",
            Prior(new MixturePrior { Scale = new[,] { { 1, 0.5 }, { 0, 1 } } }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Scale, W₀ of the prior, is above 0 and finite",
            Prior(new MixturePrior { Scale = new double[,] { { 0 } } }, CovarianceKind.Spherical),
            StringComparison.Ordinal);
        Assert.Equal("width is 1 or more; got 0.", Draws.Refused(() => new MeanFieldMixture(0, 2).Dispose()));
        Assert.Equal("Restarts is 1 or more; got 0.", Option(new MeanFieldOptions { Restarts = 0 }));
        Assert.Equal("Sweeps is 1 or more; got 0.", Option(new MeanFieldOptions { Sweeps = 0 }));
        Assert.Equal("Tolerance is a number above 0; got 0.", Option(new MeanFieldOptions { Tolerance = 0 }));
        Assert.Equal(
            "A covariance is full, diagonal or spherical; got 7.", Option(new MeanFieldOptions { Kind = (CovarianceKind)7 }));
    }

    /// <summary>Points on a line, and a prior whose variance is lost beside theirs.</summary>
    [Fact]
    public void A_singular_scale_is_named()
    {
        var data = new double[,] { { 1, 1 }, { 2, 2 }, { 4, 4 }, { 7, 7 } };
        var prior = new MixturePrior { Scale = new[,] { { 1e40, 0 }, { 0, 1e40 } } };
        var message = Assert.Throws<TrainingException>(() => Fits.Of(data, 1, new MeanFieldOptions { Prior = prior })).Message;
        Assert.StartsWith("The scale matrix of component 0 is singular in double precision:", message, StringComparison.Ordinal);
    }
}
