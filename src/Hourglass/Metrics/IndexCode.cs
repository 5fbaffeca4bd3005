using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>
/// How long symbols 0 … K − 1 are in the best code for how often training symbols had each value: −log₂ p bits (Shannon, 1948), to which an
/// arithmetic coder comes within two bits a message. Each symbol counts as if it had been seen once more (Laplace), so that unseen ones
/// have a finite length.
/// </summary>
public sealed class IndexCode
{
    private readonly double[] _bits;

    /// <summary>The code of given frequencies.</summary>
    /// <param name="counts">How often each symbol was seen, <c>[K]</c>.</param>
    /// <exception cref="DataException">There are no symbols, or a count is below 0.</exception>
    public IndexCode(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Given.Some(counts.Count, nameof(counts));
        if (counts.Any(count => count < 0))
        {
            throw new DataException(Invariant($"counts are how often each symbol was seen, 0 or more; got {counts.Min()}."));
        }

        var total = (double)counts.Sum() + counts.Count;
        _bits = [.. counts.Select(count => Math.Log2(total / (count + 1)))];
    }

    /// <summary>K.</summary>
    public int Symbols => _bits.Length;

    /// <summary>The length where all symbols have the same, log₂ K bits.</summary>
    public double FixedBits => Math.Log2(Symbols);

    /// <summary>The length of a symbol, in bits.</summary>
    /// <param name="symbol">From 0 to K − 1.</param>
    /// <exception cref="DataException">There is no such symbol.</exception>
    public double Bits(int symbol) => symbol >= 0 && symbol < Symbols
        ? _bits[symbol]
        : throw new DataException(Invariant($"With {Symbols} symbols they are from 0 to {Symbols - 1}; got {symbol}."));
}
