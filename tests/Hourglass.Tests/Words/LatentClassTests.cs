using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// Classes that are summed out, against equations 6 to 9 of Kingma et al. (2014) written out, an example and a class at a time.
/// </summary>
public class LatentClassTests
{
    private static readonly long[] Labels = [2, -1, 0, -1, -1];

    [Fact]
    public void The_objective_is_that_of_each_example_by_itself()
    {
        using var scope = NewDisposeScope();
        using var model = new LatentClass().Double();
        var (x, y) = (Numbers.Uniforms(3, Labels.Length, 5), tensor(Labels));
        model.Untyped.Noise.Begin(1, 2);
        var loss = model.Minimize(x, y);
        model.Untyped.Noise.Begin(1, 2);
        var noise = model.Untyped.Noise.Normal(0, zeros([3 * Labels.Length, 2], ScalarType.Float64));
        var (labelled, unlabelled, classified) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < Labels.Length; i++)
        {
            var logq = nn.functional.log_softmax(LogitsOf(model, x[i]), 0);
            Tensor[] bounds = [.. Enumerable.Range(0, 3).Select(k => Bound(model, x[i], k, noise[(k * Labels.Length) + i]))];
            if (Labels[i] >= 0)
            {
                labelled.Add(bounds[Labels[i]]);
                classified.Add(-logq[Labels[i]]);
            }
            else
            {
                unlabelled.Add(bounds.Select((bound, k) => logq[k].exp() * (bound + logq[k])).Aggregate((sum, part) => sum + part));
            }
        }

        var expected = (stack([.. labelled.Concat(unlabelled)]).sum() / Labels.Length) + (5 * stack([.. classified]).mean());
        Numbers.Near(Numbers.One(expected), loss.Total, 1e-10);

        // The gradient too, through the probabilities of the classes.
        loss.Total.backward();
        var found = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone());
        model.zero_grad();
        expected.backward();
        Assert.All(model.named_parameters(), p => Numbers.Same(Numbers.Of(p.parameter.grad!), found[p.name], 1e-9));
    }

    /// <summary>-L(x, y) = -log p(x | y, z) - log p(y) + KL(q(z | x, y) ‖ p(z)), at a draw of z.</summary>
    private static Tensor Bound(LatentClass model, Tensor x, int k, Tensor noise)
    {
        var y = nn.functional.one_hot(tensor(k, ScalarType.Int64), 3).to_type(ScalarType.Float64);
        var hidden = nn.functional.softplus(model.Encoder.Dense2.call(cat([x, y])));
        var (mean, logvar) = (model.Encoder.ZMean.call(hidden), model.Encoder.ZLogvar.call(hidden));
        var z = mean + ((0.5 * logvar).exp() * noise);
        var logits = model.Decoder.XLogits.call(nn.functional.softplus(model.Decoder.Dense1.call(cat([z, y]))));
        var p = logits.sigmoid();
        var logp = ((x * p.log()) + ((1 - x) * (1 - p).log())).sum();
        return -logp + Math.Log(3) + (0.5 * (mean.square() + logvar.exp() - logvar - 1).sum());
    }

    private static Tensor LogitsOf(LatentClass model, Tensor x) =>
        model.Encoder.YLogits.call(nn.functional.softplus(model.Encoder.Dense1.call(x)));

    [Fact]
    public void A_code_beside_the_classes_is_drawn_for_each()
    {
        using var scope = NewDisposeScope();
        using var model = new ClassAside().Double();
        var (x, y) = (Numbers.Normals(3, Labels.Length, 5), tensor(Labels));
        model.Untyped.Noise.Begin(1, 2);
        var loss = model.Minimize(x, y);
        model.Untyped.Noise.Begin(1, 2);
        var noise = model.Untyped.Noise.Normal(0, zeros([4 * Labels.Length, 2], ScalarType.Float64)).reshape(4, Labels.Length, 2);
        var hidden = model.Encoder.Dense1.call(x).tanh();
        var z = model.Encoder.ZMean.call(hidden) + ((0.5 * model.Encoder.ZLogvar.call(hidden)).exp() * noise);
        var q = nn.functional.softmax(model.Encoder.YLogits.call(model.Encoder.Dense2.call(x).tanh()), 1);
        var weights = stack([.. Labels.Select((label, i) => label >= 0
            ? nn.functional.one_hot(tensor(label), 4).to_type(ScalarType.Float64)
            : q[i])]).t();
        var each = eye(4, dtype: ScalarType.Float64).unsqueeze(1).expand(4, Labels.Length, 4);
        var errors = (model.Decoder.Dense1.call(cat([z, each], 2)) - x).square().sum(2L);
        Numbers.Near(Numbers.One((weights * errors).sum() / Labels.Length), loss.SseR, 1e-10);
    }

    /// <summary>Where nothing is drawn, a class that is missing is the most probable one.</summary>
    [Fact]
    public void Reconstructions_take_the_class_that_is_given_or_most_probable()
    {
        using var scope = NewDisposeScope();
        using var model = new LatentClass().Double();
        var (x, y) = (Numbers.Uniforms(3, Labels.Length, 5), tensor(Labels));
        var logits = LogitsOf(model, x);
        var filled = where(y >= 0, y, logits.argmax(1));
        Numbers.Same(Numbers.Of(model.Reconstruct(x, filled)), model.Reconstruct(x, y));
        var code = model.Encode(x, y);
        Numbers.Same(Numbers.Of(logits), code.Y.Logits);
        Numbers.Same(Numbers.Of(model.Encode(x, filled).Z.Mean), code.Z.Mean);
        Numbers.Same(Numbers.Of(model.Decode(code.Z.Mean, filled).Mean), model.Reconstruct(x, y));
        Assert.Equal([4, 5], model.Sample(4, tensor(new long[] { 0, 1, 2, 0 })).shape);
    }

    /// <summary>Each batch has its share of labels, and all others come up before any comes again.</summary>
    [Fact]
    public void A_share_of_each_batch_is_labelled()
    {
        using var scope = NewDisposeScope();
        using var model = new LatentClass();
        var labels = Enumerable.Range(0, 32).Select(i => i % 8 == 0 ? i % 3 : -1L).ToArray();
        var x = (arange(32, ScalarType.Float32) / 32).unsqueeze(1).expand(32, 5).contiguous();
        using var data = Hourglass.Datasets.Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x, ["y"] = tensor(labels) });
        using var session = new TrainingSession(model, data, new TrainOptions { Step = StepKind.Readable });
        for (var epoch = 0; session.BeginEpoch(); epoch++)
        {
            var seen = new List<double>();
            while (session.NextBatch() is { } batch)
            {
                Assert.Equal(2, batch["y"].ge(0).sum().item<long>());
                seen.AddRange(Numbers.Of(batch["x"].select(1, 0)[batch["y"].lt(0)]));
                using var inner = NewDisposeScope();
                var loss = model.Minimize(batch["x"], batch["y"]);
                loss.Total.backward();
                session.Step(loss.Total, loss.NllX, loss.KlY, loss.KlZ, loss.NllY);
            }

            Assert.Equal(24, seen.Distinct().Count());
            session.EndEpoch();
        }
    }

    [Fact]
    public void Labels_that_are_all_there_cannot_be_mixed()
    {
        using var scope = NewDisposeScope();
        using var model = new LatentClass();
        using var data = Hourglass.Datasets.Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = Numbers.UniformSingles(1, 8, 5), ["y"] = arange(8, ScalarType.Int64).remainder(3) });
        var error = Assert.Throws<TrainingException>(() => model.TrainOn(data));
        Assert.Contains(
            "A share of labelled examples mixes those whose y is given with others, and all are given",
            error.Message,
            StringComparison.Ordinal);
    }
}
