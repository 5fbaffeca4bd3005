using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Estimates of log p(x) from draws of the posterior.</summary>
public static class ImportanceSampling
{
    /// <summary>The logarithm of the mean weight of many draws, in as many passes as that takes.</summary>
    /// <param name="draws">How many draws for each example at least.</param>
    /// <param name="each">Draws of a pass, the outermost dimension of its rows.</param>
    /// <param name="logWeights">A pass: the logarithms of its weights, <c>[each · N]</c>.</param>
    /// <returns><c>[N]</c>, in nats, without gradients.</returns>
    /// <exception cref="DataException">The number of draws is below 1.</exception>
    public static Tensor LogMean(int draws, int each, Func<Tensor> logWeights)
    {
        ArgumentNullException.ThrowIfNull(logWeights);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        if (draws < 1)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"draws is 1 or more; got {draws}."));
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var passes = (draws + each - 1) / each;
        Tensor? sum = null;
        for (var pass = 0; pass < passes; pass++)
        {
            using var inner = NewDisposeScope();
            var added = logWeights().reshape(each, -1).logsumexp(0);
            var next = sum is null ? added : logaddexp(sum, added);
            sum?.Dispose();
            sum = next.MoveToOuterDisposeScope();
        }

        return (sum! - Math.Log((double)passes * each)).MoveToOuterDisposeScope();
    }
}
