using Hourglass.Datasets;
using Hourglass.Training;

namespace Hourglass.Interactions;

/// <summary>
/// Which users had to do with which items: names, and for every user the places of the items, in memory as long as there are interactions.
/// Dense rows exist only in batches.
/// </summary>
public sealed class InteractionSet
{
    /// <summary>A stream of the seed's own for the choice of users, and one for that of their items.</summary>
    private const int UserStream = -11, ItemStream = -12;

    internal InteractionSet(string name, IReadOnlyList<string> users, IReadOnlyList<string> items, IncidenceMatrix rows)
    {
        (Name, Users, Items, Rows) = (name, users, items, rows);
    }

    /// <summary>What the data is called.</summary>
    public string Name { get; }

    /// <summary>The users' names.</summary>
    public IReadOnlyList<string> Users { get; }

    /// <summary>The items' names.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>How many interactions there are.</summary>
    public int Count => Rows.Ones;

    /// <summary>What was found out about the source, such as lines that say the same again: a line each.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    internal IncidenceMatrix Rows { get; }

    /// <summary>
    /// A file of lines <c>user item [rating [time]]</c>, separated by commas, semicolons, bars, tabs, blanks or <c>::</c> as of MovieLens,
    /// in UTF-8, plain or gzip. Of lines that say the same user and item, the last one holds; times are not read. <see cref="Notes"/> tell
    /// what was passed over.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The least rating, and whether there is a header.</param>
    /// <exception cref="DataException">The file cannot be read, or has lines that are none; the message has their numbers.</exception>
    public static InteractionSet Read(string path, InteractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return InteractionFile.Read(path, options ?? new InteractionOptions());
    }

    /// <summary>Interactions that the caller has. The same pair may come again.</summary>
    /// <param name="pairs">The user and the item of each.</param>
    /// <param name="name">What to call the data.</param>
    /// <exception cref="DataException">There are none.</exception>
    public static InteractionSet Of(IEnumerable<(string User, string Item)> pairs, string name = "interactions")
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(name);
        var builder = new InteractionBuilder();
        foreach (var (user, item) in pairs)
        {
            builder.Add(user, item, isKept: true, line: 0);
        }

        return builder.Build(name);
    }

    /// <summary>The places of a user's items, rising.</summary>
    /// <param name="user">The user's place.</param>
    public ReadOnlySpan<int> ItemsOf(int user) => Rows[user];

    /// <summary>The users at some places, in that order.</summary>
    public InteractionSet Select(IReadOnlyList<int> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        return With([.. users.Select(user => Users[user])], Rows.Select(users));
    }

    /// <summary>The users who have so many items or more; Liang et al. (2018) keep those with five.</summary>
    /// <param name="least">The least number of items.</param>
    /// <exception cref="DataException">No user has.</exception>
    public InteractionSet WithItemsFrom(int least)
    {
        int[] users = [.. Enumerable.Range(0, Users.Count).Where(user => Rows[user].Length >= least)];
        return users.Length > 0
            ? Select(users)
            : throw new DataException(FormattableString.Invariant($"No user of '{Name}' has {least} items or more; ask for fewer."));
    }

    /// <summary>
    /// The items of most users, as many as a model has; of as many users, those that come first. Where there are fewer, nameless ones that
    /// nobody has stand behind them.
    /// </summary>
    /// <param name="count">How many items.</param>
    /// <exception cref="DataException"><paramref name="count"/> is below 1.</exception>
    public InteractionSet WithItems(int count)
    {
        Metrics.Given.AtLeast(1, count);
        var users = Rows.PerColumn();
        int[] kept = [.. Enumerable.Range(0, Items.Count).OrderByDescending(item => users[item]).Take(count).Order()];
        var places = new int[Items.Count];
        Array.Fill(places, -1);
        for (var i = 0; i < kept.Length; i++)
        {
            places[kept[i]] = i;
        }

        int[][] rows = [.. Enumerable.Range(0, Users.Count).Select(user =>
            Array.FindAll(Array.ConvertAll(Rows[user].ToArray(), item => places[item]), place => place >= 0))];
        string[] names = [.. kept.Select(item => Items[item]), .. Enumerable.Repeat("", count - kept.Length)];
        return new InteractionSet(Name, Users, names, IncidenceMatrix.Of(count, rows)) { Notes = Notes };
    }

    /// <summary>
    /// Sets users aside, and of each of these a share of the items, as Liang et al. (2018), section 4.3: ⌊share · n⌋ of n items, none of
    /// fewer than five. What decides is the seed alone.
    /// </summary>
    /// <param name="users">How many users to set aside, fewer than there are.</param>
    /// <param name="seed">Another seed, other users and items.</param>
    /// <param name="share">The share of the items that are to be found, from 0 to 1.</param>
    /// <exception cref="DataException">A number is out of its range.</exception>
    public InteractionSplit Split(int users, int seed = 0, double share = 0.2)
    {
        if (users < 1 || users >= Users.Count)
        {
            throw new DataException(FormattableString.Invariant(
                $"Of the {Users.Count} users of '{Name}', 1 to {Users.Count - 1} can be set aside, not {users}: one at least must train."));
        }

        if (!(share > 0 && share < 1))
        {
            throw new DataException(FormattableString.Invariant($"The share of held-out items is between 0 and 1; got {share}."));
        }

        var order = Seeds.Permutation(Users.Count, seed, UserStream);
        int[] aside = [.. order.Take(users).Order().Select(user => (int)user)];
        int[] train = [.. order.Skip(users).Order().Select(user => (int)user)];
        var (foldIn, heldOut) = (new List<int[]>(), new List<int[]>());
        foreach (var user in aside)
        {
            const int Fewest = 5;
            var items = Rows[user];
            var count = items.Length < Fewest ? 0 : (int)(share * items.Length);
            var drawn = Seeds.Permutation(items.Length, Seeds.Derive(seed, user), ItemStream);
            heldOut.Add(At(items, drawn.AsSpan(0, count)));
            foldIn.Add(At(items, drawn.AsSpan(count)));
        }

        string[] names = [.. aside.Select(user => Users[user])];
        return new InteractionSplit(
            Select(train),
            With(names, IncidenceMatrix.Of(Items.Count, foldIn)),
            With(names, IncidenceMatrix.Of(Items.Count, heldOut)));
    }

    /// <summary>
    /// As data of a model: an example is a user, <c>[items]</c>, 1 where the user had to do with the item and 0 elsewhere. The memory is
    /// shared, and rows are dense only in a batch.
    /// </summary>
    /// <param name="test">Users of the test split, of the same items.</param>
    /// <exception cref="DataException">The test split has other items.</exception>
    public Dataset ToDataset(InteractionSet? test = null)
    {
        if (test is not null && !test.Items.SequenceEqual(Items, StringComparer.Ordinal))
        {
            throw new DataException(FormattableString.Invariant(
                $"'{Name}' has {Items.Count} items and the test split '{test.Name}' has {test.Items.Count}, or others; both need the ")
                + "same, in the same order. Split one set.");
        }

        return Dataset.FromIncidence(Name, Rows, test?.Rows);
    }

    /// <summary>Checks that there are as many items as somebody knows.</summary>
    /// <exception cref="DataException">There are not.</exception>
    internal void CheckItems(int count)
    {
        if (Items.Count != count)
        {
            throw new DataException(FormattableString.Invariant(
                $"'{Name}' has {Items.Count} items, expected {count}, in the same order as in training. Split one set."));
        }
    }

    private static int[] At(ReadOnlySpan<int> items, ReadOnlySpan<long> places)
    {
        var chosen = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            chosen[i] = items[(int)places[i]];
        }

        Array.Sort(chosen);
        return chosen;
    }

    private InteractionSet With(IReadOnlyList<string> users, IncidenceMatrix rows) => new(Name, users, Items, rows) { Notes = Notes };
}
