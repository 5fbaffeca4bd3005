using Hourglass.Datasets;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Externs;

/// <summary>What a method gives is looked at as soon as it is there.</summary>
public class CheckTests
{
    [Fact]
    public void A_stage_of_another_shape_stops_a_training_at_the_first_batch()
    {
        using var data = ValueTests.Data();
        using var model = new Mistaken { Stage = x => x.narrow(1, 0, 3) };
        var error = Assert.Throws<HourglassException>(
            () => Mistaken.Train(model, data, new TrainOptions { Batch = 8, Report = false }));
        Assert.Equal(
            "the extern block `turned` gave [8, 3] for [8, 6], and is declared to give [8, 6]: mend its method, or its declaration in the "
                + "model.",
            error.Message);
    }

    [Fact]
    public void A_stage_keeps_examples_types_and_places()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("gave [1, 6] for [4, 6]", Stage(x => x.narrow(0, 0, 1)), StringComparison.Ordinal);
        Assert.Contains("gave [4, 6, 1] for [4, 6]", Stage(x => x.unsqueeze(2)), StringComparison.Ordinal);
        Assert.Contains(
            "gave float64 on cpu, and was given float32 on cpu", Stage(x => x.to(ScalarType.Float64)), StringComparison.Ordinal);
        Assert.Contains("gave float32 on meta", Stage(x => empty_like(x, device: META)), StringComparison.Ordinal);
        Assert.Contains("gave null", Stage(_ => null!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_term_is_a_scalar_of_the_weights_type()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("gave [4, 6], and a term is a scalar", Term(y => y.square()), StringComparison.Ordinal);
        Assert.Contains(
            "gave float64 on cpu, and the model's weights are float32 on cpu",
            Term(y => y.to(ScalarType.Float64).sum()),
            StringComparison.Ordinal);
        Assert.Contains("gave int64", Term(y => y.argmax()), StringComparison.Ordinal);
        Assert.Contains("gave null", Term(_ => null!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_that_gives_what_it_was_given_leaves_it_with_its_owner()
    {
        using var model = new Mistaken { Stage = x => x };
        using var x = Numbers.UniformSingles(1, 4, 6);
        using (NewDisposeScope())
        {
            var code = model.Encode(x).H;
            Assert.True(code.equal(x).all().item<bool>());
            using var loss = model.Minimize(x).Total;
        }

        Assert.False(x.IsInvalid);
        Assert.Equal(24, x.numel());
    }

    private static string Stage(Func<Tensor, Tensor> method)
    {
        using var model = new Mistaken { Stage = method };
        return Assert.Throws<HourglassException>(() => model.Reconstruct(Numbers.UniformSingles(1, 4, 6))).Message;
    }

    private static string Term(Func<Tensor, Tensor> method)
    {
        using var model = new Mistaken { Term = method };
        return Assert.Throws<HourglassException>(() => model.Minimize(Numbers.UniformSingles(1, 4, 6))).Message;
    }
}
