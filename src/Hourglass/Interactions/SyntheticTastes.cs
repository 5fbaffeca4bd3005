using Hourglass.Datasets;
using Hourglass.Metrics;

namespace Hourglass.Interactions;

/// <summary>
/// Interactions whose structure is known, drawn by code: clusters of taste times popularity. Users u and items v are unit vectors of d
/// dimensions, scattered around the centres of K clusters; item i has the popularity (i + 1)^(−s). A user draws items without replacement,
/// p(i) ∝ (i + 1)^(−s) exp(β u·v). The logarithms of these chances have the rank d + 1, but the chances themselves, which a singular value
/// decomposition describes, have none so low: the structure is one for a multinomial likelihood of logits (Collins, Dasgupta and Schapire,
/// 2001), and is meant to be.
/// </summary>
public sealed record SyntheticTastes
{
    /// <summary>A stream of the seed's own for the centres, and one for the items; users have those from 0 on.</summary>
    private const int CentreStream = -21, ItemStream = -22;

    /// <summary>Users, 1 or more.</summary>
    public int Users { get; init; } = 6000;

    /// <summary>Items, 1 or more.</summary>
    public int Items { get; init; } = 1000;

    /// <summary>K, the clusters.</summary>
    public int Clusters { get; init; } = 100;

    /// <summary>d.</summary>
    public int Dimensions { get; init; } = 8;

    /// <summary>How far members of a cluster scatter: √d times the standard deviation of a dimension, before they have length 1.</summary>
    public double Spread { get; init; } = 0.5;

    /// <summary>β, how much taste decides.</summary>
    public double Sharpness { get; init; } = 7;

    /// <summary>s, how steeply popularity falls.</summary>
    public double Skew { get; init; } = 0.5;

    /// <summary>The fewest items of a user.</summary>
    public int Fewest { get; init; } = 8;

    /// <summary>The most items of a user.</summary>
    public int Most { get; init; } = 30;

    /// <summary>Another seed, other users and items.</summary>
    public int Seed { get; init; }

    /// <summary>Draws the interactions: users <c>u0 …</c>, items <c>i0 …</c>, the most popular first.</summary>
    /// <exception cref="DataException">A number is out of its range.</exception>
    public InteractionSet Draw()
    {
        Given.AtLeast(1, Users);
        Given.AtLeast(1, Items);
        Given.AtLeast(1, Clusters);
        Given.AtLeast(1, Dimensions);
        Given.Positive(Spread);
        Given.Positive(Sharpness);
        Given.AtLeast(1, Fewest);
        Given.AtLeast(Fewest, Most);
        Given.AtLeast(Most, Items);
        var (centres, items) = (Centres(), ItemVectors());
        return new InteractionSet(
            "synthetic tastes",
            [.. Enumerable.Range(0, Users).Select(user => FormattableString.Invariant($"u{user}"))],
            [.. Enumerable.Range(0, Items).Select(item => FormattableString.Invariant($"i{item}"))],
            IncidenceMatrix.Of(Items, [.. Enumerable.Range(0, Users).Select(user => DrawItems(user, centres, items))]));
    }

    /// <summary>The chances of a user's first item, <c>[items]</c>: what is to be found out.</summary>
    /// <param name="user">The user's place.</param>
    public IReadOnlyList<double> ChancesOf(int user)
    {
        var random = Stream(user);
        var weights = Weights(Member(ref random, Centres()), ItemVectors());
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    /// <summary>
    /// Without replacement: the items with the least exponential waiting times (Efraimidis and Spirakis, 2006) are such a draw.
    /// </summary>
    private int[] DrawItems(int user, double[][] centres, double[][] items)
    {
        var random = Stream(user);
        var weights = Weights(Member(ref random, centres), items);
        var count = Fewest + random.Below(Most - Fewest + 1);
        var order = new int[Items];
        for (var item = 0; item < Items; item++)
        {
            (weights[item], order[item]) = (-Math.Log(1 - random.Between(0, 1)) / weights[item], item);
        }

        Array.Sort(weights, order);
        return [.. order[..count].Order()];
    }

    private double[] Weights(double[] user, double[][] items)
    {
        var weights = new double[Items];
        for (var item = 0; item < Items; item++)
        {
            var along = 0.0;
            for (var i = 0; i < Dimensions; i++)
            {
                along += user[i] * items[item][i];
            }

            weights[item] = Math.Pow(item + 1, -Skew) * Math.Exp(Sharpness * along);
        }

        return weights;
    }

    private double[][] Centres()
    {
        var random = Stream(CentreStream);
        var centres = new double[Clusters][];
        for (var i = 0; i < Clusters; i++)
        {
            centres[i] = Around(ref random, new double[Dimensions]);
        }

        return centres;
    }

    private double[][] ItemVectors()
    {
        var random = Stream(ItemStream);
        var centres = Centres();
        var items = new double[Items][];
        for (var i = 0; i < Items; i++)
        {
            items[i] = Member(ref random, centres);
        }

        return items;
    }

    private double[] Member(ref SplitMix64 random, double[][] centres) => Around(ref random, centres[random.Below(Clusters)]);

    /// <summary>A unit vector near a centre.</summary>
    private double[] Around(ref SplitMix64 random, double[] centre)
    {
        var vector = new double[Dimensions];
        for (var i = 0; i < Dimensions; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.Between(0, 1)));
            vector[i] = centre[i] + (Spread / Math.Sqrt(Dimensions) * radius * Math.Cos(2 * Math.PI * random.Between(0, 1)));
        }

        var length = Math.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / length);
    }

    private SplitMix64 Stream(int stream) => new((ulong)Training.Seeds.Derive(Seed, stream));
}
