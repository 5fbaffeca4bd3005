using Hourglass.Interactions;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Interactions;

public sealed class InteractionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("u,a\nv,b\nu,b\n")]
    [InlineData("u,a,5\nv,b,1\nu,b,3\n")]
    [InlineData("userId,movieId,rating,timestamp\nu,a,5,9\nv,b,1.5,8\nu,b,3,7\n")]
    [InlineData("user,item\nu,a\nv,b\nu,b\n")]
    [InlineData("u::a::5::978300760\nv::b::1::978300761\nu::b::3::978300762")]
    [InlineData("u\ta\t5\t9\r\nv\tb\t1\t9\r\n\r\nu\tb\t3\t9\r\n")]
    [InlineData("u;a;5\nv;b;1\nu;b;3\n")]
    [InlineData("u|a|5\nv|b|1\nu|b|3\n")]
    [InlineData("u  a 5\nv b   1\nu b 3\n")]
    [InlineData("\"u\",a\n\"v\",\"b\"\nu,b\n")]
    public void Every_way_to_write_it(string text)
    {
        var set = Read(text);
        Assert.Equal(["u", "v"], set.Users);
        Assert.Equal(["a", "b"], set.Items);
        Assert.Equal([0, 1], set.ItemsOf(0).ToArray());
        Assert.Equal([1], set.ItemsOf(1).ToArray());
        Assert.Equal(3, set.Count);
        Assert.Empty(set.Notes);
    }

    [Fact]
    public void Names_keep_their_colons_and_commas()
    {
        var set = Read("u:1::a: the film::5\nv::b,c::4\n");
        Assert.Equal(["u:1", "v"], set.Users);
        Assert.Equal(["a: the film", "b,c"], set.Items);
    }

    /// <summary>Two colons are found wherever blocks of the file end.</summary>
    [Fact]
    public void A_file_of_many_blocks()
    {
        var lines = Enumerable.Range(0, 40000).Select(i => FormattableString.Invariant($"{i % 300}::{i / 300}::{1 + (i % 5)}"));
        var set = Read(string.Join('\n', lines));
        Assert.Equal((300, 134, 40000), (set.Users.Count, set.Items.Count, set.Count));
    }

    [Fact]
    public void A_threshold_makes_zeros_and_ones_of_ratings()
    {
        var set = Read("u,a,4\nu,b,3.5\nv,b,5\nw,c,1\n", new() { Threshold = 4 });
        Assert.Equal(["u", "v"], set.Users);
        Assert.Equal(["a", "b"], set.Items);
        Assert.Equal([0], set.ItemsOf(0).ToArray());
        Assert.Equal(["2 ratings are below the threshold"], set.Notes);
    }

    [Fact]
    public void Of_lines_that_say_the_same_the_last_one_holds()
    {
        var set = Read("u,a,5\nu,b,5\nv,a,1\nu,a,1\nv,a,5\nv,a,4\n", new() { Threshold = 4 });
        Assert.Equal(["a", "b"], set.Items);
        Assert.Equal([1], set.ItemsOf(0).ToArray());
        Assert.Equal([0], set.ItemsOf(1).ToArray());
        Assert.Equal(
            ["3 lines repeat a user and an item, the first in line 4; the last one holds", "1 rating is below the threshold"],
            set.Notes);
    }

    [Theory]
    [InlineData("u,a,5\nv,b,x\nw,c,1\n", "(2): this line has the rating 'x', which is no number. Mend or remove it.")]
    [InlineData("u,a\nv\nw,c\n", "(2): this line has 1 field, expected 2 as in the first line.")]
    [InlineData("u,a,5\nv,b\n,c,1\nw,d,NaN\n", "(2): this line has 2 fields, expected 3 as in the first line. 3 lines are bad: 2, 3, 4. ")]
    [InlineData("1,2,3,4,5\n", "(1): this line has 5 fields, expected user item [rating [time]].")]
    [InlineData("u,a,5\n,b,5\n", "(2): this line names no user or no item.")]
    [InlineData("x,1\nx,2\nx,3,4\nx,4,4\nx,5,4\nx,6,4\nx,7,4\nx,8,4\n", "6 lines are bad: 3, 4, 5, 6, 7, ….")]
    public void Bad_lines_are_told_by_their_numbers(string text, string expected)
    {
        var error = Assert.Throws<DataException>(() => Read(text));
        Assert.StartsWith(_folder.File("r.txt("), error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_interaction_is_refused()
    {
        Assert.Contains("has no interaction", Assert.Throws<DataException>(() => Read("")).Message, StringComparison.Ordinal);
        Assert.Contains("has no interaction", Assert.Throws<DataException>(() => Read("user,item\n")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "None of the 1 ratings of 'r.txt' reaches the threshold",
            Assert.Throws<DataException>(() => Read("u,a,1\n", new() { Threshold = 4 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has no rating to compare with the threshold",
            Assert.Throws<DataException>(() => Read("u,a\n", new() { Threshold = 4 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<DataException>(() => InteractionSet.Read(_folder.File("nothing")));
    }

    private InteractionSet Read(string text, InteractionOptions? options = null)
    {
        File.WriteAllText(_folder.File("r.txt"), text);
        return InteractionSet.Read(_folder.File("r.txt"), options);
    }
}
