using Hourglass.Metrics;
using MathNet.Numerics.Statistics;

namespace Hourglass.Tests.Metrics;

/// <summary>Lengths against closed forms, Kraft's inequality and the entropy of another library.</summary>
public sealed class CodeLengthTests
{
    [Fact]
    public void Equal_frequencies_cost_what_one_length_does()
    {
        var code = new IndexCode([7, 7, 7, 7, 7, 7, 7, 7]);
        Assert.Equal(3, code.FixedBits);
        Assert.All(Enumerable.Range(0, 8), symbol => Assert.Equal(3, code.Bits(symbol), 1e-12));
    }

    [Fact]
    public void A_symbol_counts_once_more_than_it_was_seen()
    {
        var code = new IndexCode([5, 0, 1]);
        Assert.Equal(Math.Log2(9 / 6.0), code.Bits(0), 1e-12);
        Assert.Equal(Math.Log2(9), code.Bits(1), 1e-12);
        Assert.Equal(1, Enumerable.Range(0, 3).Sum(symbol => Math.Pow(2, -code.Bits(symbol))), 1e-12);
    }

    /// <summary>With many training symbols the mean length of the same symbols comes to their entropy.</summary>
    [Fact]
    public void Many_symbols_cost_their_entropy()
    {
        var random = new Random(1);
        long[] numbers = [.. Enumerable.Range(0, 200_000).Select(_ => (long)Math.Round(2 * random.NextDouble() * random.NextDouble() * 5))];
        var entropy = Statistics.Entropy(numbers.Select(number => (double)number));
        var integers = new IntegerCode();
        Array.ForEach(numbers, integers.Add);
        var index = new IndexCode([.. Enumerable.Range(0, 11).Select(symbol => (long)numbers.Count(number => number == symbol))]);
        Assert.Equal(entropy, numbers.Average(integers.Bits), 1e-4);
        Assert.Equal(entropy, numbers.Average(number => index.Bits((int)number)), 1e-3);
    }

    [Fact]
    public void A_number_that_never_differs_costs_next_to_nothing()
    {
        var code = new IntegerCode();
        for (var i = 0; i < 1023; i++)
        {
            code.Add(-4);
        }

        Assert.Equal(Math.Log2(1024 / 1023.0), code.Bits(-4), 1e-12);
        Assert.Equal(10 + 1, code.Bits(0));
        Assert.Equal(10 + 3, code.Bits(-1));
        Assert.Equal(10 + 3, code.Bits(1));
        Assert.Equal(10 + 5, code.Bits(3));
    }

    /// <summary>Σ 2^−length over all numbers is 1: up to 2²⁰ of either sign all but 2⁻²¹ of the escape.</summary>
    [Fact]
    public void Lengths_are_those_of_a_code()
    {
        var code = new IntegerCode();
        foreach (var number in new[] { 100_000_000L, 100_000_001, 100_000_001 })
        {
            code.Add(number);
        }

        var sum = Math.Pow(2, -code.Bits(100_000_000)) + Math.Pow(2, -code.Bits(100_000_001));
        for (var number = -(1L << 20); number < 1L << 20; number++)
        {
            sum += Math.Pow(2, -code.Bits(number));
        }

        Assert.InRange(sum, 1 - 1e-6, 1);
    }

    [Fact]
    public void What_is_no_symbol_is_refused()
    {
        Assert.Throws<DataException>(() => new IndexCode([]));
        Assert.Throws<DataException>(() => new IndexCode([1, -1]));
        Assert.Equal(
            "With 2 symbols they are from 0 to 1; got 2.",
            Assert.Throws<DataException>(() => new IndexCode([1, 1]).Bits(2)).Message);
    }
}
