using Hourglass.Numerics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Passes over large tensors must not pile up memory, however many there are.</summary>
public class NativeHeapTests
{
    /// <summary>Three gibibytes would pile up without a limit where glibc is older than 2.38.</summary>
    [Fact]
    public void Many_passes_take_no_more_memory_than_few()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = zeros(100, 784);
        using var seeded = new RandomScope(1);
        var layer = nn.Linear(20, 784);
        var before = Environment.WorkingSet;
        using var mean = ImportanceSampling.LogMean(7500, 50, 100, times =>
        {
            using var inner = NewDisposeScope();
            var logits = layer.forward(zeros(50 * 100, 20));
            var loss = nn.functional.binary_cross_entropy_with_logits(logits, x.repeat(50, 1), reduction: nn.Reduction.None);
            return (-loss.sum(1, keepdim: true)).reshape(-1).MoveToOuterDisposeScope();
        });
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 1200L << 20);
    }
}
