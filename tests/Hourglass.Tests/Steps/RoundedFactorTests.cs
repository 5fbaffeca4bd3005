using Hourglass.Datasets;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>
/// The portable step with <c>precision: bfloat16</c>: on the processor it is what it was, and on a GPU its factors are rounded. There is no
/// GPU here, so the text is told that every tensor lies on one, and the processor multiplies in bfloat16.
/// </summary>
public class RoundedFactorTests
{
    /// <summary>Results of products are rounded to 8 bits as well.</summary>
    private const double OfResults = 0.02;

    /// <summary>A rectifier whose input is nearly zero may be open in one and closed in the other.</summary>
    private const double OfKinks = 0.15;

    /// <summary>A result in the middle between two numbers of 8 bits may become either. Mostly these differ by 1e-7.</summary>
    private const double OfTies = 0.01;

    /// <summary>Losses may part by this share of what they fall by in twenty steps; they parted by 0.0002 to 0.008.</summary>
    private const double OfFall = 0.03;
    private const int Rows = 6;

    public static TheoryData<string> Models =>
    [
        "01", "07", "12", "18", "WideConv", "DilatedConv", "GroupedConv", "CausalConv", "CausalTied", "VolumeConv", "AttentionSequence",
        "TransformerCodes", "LstmSequence", "GruSequence", "SequenceCode",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Terms_and_gradients_are_those_of_rounded_factors_in_double_precision(string name)
    {
        using var scope = NewDisposeScope();
        using var onGpu = RoundedModels.OnGpu(name);
        using var exact = RoundedModels.Plain(name);
        exact.to(ScalarType.Float64);
        var (terms, gradients) = Run(onGpu, onGpu.Untyped.DerivedOf(0, 0)!.Script);
        var plain = exact.Untyped.DerivedOf(0, 0)!.Script;
        Near(Run(exact, RoundedModels.ReferenceText(plain, results: false)), (terms, gradients), IsBent(plain) ? OfKinks : OfResults);
        Near(Run(exact, RoundedModels.ReferenceText(plain, results: true)), (terms, gradients), OfTies);

        // The roundings are there: without them the step is nearer to the exact one than this.
        var (_, unrounded) = Run(exact, plain);
        Assert.Contains(gradients, pair => Apart(unrounded[pair.Key], pair.Value) > 1e-4);
    }

    [Theory]
    [InlineData("01")]
    [InlineData("12")]
    [InlineData("18")]
    [InlineData("WideConv")]
    [InlineData("TransformerCodes")]
    [InlineData("LstmSequence")]
    public void Twenty_steps_stay_near_those_in_single_precision(string name)
    {
        using var onGpu = RoundedModels.OnGpu(name);
        using var plain = RoundedModels.Plain(name);
        var expected = Losses(plain);
        var found = Losses(onGpu);
        var fall = expected[0] - expected[^1];
        Assert.True(fall > 0);
        Assert.All(expected.Zip(found), pair => Assert.InRange(Math.Abs(pair.First - pair.Second) / fall, 0, OfFall));
        Assert.NotEqual(expected, found);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void On_the_processor_nothing_is_rounded(string name)
    {
        using var scope = NewDisposeScope();
        using var plain = RoundedModels.Plain(name);
        using var permitted = RoundedModels.Permitted(name);
        Same(Run(plain, plain.Untyped.DerivedOf(0, 0)!.Script), Run(permitted, permitted.Untyped.DerivedOf(0, 0)!.Script));
        permitted.to(ScalarType.Float64);
        plain.to(ScalarType.Float64);
        Same(
            Run(plain, plain.Untyped.DerivedOf(0, 0)!.Script),
            Run(permitted, RoundedModels.OnGpuText(permitted.Untyped.DerivedOf(0, 0)!.Script)));
    }

    [Fact]
    public void Where_nothing_is_rounded_the_report_says_so()
    {
        using var model = RoundedModels.Permitted("AttentionSequence");
        using var data = TestModels.DataSet(model, Rows);
        string[] Reasons(StepKind step) =>
        [
            .. model.TrainOn(data, new TrainOptions { Epochs = 1, Step = step }).Step.Reasons
                .Where(reason => reason.StartsWith("products", StringComparison.Ordinal)),
        ];
        Assert.Equal(["products in float32, not bfloat16, as the portable step rounds them on a GPU alone"], Reasons(StepKind.Portable));
        Assert.Equal(["products in float32, not bfloat16, as the readable step rounds none"], Reasons(StepKind.Readable));
    }

    private static void Same(
        (double[] Terms, Dictionary<string, Tensor> Gradients) expected, (double[] Terms, Dictionary<string, Tensor> Gradients) found)
    {
        Assert.Equal(expected.Terms, found.Terms);
        Assert.Equal(expected.Gradients.Keys, found.Gradients.Keys);
        Assert.All(expected.Gradients, pair => Assert.True(pair.Value.equal(found.Gradients[pair.Key]).all().item<bool>(), pair.Key));
    }

    private static void Near(
        (double[] Terms, Dictionary<string, Tensor> Gradients) expected,
        (double[] Terms, Dictionary<string, Tensor> Gradients) found,
        double tolerance)
    {
        Assert.All(expected.Terms.Zip(found.Terms), pair => Numbers.Near(pair.First, pair.Second, tolerance));
        Assert.Equal(expected.Gradients.Keys, found.Gradients.Keys);
        Assert.All(expected.Gradients, pair => Assert.InRange(Apart(pair.Value, found.Gradients[pair.Key]), 0, tolerance));
    }

    private static bool IsBent(string script) => script.Contains("torch.clamp_min(", StringComparison.Ordinal);

    /// <summary>The losses of each of the first twenty steps, all on the same examples.</summary>
    private static double[] Losses(Autoencoder model)
    {
        using var data = TestModels.DataSet(model, Rows);
        var losses = new List<double>();
        var report = model.TrainOn(data, new TrainOptions
        {
            Epochs = 20,
            Seed = 9,
            Batch = Rows,
            Step = StepKind.Portable,
            AfterStep = progress => losses.Add(progress.Total),
        });
        Assert.Equal(StepKind.Portable, report.Step.Ran);
        Assert.Equal(20, losses.Count);
        return [.. losses];
    }

    /// <summary>The largest difference of two elements, in the largest of them.</summary>
    private static double Apart(Tensor one, Tensor other) =>
        Numbers.One((one - other).abs().max()) / Math.Max(Numbers.One(one.abs().max()), 1e-6);

    /// <summary>Terms and gradients of a step by a script.</summary>
    private static (double[] Terms, Dictionary<string, Tensor> Gradients) Run(Autoencoder model, string script)
    {
        var derived = model.Untyped.DerivedOf(0, 0)! with { Script = script };
        var type = model.parameters().First().dtype;
        var phase = model.Description.Plan.Phases[0];
        model.train();
        model.Untyped.Phase = phase.Name;
        model.Epoch = 0.5;
        using var batch = new Batch(
            TestModels.Data(model, Rows)
                .ToDictionary(pair => pair.Key, pair => pair.Value.is_floating_point() ? pair.Value.to(type) : pair.Value),
            Rows);
        using var flat = new FlatParameters([.. model.named_parameters().Select(p => (p.name, p.parameter))], derived.Gradients);
        using var optimizer = new ScriptedOptimizer(phase.Turns[0].Optimizer, phase.Clip, flat);
        using var step = new PortableStep(model, derived, flat, optimizer, phase.Objective);
        var terms = new double[1 + model.Description.Terms.Count];
        step.Run(batch, seed: 11, steps: 7, learningRate: 0, terms);
        return (terms, step.Gradients.ToDictionary(pair => pair.Key, pair => pair.Value.detach().to(ScalarType.Float64).clone()));
    }
}
