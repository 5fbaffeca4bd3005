using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The weight <c>cycle</c> at single moments.</summary>
[Proves("cycle")]
public class CycleTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 1.25)]
    [InlineData(1, 2)]
    [InlineData(3.9, 2)]
    [InlineData(4, 0.5)]
    [InlineData(8.25, 0.875)]
    public void It_begins_anew_every_so_many_epochs(double epoch, double weight)
    {
        using var scope = NewDisposeScope();
        using var model = new Cycled().Double();
        model.Epoch = epoch;
        var loss = model.Minimize(Numbers.Normals(1, 5, 3));

        Numbers.Near(Numbers.One(loss.NllX) + (weight * Numbers.One(loss.KlZ)), loss.Total);
    }
}
