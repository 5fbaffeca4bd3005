using Hourglass.Metrics;

namespace Hourglass.Inference;

/// <summary>What a mixture takes as points.</summary>
internal static class MixtureData
{
    /// <summary>Checks points.</summary>
    /// <param name="data">The points.</param>
    /// <param name="name">What the caller calls them.</param>
    /// <param name="width">d of the mixture.</param>
    /// <exception cref="DataException">There are none, one is not finite, or the width is another.</exception>
    public static void Check(Points data, string name, int width)
    {
        if (data.Count == 0)
        {
            throw new DataException($"{name} is empty; a mixture needs one point or more.");
        }

        data.Check(name);
        data.CheckWidth(name, width, "the mixture");
    }
}
