using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Generation;
using Hourglass.Tests.Evaluation;
using Hourglass.Tests.Training;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Generation;

/// <summary>Ways between codes by their geometry, and what a decoder that changes nothing makes of codes.</summary>
public sealed class CodeGenerationTests
{
    private static readonly double[] First = [3, 0, 0, 4];
    private static readonly double[] Last = [0, 5, 0, 0];

    [Fact]
    public void A_line_has_equal_steps()
    {
        using var path = CodePath.Interpolate(tensor(First), tensor(Last), 5);
        for (var i = 0; i < 5; i++)
        {
            double[] expected = [.. First.Zip(Last, (a, b) => a + ((b - a) * i / 4))];
            Assert.All(expected.Zip(Row(path, i)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    /// <summary>Both codes have length 5 and a right angle between them: all on the way have, at equal angles.</summary>
    [Fact]
    public void A_great_circle_keeps_the_length_and_has_equal_angles()
    {
        using var path = CodePath.Interpolate(tensor(First), tensor(Last), 7, spherical: true);
        for (var i = 0; i < 7; i++)
        {
            var row = Row(path, i);
            Assert.Equal(25, Dot(row, row), 1e-10);
            Assert.Equal(25 * Math.Cos(Math.PI / 2 * i / 6), Dot(row, First), 1e-10);
            Assert.Equal(25 * Math.Sin(Math.PI / 2 * i / 6), Dot(row, Last), 1e-10);
        }
    }

    [Fact]
    public void Where_there_is_no_great_circle_it_says_so()
    {
        using var one = tensor(First);
        Assert.Contains(
            "opposite directions",
            Assert.Throws<DataException>(() => CodePath.Interpolate(one, -one, 3, true)).Message,
            StringComparison.Ordinal);
        Assert.Throws<DataException>(() => CodePath.Interpolate(one, zeros_like(one), 3, true));
        Assert.Throws<DataException>(() => CodePath.Interpolate(one, ones(3), 3));
        Assert.Throws<DataException>(() => CodePath.Interpolate(one, one, 1));
        using var still = CodePath.Interpolate(one, one, 3, true);
        Assert.Equal([.. First, .. First, .. First], still.data<double>());
    }

    [Fact]
    public void A_traversal_changes_one_dimension()
    {
        using var path = CodePath.Traverse(tensor(First), 2, -1, 1, 3);
        Assert.Equal([3, 0, -1, 4, 3, 0, 0, 4, 3, 0, 1, 4], path.data<double>());
        Assert.Throws<DataException>(() => CodePath.Traverse(tensor(First), 4, -1, 1, 3));
    }

    /// <summary>The quantiles of the standard normal, from another library; rows fall, columns rise.</summary>
    [Fact]
    public void A_plane_stands_at_quantiles()
    {
        using var model = Identity(2);
        using var plane = model.Manifold(5);
        double[] quantiles = [.. Enumerable.Range(0, 5).Select(i => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + 0.5) / 5))];
        var all = plane.data<double>().ToArray();
        for (var row = 0; row < 5; row++)
        {
            for (var column = 0; column < 5; column++)
            {
                Assert.Equal(quantiles[column], all[2 * ((5 * row) + column)], 1e-8);
                Assert.Equal(quantiles[4 - row], all[(2 * ((5 * row) + column)) + 1], 1e-8);
            }
        }

        using var wide = Identity(3);
        Assert.Equal(
            "A plane of codes takes a code of two numbers with a prior by itself; KnownModel has one of [3].",
            Assert.Throws<DataException>(() => wide.Manifold(2)).Message);
    }

    [Fact]
    public void What_is_decoded_is_on_the_way()
    {
        using var model = Identity(4);
        using var path = model.Interpolate(tensor(First), tensor(Last), 3);
        Assert.Equal([1.5, 2.5, 0, 2], Row(path, 1));
        using var traversed = model.Traverse(tensor(First), 0, 0, 1, 2);
        Assert.Equal([0, 0, 0, 4, 1, 0, 0, 4], traversed.data<double>());
        using var none = new KnownModel(4);
        Assert.Throws<DataException>(() => none.Traverse(tensor(First), 0, 0, 1, 2));
    }

    private const string Conditional = """
        model Conditional {
          data   x: real[3]
          data   y: class(4)
          encode z ~ concat(x, y) -> normal(2)
          decode x ~ concat(z, y) -> normal(variance: fixed)
          minimize elbo
        }
        """;

    [Fact]
    public void A_condition_is_what_the_decoder_reads()
    {
        using var model = TextModel.Create(Conditional, 1);
        using var codes = zeros(2, 2);
        using var given = Conditions.Of(model, new Dictionary<string, double> { ["y"] = 2 }, 2);
        using var made = CodeGeneration.Decode(model, codes, given);
        var state = model.state_dict();
        using var expected = state["decoder.x_mean.weight"].select(1, 4) + state["decoder.x_mean.bias"];
        Assert.All(
            expected.data<float>().ToArray().Zip(made[1].data<float>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal([2, 3], model.Untyped.Sample(2, given)!.shape);
        Assert.Contains(
            "reads 'y' besides",
            Assert.Throws<DataException>(() => CodeGeneration.Decode(model, codes)).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "y is class(4); 4 is no such value.",
            Assert.Throws<DataException>(() => Conditions.Of(model, new Dictionary<string, double> { ["y"] = 4 }, 2)).Message);
        Assert.Throws<DataException>(() => Conditions.Of(model, new Dictionary<string, double> { ["w"] = 1 }, 2));
    }

    /// <summary>Two clouds far apart: draws lie in them, half in each.</summary>
    [Fact]
    public void A_mixture_draws_codes_as_those_of_the_data()
    {
        using var model = Identity(2);
        using var data = KnownModel.Data(Hourglass.Tests.Metrics.Draws.Clouds(1, 400, 0.5, [[-10, 0], [10, 0]]));
        using var bound = data.Bind(model.Description.Fields, new BindOptions { Precision = ScalarType.Float64 });
        var mixture = CodeMixture.Fit(new SplitPass(model, bound, DataSplit.Train), 2);
        using var samples = mixture.Sample(1000, 3);
        var firsts = samples.select(1, 0).to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.All(firsts, value => Assert.InRange(Math.Abs(value), 7, 13));
        Assert.InRange(firsts.Count(value => value > 0), 430, 570);
    }

    private static KnownModel Identity(int size) => new(size)
    {
        Posterior = x => new Normal(x, zeros_like(x)),
        Prior = count => Normal.Standard([count, size], ScalarType.Float64, CPU),
        Decoder = codes => codes.clone(),
    };

    private static double[] Row(Tensor rows, int row) => rows[row].contiguous().data<double>().ToArray();

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
