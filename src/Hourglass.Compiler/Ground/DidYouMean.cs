namespace Hourglass.Compiler.Ground;

/// <summary>Finds the word that was probably meant.</summary>
public static class DidYouMean
{
    /// <summary>
    /// The nearest candidate by edits (insert, delete, replace, swap neighbours), case aside, or null where none is near enough: no edit
    /// for words of up to two letters, one up to four, two up to seven, three beyond. Of equally near ones the first in ordinal order.
    /// </summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What could have been meant.</param>
    public static string? Closest(string word, IEnumerable<string> candidates)
    {
        var limit = word.Length switch { <= 2 => 0, <= 4 => 1, <= 7 => 2, _ => 3 };
        string? best = null;
        var least = limit + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) > limit)
            {
                continue;
            }

            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least || (distance == least && best is not null && string.CompareOrdinal(candidate, best) < 0))
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Damerau's and Levenshtein's distance in its restricted form (no piece is edited twice).</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
