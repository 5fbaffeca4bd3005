using Hourglass.Datasets;
using Hourglass.Native;
using Hourglass.Tests.Models;
using Hourglass.Tests.Steps;
using Hourglass.Training;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Cross entropies where probabilities round to 0 and 1: a sigmoid behind which elements are only moved is not computed.</summary>
public class LogitsTests
{
    private const int Rows = 6;
    private const double Large = 300;

    public static TheoryData<string, StepKind> Pairs
    {
        get
        {
            string[] names = ["Reshaped", "Flat", "Enlarged", "Joined", "Code"];
            var pairs = new TheoryData<string, StepKind>();
            foreach (var name in names)
            {
                pairs.Add(name, StepKind.Readable);
                pairs.Add(name, StepKind.Portable);
                if (TestModels.IsNative(name + "First"))
                {
                    pairs.Add(name, StepKind.Native);
                }
            }

            return pairs;
        }
    }

    /// <summary>The twin's sigmoid is the last stage, so that it has always been computed from its logits.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_sigmoid_before_moves_is_the_same_as_one_behind_them(string name, StepKind kind)
    {
        using var scope = NewDisposeScope();
        using var first = TestModels.Create(name + "First");
        using var last = TestModels.Create(name + "Last");
        using (no_grad())
        {
            foreach (var (a, b) in first.parameters().Zip(last.parameters()))
            {
                a.mul_(Large);
                b.copy_(a);
            }
        }

        var (loss, gradients) = Run(first, kind);
        var (expected, wanted) = Run(last, StepKind.Readable);
        Assert.True(expected > 10, FormattableString.Invariant($"{expected} is no saturated loss."));
        Numbers.Near(expected, loss, 1e-5);
        Assert.Equal(wanted.Count, gradients.Count);
        foreach (var (gradient, other) in gradients.Zip(wanted))
        {
            var scale = Numbers.One(other.abs().max());
            Assert.True(Numbers.One((gradient - other).abs().max()) <= 1e-5 * scale, name);
        }

        Assert.Contains(wanted, gradient => Numbers.One(gradient.abs().max()) > 0.01);
    }

    [Fact]
    public void Classes_are_compared_with_logarithms_that_do_not_round_to_zero()
    {
        using var scope = NewDisposeScope();
        using var model = new ClassMoves();
        double[] logits = [300, -300, 0, 10];
        using (no_grad())
        {
            foreach (var layer in new[] { model.Decoder.Dense1, model.Decoder.Dense2, model.Decoder.Dense3 })
            {
                layer.weight!.zero_();
                layer.bias!.copy_(tensor(logits));
            }
        }

        // One example each of the classes 1 and 2: softmax gives both 1e-131 or less, sigmoid gives the first 1e-131.
        var loss = model.Minimize(zeros(2, 4), tensor([1L, 2L]), tensor([1L, -1L]));
        Numbers.Near((600 + 300) / 2.0, loss.A, 1e-6);
        Numbers.Near(300, loss.B, 1e-6);
        Numbers.Near((600 + 300) / 2.0, loss.C, 1e-6);
        loss.Total.backward();

        // d/da of -log softmax is softmax - onehot, of -log sigmoid it is sigmoid - 1.
        Numbers.Same([1, -0.5, -0.5, 0], model.Decoder.Dense1.bias!.grad!, 1e-6);
        Numbers.Same([0, -1, 0, 0], model.Decoder.Dense2.bias!.grad!, 1e-6);
        Numbers.Same([1, -0.5, -0.5, 0], model.Decoder.Dense3.bias!.grad!, 1e-6);
    }

    private static (double Loss, IReadOnlyList<Tensor> Gradients) Run(Autoencoder model, StepKind kind)
    {
        using var batch = new Batch(TestModels.Data(model, Rows), Rows);
        model.train();
        if (kind == StepKind.Readable)
        {
            var values = model.Untyped.Minimize(batch);
            values.Total.backward();
            return (Numbers.One(values.Total), [.. model.parameters().Select(parameter => parameter.grad!)]);
        }

        var names = model.named_parameters().Select(p => (p.name, p.parameter)).ToList();
        using var flat = new FlatParameters(names, model.Untyped.DerivedOf(0, 0)!.Gradients);
        using var optimizer = new ScriptedOptimizer(
            model.Description.Plan.Phases[0].Turns[0].Optimizer,
            model.Description.Plan.Phases[0].Clip,
            flat);
        using IDerivedStep step = kind == StepKind.Native
            ? new NativeStep(
                model,
                model.Untyped.DerivedOf(0, 0)!,
                flat,
                optimizer,
                model.Description.Plan.Phases[0],
                Rows,
                threads: 2,
                feeder: null,
                new ManagedProduct())
            : new PortableStep(model, model.Untyped.DerivedOf(0, 0)!, flat, optimizer);
        var terms = new double[2];
        step.Run(batch, seed: 1, 1, learningRate: 0, terms);
        var found = step.Gradients.ToDictionary();
        return (terms[0], [.. names.Select(pair => found[pair.name].clone())]);
    }
}
