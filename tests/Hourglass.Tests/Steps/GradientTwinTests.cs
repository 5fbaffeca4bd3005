using Hourglass.Datasets;
using Hourglass.Native;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>Each parameter's gradient of the derived step against autograd's of the readable twin, on the same data and draws.</summary>
public class GradientTwinTests
{
    private const double Tolerance = 1e-9;
    private const double Single = 1e-5;

    /// <summary>
    /// Importance weights are exponentials of differences of logarithms near 500, of which single precision knows 3e-5. Of PartialWhole,
    /// the gradient of a flow's b is a single number, the sum of 222 that are ten times as large and cancel.
    /// </summary>
    private const double OfWeights = 1e-4;

    /// <summary>Ten flows in a row: the smallest of these sums is 3e-4, of numbers that single precision knows to 3e-8.</summary>
    private const double OfFlows = 3e-4;

    /// <summary>Before training, centres are as far from all codes, and what pulls at them all but cancels: sums of 2e-6.</summary>
    private const double OfCentres = 3e-3;
    private const double Bfloat16 = 4e-2;
    private const long Seed = 11;
    private const long Steps = 7;

    public static TheoryData<string> Emitted => [.. TestModels.Trained];

    public static TheoryData<string> Native => [.. TestModels.CorpusNumbers.Concat(TestModels.Trained).Where(TestModels.IsNative)];

    public static TheoryData<string> Corpus => [.. TestModels.CorpusNumbers];

    [Theory]
    [MemberData(nameof(Emitted))]
    public void The_portable_step_of_a_test_model(string name)
    {
        using var model = TestModels.Create(name);
        Compare(model.Double(), StepKind.Portable, rows: 5);
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void The_portable_step_of_the_corpus(string number)
    {
        using var model = TestModels.Create(number);
        model.to(ScalarType.Float64);
        Compare(model, StepKind.Portable, rows: 3);
    }

    [Theory]
    [MemberData(nameof(Native))]
    public void The_native_step(string name)
    {
        using var model = TestModels.Create(name);
        using var twin = InDouble(name);
        Compare(model, StepKind.Native, rows: 37, twin, single: name switch
        {
            "14" or "PartialWhole" => OfWeights,
            "22" => OfFlows,
            "30" => OfCentres,
            _ => Single,
        });
    }

    [Theory]
    [InlineData("12")]
    [InlineData("06")]
    [InlineData("08")]
    public void The_native_step_with_Intels_library(string number)
    {
        using var model = TestModels.Create(number);
        Assert.SkipWhen(MklProduct.TryCreate() is null, "This platform's libtorch does not export Intel's library.");
        using var twin = InDouble(number);
        Compare(model, StepKind.Native, rows: 37, twin, MklProduct.TryCreate());
    }

    private static IDerivedStep Create(
        Autoencoder model,
        StepDescription step,
        StepKind kind,
        FlatParameters flat,
        ScriptedOptimizer optimizer,
        int rows,
        NativeProduct? product,
        PhasePlan phase,
        int turn) => kind == StepKind.Native
        ? new NativeStep(
            model,
            step,
            flat,
            optimizer,
            phase,
            rows,
            threads: 3,
            feeder: null,
            product ?? new ManagedProduct(),
            turn)
        : new PortableStep(model, step, flat, optimizer, phase.Objective, turn);

    /// <summary>Eight bits of mantissa in every factor; models without a kink, where rounding would switch whole units.</summary>
    [Theory]
    [InlineData("01")]
    [InlineData("07")]
    public void The_native_step_with_products_in_bfloat16(string number)
    {
        using var model = TestModels.Create(number);
        Assert.SkipWhen(Bfloat16Product.TryCreate() is null, "This platform's libtorch does not export products in bfloat16.");
        using var twin = InDouble(number);
        Compare(model, StepKind.Native, rows: 37, twin, Bfloat16Product.TryCreate(), Bfloat16);
    }

    /// <summary>The twin of a native step: libtorch computes some convolutions in single precision wrongly on some processors.</summary>
    private static Autoencoder InDouble(string name)
    {
        var twin = TestModels.Create(name);
        twin.to(ScalarType.Float64);
        return twin;
    }

    private static Batch Data(Autoencoder model, int rows)
    {
        var type = model.parameters().First().dtype;
        return new Batch(
            TestModels.Data(model, rows)
                .ToDictionary(pair => pair.Key, pair => pair.Value.is_floating_point() ? pair.Value.to(type) : pair.Value),
            rows);
    }

    private static void Compare(
        Autoencoder model,
        StepKind kind,
        int rows,
        Autoencoder? twin = null,
        NativeProduct? product = null,
        double single = Single)
    {
        Assert.True(
            model.Untyped.DerivedOf(0, 0) is not null,
            $"{model.Description.Name} has no derived step because {model.Untyped.WhyNotDerived}.");
        var phases = model.Description.Plan.Phases;
        for (var phase = 0; phase < phases.Count; phase++)
        {
            for (var turn = 0; turn < phases[phase].Turns.Count; turn++)
            {
                if (model.Untyped.DerivedOf(phase, turn) is { } step)
                {
                    Compare(model, step, (phases[phase], turn), kind, rows, twin ?? model, product, single);
                }
                else
                {
                    Assert.True(turn > 0 && model.Description.Objective(phases[phase].Objective).CriticTerms.Count == 0);
                }
            }
        }
    }

    private static void Compare(
        Autoencoder model,
        StepDescription derived,
        (PhasePlan Phase, int Turn) place,
        StepKind kind,
        int rows,
        Autoencoder twin,
        NativeProduct? product,
        double single)
    {
        using var scope = NewDisposeScope();
        var (phase, turn) = place;
        model.Untyped.Phase = twin.Untyped.Phase = phase.Name;
        model.train();
        model.Epoch = 0.5;
        twin.train();
        twin.Epoch = 0.5;
        using var batch = Data(model, rows);
        using var twinBatch = Data(twin, rows);
        var (expected, terms) = Autograd(twin, twinBatch, phase.Objective, ofCritics: turn > 0);
        var names = model.named_parameters()
            .Where(p => phase.Turns[turn].Moves?.Contains(p.name)
                ?? (phase.Turns.Count == 1 || p.name.StartsWith("critic.", StringComparison.Ordinal) == turn > 0))
            .Select(p => (p.name, p.parameter)).ToList();
        using var flat = new FlatParameters(names, derived.Gradients);
        using var optimizer = new ScriptedOptimizer(
            phase.Turns[turn].Optimizer,
            phase.Clip,
            flat);
        using var step = Create(model, derived, kind, flat, optimizer, rows, product, phase, turn);
        var tolerance = kind == StepKind.Native ? single : Tolerance;
        var values = new double[terms.Length];
        step.Run(batch, Seed, Steps, learningRate: 0, values);

        for (var i = 0; i < terms.Length; i++)
        {
            Numbers.Near(terms[i], values[i], tolerance);
        }

        expected = expected.Where(pair => names.Exists(p => p.name == pair.Key)).ToDictionary();
        var found = step.Gradients.ToDictionary();
        Assert.All(found.Keys, key => Assert.Contains(key, expected.Keys));
        var norm = Math.Sqrt(expected.Values.Sum(gradient => gradient is null ? 0 : Numbers.One(gradient.square().sum())));
        var clip = phase.Accumulate == 1 ? phase.Clip : null;
        Tensor Clipped(Tensor gradient) => clip switch
        {
            { Kind: ClipKind.Norm, Limit: var limit } => gradient * Math.Min(1, limit / (norm + 1e-6)),
            { Kind: ClipKind.Value, Limit: var limit } => gradient.clamp(-limit, limit),
            _ => gradient,
        };
        foreach (var (key, gradient) in expected)
        {
            if (gradient is null)
            {
                Assert.DoesNotContain(key, found.Keys);
                continue;
            }

            Close(key, Clipped(gradient), found[key], tolerance);
        }
    }

    /// <summary>What puts a method's directions in the places of gradients; null where those move the parameters.</summary>
    private static System.Reflection.MethodInfo? Directions(Autoencoder model, int objective)
    {
        var name = model.Description.Objective(objective).Name;
        var parts = name.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var suffix = string.Concat(parts.Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return model.GetType().GetMethod(
            $"Set{suffix}Directions", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic);
    }

    private static void Close(string key, Tensor expected, Tensor found, double tolerance)
    {
        Assert.Equal(expected.shape, found.shape);
        var scale = Math.Max(Numbers.One(expected.abs().max()), 1e-6);
        var difference = Numbers.One((expected - found).abs().max());
        Assert.True(difference <= tolerance * scale, FormattableString.Invariant($"{key} is off by {difference:G3} of {scale:G3}."));
    }

    /// <summary>The gradients of what the model minimizes, or of what its critics do, with the total and the terms.</summary>
    private static (Dictionary<string, Tensor?> Gradients, double[] Terms) Autograd(
        Autoencoder model, Batch batch, int objective, bool ofCritics)
    {
        var statistics = model.named_buffers().Select(pair => (pair.buffer, Before: pair.buffer.clone())).ToArray();
        model.Untyped.Noise.Begin(Seed, Steps);
        model.zero_grad();
        var values = model.Untyped.Minimize(batch, objective);
        var own = model.Description.Objective(objective).OwnTerms;
        var (first, count) = ofCritics ? (own, values.Terms.Count - own) : (0, own);
        var terms = values.Terms.Skip(first).Take(count).ToArray();
        var weights = new double[values.Terms.Count];
        model.Untyped.ReadWeights(weights, objective);
        var total = ofCritics ? terms.Select((term, i) => weights[first + i] * term).Aggregate((sum, term) => sum + term) : values.Total;
        if (values.Terms.Count > 0 && Directions(model, objective) is { } directed)
        {
            directed.Invoke(model, [.. directed.GetParameters().Select(parameter => batch[parameter.Name!])]);
        }
        else
        {
            total.backward();
        }

        var gradients = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad?.clone());
        using var still = no_grad();
        foreach (var (buffer, before) in statistics)
        {
            // Codes that averages move are others after a step.
            buffer.copy_(before);
        }

        return (gradients, [Numbers.One(total), .. terms.Select(Numbers.One)]);
    }
}
