using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Metrics;

/// <summary>Points are copies of arrays and tensors.</summary>
public class PointsTests
{
    [Fact]
    public void Arrays_and_tensors_are_the_same_points()
    {
        using var scope = NewDisposeScope();
        Points ofArray = new double[,] { { 1, 2, 3 }, { 4, 5, 6 } };
        Points ofTensor = tensor(new float[] { 1, 4, 2, 5, 3, 6 }).reshape(3, 2).t().requires_grad_(true);
        Assert.Equal((2, 3), (ofTensor.Count, ofTensor.Width));
        Assert.Equal([1, 2, 3, 4, 5, 6], ofArray.Values.ToArray());
        Assert.Equal(ofArray.Values.ToArray(), ofTensor.Values.ToArray());
        Assert.Equal([4, 5, 6], ofTensor[1].ToArray());
    }

    [Fact]
    public void They_are_copies()
    {
        var values = new double[,] { { 1 } };
        Points points = values;
        values[0, 0] = 2;
        Assert.Equal(1, points[0][0]);
    }

    [Fact]
    public void What_are_no_points_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(
            "Points are real numbers [N, d]; got [3] of float32. As one column: unsqueeze(1).",
            Draws.Refused(() => _ = new Points(zeros(3))));
        Assert.Equal(
            "Points are real numbers [N, d]; got [3, 1, 2] of float32. As a row for each example: flatten(1).",
            Draws.Refused(() => _ = new Points(zeros(3, 1, 2))));
        Assert.Equal(
            "Points are [N, d] with a d of 1 or more; got vectors without numbers.",
            Draws.Refused(() => _ = new Points(new double[2, 0])));
        Assert.Throws<ArgumentNullException>(() => _ = new Points((Tensor)null!));
        Assert.Throws<ArgumentNullException>(() => _ = new Points((double[,])null!));
        Assert.Equal(
            "means[1, 0] is NaN; all have to be finite. Leave it out, or look where it comes from.",
            Draws.Refused(() => ActiveUnits.Count(new[,] { { 0, 1 }, { double.NaN, 2 } })));
        Assert.StartsWith("means is empty", Draws.Refused(() => ActiveUnits.Count(new double[0, 2])), StringComparison.Ordinal);
    }
}
