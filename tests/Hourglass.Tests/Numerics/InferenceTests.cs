using Hourglass.Numerics;
using Hourglass.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Emitted methods keep no graph unless they are asked for gradients, and give the same numbers either way.</summary>
public class InferenceTests
{
    [Fact]
    public void The_mode_follows_the_inputs()
    {
        using var scope = NewDisposeScope();
        var (plain, wants) = (zeros(2), zeros(2).requires_grad_());
        Assert.False(is_inference_mode_enabled());
        using (Inference.For(plain, plain))
        {
            Assert.True(is_inference_mode_enabled());
        }

        using (Inference.For())
        {
            Assert.True(is_inference_mode_enabled());
        }

        Assert.False(is_inference_mode_enabled());
        Assert.Null(Inference.For(plain, wants));
        using var still = no_grad();
        using var mode = Inference.For(plain, wants);
        Assert.NotNull(mode);
    }

    [Fact]
    public void Results_are_equal_with_and_without_gradients()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws().Double();
        model.eval();
        var x = Numbers.Uniforms(1, 5, 6);
        var wanted = x.clone().requires_grad_();
        var (code, tracked) = (model.Encode(x), model.Encode(wanted));
        Numbers.Same(Numbers.Of(tracked.Z.Mean), code.Z.Mean, 0);
        Numbers.Same(Numbers.Of(tracked.Z.LogVar), code.Z.LogVar, 0);
        Numbers.Same(Numbers.Of(model.Decode(tracked.Z.Mean).Logits), model.Decode(code.Z.Mean).Logits, 0);
        Numbers.Same(Numbers.Of(model.Reconstruct(wanted)), model.Reconstruct(x), 0);
        Assert.All(new[] { code.Z.Mean, code.Z.LogVar, model.Decode(code.Z.Mean).Logits, model.Reconstruct(x), model.Sample(3) }, tensor => Assert.False(tensor.requires_grad));
        Assert.All(new[] { tracked.Z.Mean, model.Decode(tracked.Z.Mean).Logits, model.Reconstruct(wanted) }, tensor => Assert.True(tensor.requires_grad));
    }

    [Fact]
    public void Gradients_reach_a_code_that_requires_them_and_the_weights()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws().Double();
        model.eval();
        var z = Numbers.Normals(2, 3, 2).requires_grad_();
        model.Decode(z).Mean.sum().backward();
        var found = Numbers.Of(z.grad!);
        for (var i = 0; i < found.Length; i++)
        {
            var bump = zeros(6, dtype: ScalarType.Float64);
            bump[i] = 1e-5;
            var difference = model.Decode(z.detach() + bump.view(3, 2)).Mean.sum() - model.Decode(z.detach() - bump.view(3, 2)).Mean.sum();
            Numbers.Near(Numbers.One(difference) / 2e-5, found[i], 1e-8);
        }

        Assert.NotNull(model.Decoder.Dense1.weight!.grad);
    }

    [Fact]
    public void Results_serve_later_code_as_they_are_or_as_clones()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws();
        using var head = nn.Linear(2, 1);
        model.eval();
        var z = model.Encode(rand(5, 6)).Z;

        // Draws, densities and targets need no clone.
        Assert.Equal([5, 2], z.Sample().shape);
        Assert.Equal([5], z.LogProb(zeros(5, 2)).shape);
        (head.call(zeros(5, 2)) - z.Mean.sum(1, keepdim: true)).square().mean().backward();
        Assert.NotNull(head.weight!.grad);

        // What a trained layer reads does: torch says so.
        Assert.Contains("clone", Assert.ThrowsAny<Exception>(() => head.call(z.Mean)).Message, StringComparison.Ordinal);
        head.zero_grad();
        head.call(z.Mean.clone()).sum().backward();
        Assert.NotNull(head.weight!.grad);
        var start = z.Mean.clone().requires_grad_();
        model.Decode(start).Mean.sum().backward();
        Assert.NotNull(start.grad);
    }

    [Fact]
    public void Every_public_method_is_free_of_gradients()
    {
        using var scope = NewDisposeScope();
        using var ladder = new Ladder();
        ladder.eval();
        var code = ladder.Encode(rand(4, 3));
        var prior = ladder.PriorOfZ1(code.Z2.Mean);
        Assert.All(new[] { code.Z1.Mean, code.Z2.Mean, prior.Mean, prior.LogVar }, tensor => Assert.False(tensor.requires_grad));
        Assert.True(ladder.PriorOfZ1(code.Z2.Mean.clone().requires_grad_()).Mean.requires_grad);
    }
}
