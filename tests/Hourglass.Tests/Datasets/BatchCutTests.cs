using Hourglass.Datasets;

namespace Hourglass.Tests.Datasets;

public class BatchCutTests
{
    [Theory]
    [InlineData(129, 128, 1, "128 1")]
    [InlineData(129, 128, 2, "129")]
    [InlineData(130, 128, 2, "128 2")]
    [InlineData(9, 4, 2, "4 5")]
    [InlineData(8, 4, 2, "4 4")]
    [InlineData(11, 4, 4, "4 7")]
    [InlineData(3, 128, 2, "3")]
    [InlineData(2, 2, 2, "2")]
    [InlineData(3, 2, 2, "3")]
    [InlineData(1, 1, 1, "1")]
    [InlineData(5, int.MaxValue, 2, "5")]
    public void A_rest_that_is_too_small_joins_the_batch_before(int examples, int batch, int least, string expected)
    {
        var cut = new BatchCut(examples, batch, least);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, cut.Steps).Select(cut.RowsOf)));
    }

    /// <summary>Every example is in one batch, each batch can be taken, and only the last differs in size.</summary>
    [Fact]
    public void Every_cut_is_whole()
    {
        for (var least = 1; least <= 4; least++)
        {
            for (var batch = least; batch <= 12; batch++)
            {
                for (var examples = least; examples <= 40; examples++)
                {
                    var cut = new BatchCut(examples, batch, least);
                    int[] rows = [.. Enumerable.Range(0, cut.Steps).Select(cut.RowsOf)];
                    Assert.Equal(examples, rows.Sum());
                    Assert.All(rows, count => Assert.InRange(count, least, batch + least - 1));
                    Assert.All(rows[..^1], count => Assert.Equal(batch, count));
                    Assert.Equal(rows.Max(), cut.Largest);
                    Assert.Equal(
                        Enumerable.Range(0, cut.Steps + 1).Select(step => rows.Take(step).Sum()),
                        Enumerable.Range(0, cut.Steps + 1).Select(cut.Before));
                }
            }
        }
    }
}
