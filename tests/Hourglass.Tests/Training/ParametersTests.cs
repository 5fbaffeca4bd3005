using Hourglass.Datasets;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>Parameters of a model that may have other values when it is created: those that weigh its objective.</summary>
public sealed class ParametersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<StepKind> Kinds => [StepKind.Readable, StepKind.Portable, StepKind.Native];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Those_that_weigh_terms_are_there_and_no_others()
    {
        using var model = Model("beta = 4, width = 3, gamma = 0.5, scale = 2", "beta / scale * kl(z) + (1 + gamma) * width * l2(weights)");
        Assert.Equal(new Dictionary<string, double> { ["beta"] = 4, ["gamma"] = 0.5, ["scale"] = 2 }, model.Untyped.ParameterValues);
        Assert.Equal(
            ["Beta", "Gamma", "Scale"],
            model.GetType().GetNestedType("Parameters")!.GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
        using var none = Model("width = 3", "2 * kl(z)");
        Assert.Empty(none.Untyped.ParameterValues);
        Assert.Null(none.GetType().GetNestedType("Parameters"));
    }

    /// <summary>Brackets, signs and quotients: the total is what arithmetic gives.</summary>
    [Theory]
    [InlineData("beta * kl(z)", 3.0)]
    [InlineData("-beta * kl(z)", -3.0)]
    [InlineData("kl(z) / beta", 1 / 3.0)]
    [InlineData("kl(z) * 6 / (beta - 1)", 3.0)]
    [InlineData("(2 - (beta - 0.5) * -2) * kl(z)", 7.0)]
    [InlineData("2 * (kl(z) * beta)", 6.0)]
    [InlineData("ramp(0, 1, epochs: 5) * beta * kl(z)", 3.0)]
    public void A_weight_is_computed_with_the_value_given(string term, double weight)
    {
        using var scope = NewDisposeScope();
        using var model = With(Model("beta = 4", term), ("Beta", 3.0));
        var values = model.Untyped.Minimize(Batch());
        var (nll, kl) = (values.Terms[0].ToDouble(), values.Terms[1].ToDouble());
        Assert.Equal(nll + (weight * kl), values.Total.ToDouble(), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_trains_as_a_model_that_declares_the_value(StepKind kind)
    {
        using var given = With(Model("beta = 4", "beta * kl(z)"), ("Beta", 0.25));
        using var declared = Model("beta = 0.25", "beta * kl(z)");
        using var other = Model("beta = 4", "beta * kl(z)");
        byte[] Trained(Autoencoder model)
        {
            using var data = Data();
            var report = model.TrainOn(data, new TrainOptions { Step = kind, Epochs = 2 });
            Assert.Equal(kind, report.Step.Ran);
            return [.. model.state_dict().Values.SelectMany(tensor => tensor.bytes.ToArray())];
        }

        var expected = Trained(declared);
        Assert.Equal(expected, Trained(given));
        Assert.NotEqual(expected, Trained(other));
    }

    [Fact]
    public void To_go_on_takes_the_same_values()
    {
        var options = new TrainOptions { Epochs = 1, OutputFolder = _folder.File("out"), Report = false };
        using var data = Data();
        using (var first = With(Model("beta = 4", "beta * kl(z)"), ("Beta", 2.0)))
        {
            first.TrainOn(data, options);
        }

        using var other = Model("beta = 4", "beta * kl(z)");
        var error = Assert.Throws<TrainingException>(() => other.TrainOn(data, options with { Epochs = 2, Resume = true }));
        Assert.Contains("`parameter beta` was 2, is 4", error.Message, StringComparison.Ordinal);
        using var same = With(Model("beta = 4", "beta * kl(z)"), ("Beta", 2.0));
        Assert.Equal(2, same.TrainOn(data, options with { Epochs = 2, Resume = true }).Epochs.Count);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_refused(double value)
    {
        using var model = Model("beta = 4", "beta * kl(z)");
        var error = Assert.Throws<ArgumentException>(() => With(model, ("Beta", value)));
        Assert.Equal(
            FormattableString.Invariant($"The parameter beta of Weighed is {value}; it must be a finite number."), error.Message);
    }

    private static Autoencoder Model(string parameters, string term) => TextModel.Create($$"""
        model Weighed({{parameters}}) {
          data   x: real[6]
          encode z ~ x -> dense({{(parameters.Contains("width", StringComparison.Ordinal) ? "width" : "3")}}, tanh) -> normal(2)
          decode x ~ z -> dense(3, tanh) -> normal(variance: fixed)
          minimize nll(x) + {{term}}
          train  { optimizer: adam(0.01)  batch: 8 }
        }
        """);

    /// <summary>The same model with other parameters, created as a caller creates it.</summary>
    private static Autoencoder With(Autoencoder model, params (string Name, double Value)[] given)
    {
        using (model)
        {
            var record = model.GetType().GetNestedType("Parameters")!;
            var parameters = Activator.CreateInstance(record)!;
            foreach (var (name, value) in given)
            {
                record.GetProperty(name)!.SetValue(parameters, value);
            }

            var constructor = model.GetType().GetConstructor([record, typeof(int)])!;
            return (Autoencoder)constructor.Invoke(System.Reflection.BindingFlags.DoNotWrapExceptions, null, [parameters, 0], null);
        }
    }

    private static Tensor Values()
    {
        using var random = new RandomScope(5);
        return randn(24, 6);
    }

    private static Batch Batch() => new(new Dictionary<string, Tensor> { ["x"] = Values() }, 24);

    private static Dataset Data() => Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Values() });
}
