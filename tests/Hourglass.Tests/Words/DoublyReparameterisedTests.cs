using Hourglass.Datasets;
using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// Bounds whose encoder is trained by another value: against the bounds that they are made of, against the formula at the same draws, and
/// in the mean over many draws.
/// </summary>
[Proves("piwae")]
public sealed class DoublyReparameterisedTests
{
    private const int Copies = 40_000;

    private static Tensor Data => Numbers.Normals(1, 5, 3);

    [Fact]
    public void Piwae_trains_the_encoder_as_miwae_does_and_the_rest_as_iwae_does()
    {
        using var scope = NewDisposeScope();
        using var partial = new Partial().Double();
        using var whole = new PartialWhole().Double();
        using var groups = new PartialGroups().Double();
        whole.load_state_dict(partial.state_dict());
        groups.load_state_dict(partial.state_dict());
        var (found, iwae, miwae) = (Gradients(partial, Data), Gradients(whole, Data), Gradients(groups, Data));

        Assert.Contains(found.Keys, name => name.StartsWith("encoder.planar", StringComparison.Ordinal));
        foreach (var (name, gradient) in found)
        {
            var ofEncoder = name.StartsWith("encoder.", StringComparison.Ordinal);
            Numbers.Same((ofEncoder ? miwae : iwae)[name], gradient, 1e-10);
        }

        Assert.Contains(found, pair => pair.Value.Zip(iwae[pair.Key]).Any(two => Math.Abs(two.First - two.Second) > 1e-3));
        Numbers.Near(Numbers.One(Total(whole, Data)), Total(partial, Data));
    }

    [Fact]
    public void The_gradient_is_that_of_the_draws_by_the_squares_of_their_shares()
    {
        using var scope = NewDisposeScope();
        using var model = new DoublyIwae().Double();
        var found = Gradients(model, Data);
        model.Untyped.Noise.Begin(3, 0);
        var q = model.Encode(Data).Z;
        var (mean, deviation, many) = (q.Mean.repeat(4, 1), q.StandardDeviation.repeat(4, 1), Data.repeat(4, 1));
        var z = mean + (deviation * model.Untyped.Noise.Normal(0, mean));
        var leaf = z.detach().requires_grad_();
        var log = model.Decode(leaf).LogProb(many) + Normal.Standard([20, 2], ScalarType.Float64, CPU).LogProb(leaf)
            - new Normal(mean.detach(), q.LogVar.repeat(4, 1).detach()).LogProb(leaf);
        var shares = log.reshape(4, 5).softmax(0).reshape(20).detach();
        var slopes = autograd.grad([log.sum()], [leaf])[0];
        model.zero_grad();
        (-(shares.square().unsqueeze(1) * slopes * z).sum() / 5).backward();

        var compared = model.Encoder.named_parameters().ToArray();
        Assert.NotEmpty(compared);
        foreach (var (name, parameter) in compared)
        {
            Numbers.Same(Numbers.Of(parameter.grad!), found["encoder." + name], 1e-10);
        }
    }

    [Theory]
    [InlineData("iwae")]
    [InlineData("miwae")]
    [InlineData("ciwae")]
    [InlineData("piwae")]
    public void The_mean_over_draws_is_that_of_the_bound_and_the_value_is_the_same(string bound)
    {
        using var scope = NewDisposeScope();
        (Autoencoder, Autoencoder) pair = bound switch
        {
            "iwae" => (new DoublyIwae().Double(), new PlainIwae().Double()),
            "miwae" => (new DoublyMiwae().Double(), new PlainMiwae().Double()),
            "ciwae" => (new DoublyCiwae().Double(), new PlainCiwae().Double()),
            _ => (new DoublyPartial().Double(), new PlainPartial().Double()),
        };
        using var doubly = pair.Item1;
        using var plain = pair.Item2;
        plain.load_state_dict(doubly.state_dict());
        var x = Numbers.Normals(2, 1, 3).repeat(Copies, 1);
        var (expected, found) = (Gradients(plain, x), Gradients(doubly, x));
        Numbers.Near(Numbers.One(Total(plain, x)), Total(doubly, x));
        Assert.Equal(expected.Keys, found.Keys);
        Assert.Contains(expected, each => each.Key.StartsWith("encoder", StringComparison.Ordinal) && each.Value.Max() > 0.02);
        foreach (var (name, numbers) in expected)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                Assert.InRange(found[name][i], numbers[i] - 0.02, numbers[i] + 0.02);
            }
        }
    }

    private static Tensor Total(Autoencoder model, Tensor x)
    {
        model.Untyped.Noise.Begin(3, 0);
        return model.Untyped.Minimize(new Batch(new Dictionary<string, Tensor> { ["x"] = x }, (int)x.size(0))).Total;
    }

    private static Dictionary<string, double[]> Gradients(Autoencoder model, Tensor x)
    {
        model.zero_grad();
        Total(model, x).backward();
        return model.named_parameters()
            .ToDictionary(pair => pair.name, pair => pair.parameter.grad is { } gradient ? Numbers.Of(gradient) : []);
    }
}
