using Hourglass.Interactions;

namespace Hourglass.Tests.Interactions;

public class InteractionSetTests
{
    private static readonly SyntheticTastes Tastes = new() { Users = 400, Items = 60, Clusters = 5, Fewest = 3, Most = 20 };
    private static readonly InteractionSet Drawn = Tastes.Draw();

    [Fact]
    public void A_split_takes_every_interaction_once()
    {
        var split = Drawn.Split(100, seed: 3);
        Assert.Equal((300, 100, 100), (split.Train.Users.Count, split.FoldIn.Users.Count, split.HeldOut.Users.Count));
        Assert.Equal(split.FoldIn.Users, split.HeldOut.Users);
        Assert.Empty(split.Train.Users.Intersect(split.FoldIn.Users));
        for (var i = 0; i < 100; i++)
        {
            var all = Drawn.ItemsOf(Drawn.Users.ToList().IndexOf(split.FoldIn.Users[i])).ToArray();
            int[] both = [.. split.FoldIn.ItemsOf(i), .. split.HeldOut.ItemsOf(i)];
            Assert.Equal(all, both.Order());
            Assert.Equal(all.Length < 5 ? 0 : all.Length / 5, split.HeldOut.ItemsOf(i).Length);
        }
    }

    [Fact]
    public void A_split_depends_on_the_seed_alone()
    {
        var (a, b, other) = (Drawn.Split(50, 1), Drawn.Split(50, 1), Drawn.Split(50, 2));
        Assert.Equal(a.FoldIn.Users, b.FoldIn.Users);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(a.HeldOut.ItemsOf(i).ToArray(), b.HeldOut.ItemsOf(i).ToArray()));
        Assert.NotEqual(a.FoldIn.Users, other.FoldIn.Users);
    }

    /// <summary>Every item of a user is held out as often as any other: a fifth of the draws, within five standard deviations.</summary>
    [Fact]
    public void Held_out_items_are_drawn_evenly()
    {
        const int Draws = 2000;
        var set = InteractionSet.Of(Enumerable.Range(0, 2).SelectMany(user => Enumerable.Range(0, 10).Select(i => ($"u{user}", $"i{i}"))));
        var counts = new int[10];
        for (var seed = 0; seed < Draws; seed++)
        {
            foreach (var item in set.Split(1, seed).HeldOut.ItemsOf(0))
            {
                counts[item]++;
            }
        }

        Assert.Equal(2 * Draws, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 400 - (5 * Math.Sqrt(320)), 400 + (5 * Math.Sqrt(320))));
    }

    [Fact]
    public void The_items_of_most_users_and_nameless_ones_behind_them()
    {
        var set = InteractionSet.Of([("u", "a"), ("u", "b"), ("v", "b"), ("v", "c"), ("w", "c"), ("w", "d"), ("x", "d")]);
        var two = set.WithItems(2);
        Assert.Equal(["b", "c"], two.Items);
        Assert.Equal([[0], [0, 1], [1], []], Enumerable.Range(0, 4).Select(user => two.ItemsOf(user).ToArray()));
        Assert.Equal(["u", "v", "w"], two.WithItemsFrom(1).Users);
        Assert.Equal(["a", "b", "c", "d", "", ""], set.WithItems(6).Items);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        var set = InteractionSet.Of([("u", "a"), ("v", "b")]);
        Refused("Of the 2 users of 'interactions', 1 to 1 can be set aside, not 2", () => set.Split(2));
        Refused("The share of held-out items is between 0 and 1; got 1.", () => set.Split(1, share: 1));
        Refused("No user of 'interactions' has 3 items or more", () => set.WithItemsFrom(3));
        Refused("count is 1 or more; got 0.", () => set.WithItems(0));
        var other = InteractionSet.Of([("u", "a"), ("u", "c")]);
        Refused("has 2 items and the test split 'interactions' has 2, or others", () => set.ToDataset(other));
    }

    /// <summary>One cluster without scatter: all users have the same chances, and first items come as often as these say.</summary>
    [Fact]
    public void Synthetic_items_come_as_often_as_their_chances_say()
    {
        const int Users = 20000;
        var tastes = new SyntheticTastes
        {
            Users = Users,
            Items = 6,
            Clusters = 1,
            Dimensions = 3,
            Spread = 1e-9,
            Fewest = 1,
            Most = 1,
            Skew = 1,
            Sharpness = 1,
        };
        var counts = tastes.Draw().Rows.PerColumn();
        Assert.All(tastes.ChancesOf(7), (chance, item) => Assert.InRange(
            counts[item],
            (chance * Users) - (5 * Math.Sqrt(Users * chance * (1 - chance))),
            (chance * Users) + (5 * Math.Sqrt(Users * chance * (1 - chance)))));

        // Users and items are the one centre: popularity alone is left, 1 / (1 + 1/2 + … + 1/6).
        Assert.Equal(1 / 2.45, tastes.ChancesOf(0)[0], 1e-6);
    }

    [Fact]
    public void Synthetic_tastes_are_the_same_each_time()
    {
        Assert.Equal(Drawn.Rows.Digest(), Tastes.Draw().Rows.Digest());
        Assert.All(Enumerable.Range(0, 400), user => Assert.InRange(Drawn.ItemsOf(user).Length, 3, 20));
    }

    private static void Refused(string expected, Func<object> act) =>
        Assert.Contains(expected, Assert.Throws<DataException>(act).Message, StringComparison.Ordinal);
}
