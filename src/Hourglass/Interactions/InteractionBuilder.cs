using System.Runtime.InteropServices;
using Hourglass.Datasets;

namespace Hourglass.Interactions;

/// <summary>Collects interactions line by line and orders them by user and item. Of the same pair, the last one holds.</summary>
internal sealed class InteractionBuilder
{
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];

    /// <summary>Adds one.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="item">The item's name.</param>
    /// <param name="isKept">Whether it counts as an interaction.</param>
    /// <param name="line">Where it was found.</param>
    public void Add(string user, string item, bool isKept, int line) =>
        _entries.Add(new Entry(Place(_users, user), Place(_items, item), _entries.Count, line, isKept));

    /// <summary>Makes the set: users and items that have an interaction, in the order in which they came.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public InteractionSet Build(string name)
    {
        var (seen, left) = (_entries.Count, 0);
        _entries.Sort((a, b) => a.User != b.User ? a.User.CompareTo(b.User)
            : a.Item != b.Item ? a.Item.CompareTo(b.Item)
            : a.Order.CompareTo(b.Order));
        var last = new List<Entry>(_entries.Count);
        Entry? again = null;
        foreach (var entry in _entries)
        {
            if (last.Count > 0 && last[^1].User == entry.User && last[^1].Item == entry.Item)
            {
                again = again is null || entry.Order < again.Value.Order ? entry : again;
                last[^1] = entry;
            }
            else
            {
                last.Add(entry);
            }
        }

        var repeated = seen - last.Count;
        left = last.RemoveAll(entry => !entry.IsKept);
        if (last.Count == 0)
        {
            throw new DataException(seen == 0
                ? $"'{name}' has no interaction; there must be one at least."
                : $"None of the {left} ratings of '{name}' reaches the threshold; lower it, or leave it out to let every line count.");
        }

        return Ordered(name, last, Notes(repeated, again, left));
    }

    private static IReadOnlyList<string> Notes(int repeated, Entry? again, int left)
    {
        var notes = new List<string>();
        if (again is { Line: > 0 } first)
        {
            notes.Add(FormattableString.Invariant(
                $"{repeated} {(repeated == 1 ? "line repeats" : "lines repeat")} a user and an item, the first in line {first.Line}; ")
                + "the last one holds");
        }

        if (left > 0)
        {
            notes.Add(FormattableString.Invariant($"{left} {(left == 1 ? "rating is" : "ratings are")} below the threshold"));
        }

        return notes;
    }

    private InteractionSet Ordered(string name, List<Entry> entries, IReadOnlyList<string> notes)
    {
        var users = Used(_users, entries.Select(entry => entry.User), out var userPlaces);
        var items = Used(_items, entries.Select(entry => entry.Item), out var itemPlaces);
        var starts = new int[users.Length + 1];
        foreach (var entry in entries)
        {
            starts[userPlaces[entry.User] + 1]++;
        }

        for (var i = 0; i < users.Length; i++)
        {
            starts[i + 1] += starts[i];
        }

        // Entries are ordered by the places of all users and items; leaving some out keeps the order.
        int[] columns = [.. entries.Select(entry => itemPlaces[entry.Item])];
        return new InteractionSet(name, users, items, new IncidenceMatrix(items.Length, starts, columns)) { Notes = notes };
    }

    /// <summary>The names that occur, and the new place of each old one.</summary>
    private static string[] Used(Dictionary<string, int> names, IEnumerable<int> occurring, out int[] places)
    {
        var occurs = new bool[names.Count];
        foreach (var place in occurring)
        {
            occurs[place] = true;
        }

        places = new int[names.Count];
        var used = new List<string>();
        foreach (var (name, place) in names)
        {
            places[place] = used.Count;
            if (occurs[place])
            {
                used.Add(name);
            }
        }

        return [.. used];
    }

    private static int Place(Dictionary<string, int> places, string name)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, name, out var exists);
        place = exists ? place : places.Count - 1;
        return place;
    }

    private readonly record struct Entry(int User, int Item, int Order, int Line, bool IsKept);
}
