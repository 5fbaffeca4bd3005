using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The term <c>huber</c> against libtorch's, values and gradients.</summary>
[Proves("huber")]
public class HuberTests
{
    [Fact]
    public void Value_and_gradients_are_those_of_libtorch()
    {
        using var scope = NewDisposeScope();
        using var model = new HuberError().Double();
        var x = Numbers.Normals(1, 7, 4) * 2;
        var weight = model.Decoder.Dense1.weight!;

        var found = model.Minimize(x).HuberY;
        found.backward();
        var gradient = weight.grad!.clone();
        model.zero_grad();
        var expected = nn.functional.huber_loss(model.Decode(model.Encode(x).H), x, delta: 0.7);
        expected.backward();

        Numbers.Near(Numbers.One(expected), found);
        Numbers.Same(Numbers.Of(weight.grad!), gradient);
    }
}
