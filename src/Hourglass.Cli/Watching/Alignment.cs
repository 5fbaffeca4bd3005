namespace Hourglass.Cli.Watching;

/// <summary>Two sequences beside each other: what they have in common in the same order, and what stands between that.</summary>
internal static class Alignment
{
    /// <summary>The places where they differ: what is gone, and what has come instead.</summary>
    public static IEnumerable<(IReadOnlyList<T> Gone, IReadOnlyList<T> Come)> Of<T>(IReadOnlyList<T> before, IReadOnlyList<T> now)
    {
        var common = Common(before, now);
        var (i, j) = (0, 0);
        var (gone, come) = (new List<T>(), new List<T>());
        while (i < before.Count || j < now.Count)
        {
            if (i < before.Count && j < now.Count && EqualityComparer<T>.Default.Equals(before[i], now[j]))
            {
                if (gone.Count + come.Count > 0)
                {
                    yield return ([.. gone], [.. come]);
                    gone.Clear();
                    come.Clear();
                }

                i++;
                j++;
            }
            else if (j == now.Count || (i < before.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                gone.Add(before[i++]);
            }
            else
            {
                come.Add(now[j++]);
            }
        }

        if (gone.Count + come.Count > 0)
        {
            yield return (gone, come);
        }
    }

    /// <summary>The length of the longest common subsequence behind each pair of places.</summary>
    private static int[,] Common<T>(IReadOnlyList<T> before, IReadOnlyList<T> now)
    {
        var common = new int[before.Count + 1, now.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
            {
                common[i, j] = EqualityComparer<T>.Default.Equals(before[i], now[j])
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
