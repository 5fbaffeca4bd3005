using Hourglass.Images;
using static TorchSharp.torch;

namespace Hourglass.Tests.Images;

public class OrientationTests
{
    /// <summary>1 2 3 over 4 5 6, turned counter-clockwise by 0 to 3 quarters, then the same mirrored.</summary>
    [Theory]
    [InlineData(0, "1 2 3 4 5 6")]
    [InlineData(1, "3 6 2 5 1 4")]
    [InlineData(2, "6 5 4 3 2 1")]
    [InlineData(3, "4 1 5 2 6 3")]
    [InlineData(4, "3 2 1 6 5 4")]
    [InlineData(5, "6 3 5 2 4 1")]
    [InlineData(6, "4 5 6 1 2 3")]
    [InlineData(7, "1 4 2 5 3 6")]
    public void By_hand(int orientation, string expected)
    {
        using var scope = NewDisposeScope();
        var laid = Orientation.Apply(tensor([1, 2, 3, 4, 5, 6]).reshape(1, 2, 3), orientation);
        Assert.Equal(orientation % 2 == 0 ? [1, 2, 3] : [1L, 3, 2], laid.shape);
        Assert.Equal(expected, string.Join(' ', laid.data<int>().ToArray()));
    }

    [Fact]
    public void Every_one_is_undone_and_all_differ()
    {
        using var scope = NewDisposeScope();
        var images = arange(32, ScalarType.Int64).reshape(2, 1, 4, 4);
        var seen = new HashSet<string>();
        for (var orientation = 0; orientation < Orientation.Count; orientation++)
        {
            var laid = Orientation.Apply(images, orientation);
            Assert.True(seen.Add(string.Join(' ', laid.data<long>().ToArray())));
            Assert.True(Orientation.Apply(laid, Orientation.Inverse(orientation)).equal(images).all().item<bool>());
        }
    }

    [Fact]
    public void A_copy_shares_nothing()
    {
        using var scope = NewDisposeScope();
        var images = zeros(1, 2, 2);
        Orientation.Apply(images, 0).fill_(1);
        Assert.Equal(0, images.sum().item<float>());
    }

    [Fact]
    public void What_is_none_is_refused()
    {
        using var flat = zeros(4);
        using var image = zeros(2, 2);
        Assert.Equal("images is [..., H, W]; got [4].", Assert.Throws<DataException>(() => Orientation.Apply(flat, 0)).Message);
        Assert.Equal("orientation is from 0 to 7; got 8.", Assert.Throws<DataException>(() => Orientation.Apply(image, 8)).Message);
        Assert.Throws<DataException>(() => Orientation.Inverse(-1));
    }
}
