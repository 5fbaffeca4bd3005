using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Estimates of log p(x) from draws of the posterior.</summary>
public static class ImportanceSampling
{
    /// <summary>Rows that a pass has: enough to keep the cores busy, few enough to fit their caches.</summary>
    private const long Rows = 2000;

    /// <summary>The logarithm of the mean weight of many draws, in as many passes as that takes.</summary>
    /// <param name="draws">How many draws for each example at least.</param>
    /// <param name="each">Draws for each row, the outermost dimension of the rows of a pass.</param>
    /// <param name="examples">N.</param>
    /// <param name="logWeights">A pass over so many copies of the examples: the logarithms of its weights,
    /// <c>[each · times · N]</c>.</param>
    /// <returns><c>[N]</c>, in nats, without gradients.</returns>
    /// <exception cref="DataException">The number of draws is below 1.</exception>
    public static Tensor LogMean(int draws, int each, long examples, Func<int, Tensor> logWeights)
    {
        ArgumentNullException.ThrowIfNull(logWeights);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        CheckDraws(draws);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var copies = (draws + each - 1) / each;
        var most = Most(each, examples, copies);
        Tensor? sum = null;
        for (var done = 0; done < copies; done += most)
        {
            using var inner = NewDisposeScope();
            var times = Math.Min(most, copies - done);
            var added = logWeights(times).reshape(each * times, -1).logsumexp(0);
            var next = sum is null ? added : logaddexp(sum, added);
            sum?.Dispose();
            sum = next.MoveToOuterDisposeScope();
            NativeHeap.Limit();
        }

        return (sum! - Math.Log((double)copies * each)).MoveToOuterDisposeScope();
    }

    /// <summary>The logarithms of the weights of many draws, in as many passes as that takes.</summary>
    /// <param name="draws">How many draws for each example.</param>
    /// <param name="each">Draws for each row, the outermost dimension of the rows of a pass.</param>
    /// <param name="examples">N.</param>
    /// <param name="logWeights">A pass over so many copies of the examples: the logarithms of its weights,
    /// <c>[each · times · N]</c>.</param>
    /// <returns><c>[draws, N]</c>, in nats, without gradients.</returns>
    /// <exception cref="DataException">The number of draws is below 1.</exception>
    public static Tensor LogWeights(int draws, int each, long examples, Func<int, Tensor> logWeights)
    {
        ArgumentNullException.ThrowIfNull(logWeights);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        CheckDraws(draws);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var copies = (draws + each - 1) / each;
        var most = Most(each, examples, copies);
        var passes = new List<Tensor>();
        for (var done = 0; done < copies; done += most)
        {
            using var inner = NewDisposeScope();
            var times = Math.Min(most, copies - done);
            passes.Add(logWeights(times).reshape(each * times, -1).MoveToOuterDisposeScope());
            NativeHeap.Limit();
        }

        return cat(passes, 0).narrow(0, 0, draws).MoveToOuterDisposeScope();
    }

    /// <summary>Data several times, one copy after the other.</summary>
    /// <param name="data">The data, <c>[N, ...]</c>.</param>
    /// <param name="times">How many times.</param>
    public static Tensor Copies(Tensor data, int times)
    {
        ArgumentNullException.ThrowIfNull(data);
        return times == 1 ? data : data.repeat([times, .. Enumerable.Repeat(1L, (int)data.dim() - 1)]);
    }

    /// <summary>Copies of the examples in a pass.</summary>
    private static int Most(int each, long examples, int copies) => (int)Math.Clamp(Rows / Math.Max(1, each * examples), 1, copies);

    private static void CheckDraws(int draws)
    {
        if (draws < 1)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"draws is 1 or more; got {draws}."));
        }
    }
}
