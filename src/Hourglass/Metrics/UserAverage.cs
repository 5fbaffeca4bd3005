using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>A figure of every user, and their average; users without held-out items have none.</summary>
/// <param name="PerUser"><c>[users]</c>; NaN for users without held-out items.</param>
/// <param name="Mean">The mean over the others.</param>
/// <param name="LeftOut">How many users had no held-out items.</param>
public sealed record UserAverage(IReadOnlyList<double> PerUser, double Mean, int LeftOut)
{
    /// <summary>Averages figures, such as those of several batches of users.</summary>
    /// <param name="perUser">A figure for each user; NaN for those without held-out items.</param>
    /// <exception cref="DataException">No user has a figure.</exception>
    public static UserAverage Of(IEnumerable<double> perUser)
    {
        ArgumentNullException.ThrowIfNull(perUser);
        double[] all = [.. perUser];
        var counted = all.Where(figure => !double.IsNaN(figure)).ToArray();
        return counted.Length > 0
            ? new UserAverage(all, counted.Average(), all.Length - counted.Length)
            : throw new DataException(Invariant($"None of {all.Length} users has a held-out item; hold some out, or take other users."));
    }
}
