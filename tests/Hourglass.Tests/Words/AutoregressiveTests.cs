using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// <c>iaf</c> (Kingma et al., 2016, equations 12 to 14) and <c>maf</c> (Papamakarios et al., 2017, equations 3 to 5), with the masks of
/// Germain et al. (2015).
/// </summary>
[Proves("iaf", "maf")]
public class AutoregressiveTests
{
    [Theory]
    [InlineData(1, 3, 1, false)]
    [InlineData(2, 1, 1, true)]
    [InlineData(4, 6, 2, false)]
    [InlineData(5, 3, 3, true)]
    public void Both_are_bijections(int width, int hidden, int depth, bool reversed)
    {
        using var inverse = new InverseAutoregressiveFlow(width, hidden, depth, reversed).Double(seed: 2);
        BijectionProof.IsOne(inverse);
        using var masked = new MaskedAutoregressiveFlow(width, hidden, depth, reversed).Double(seed: 3);
        BijectionProof.IsOne(masked);
    }

    [Fact]
    public void Both_have_the_gradients_that_differences_give()
    {
        using var inverse = new InverseAutoregressiveFlow(3, 4, 2).Double(seed: 4);
        BijectionProof.HasGradients(inverse);
        using var masked = new MaskedAutoregressiveFlow(3, 4, 2, reversed: true).Double(seed: 5);
        BijectionProof.HasGradients(masked);
    }

    [Fact]
    public void Both_begin_near_the_identity()
    {
        using var random = new RandomScope(6);
        using var inverse = new InverseAutoregressiveFlow(6, 20, 2);
        BijectionProof.BeginsNearTheIdentity(inverse, 0.15);
        using var masked = new MaskedAutoregressiveFlow(6, 20, 2);
        BijectionProof.BeginsNearTheIdentity(masked, 0.1);
    }

    /// <summary>A variable depends on itself and on all before it, in the order of the flow, and on none behind: exactly.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_variable_reads_those_before_it(bool reversed)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var inverse = new InverseAutoregressiveFlow(4, 9, 2, reversed).Double(seed: 7);
        using var masked = new MaskedAutoregressiveFlow(4, 9, 2, reversed).Double(seed: 8);
        foreach (var map in new[] { (Func<Tensor, Tensor>)(z => inverse.Forward(z).Value), x => masked.Inverse(x).Value })
        {
            var jacobian = BijectionProof.Jacobian(map, Numbers.Normals(9, 1, 4));
            for (var i = 0; i < 4; i++)
            {
                for (var j = 0; j < 4; j++)
                {
                    var reads = reversed ? j >= i : j <= i;
                    Assert.True(reads ? Math.Abs(jacobian[i, j]) > 1e-6 : jacobian[i, j] == 0, $"{i} of {j}: {jacobian[i, j]}");
                }
            }
        }
    }

    /// <summary>The formulas of the papers, with the network's results read off its layers.</summary>
    [Fact]
    public void A_pass_is_the_formula_of_the_paper()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var z = Numbers.Normals(1, 4, 3);
        using var inverse = new InverseAutoregressiveFlow(3, 5, 1).Double(seed: 2);
        var hidden = nn.functional.elu(inverse.Hidden[0].call(z), alpha: 1);
        var (m, s) = (Numbers.Of(inverse.Mean.call(hidden)), Numbers.Of(inverse.Gate.call(hidden)));
        var sigma = s.Select(value => 1 / (1 + Math.Exp(-value))).ToArray();
        var (x, logDet) = inverse.Forward(z);
        Numbers.Same([.. Numbers.Of(z).Select((value, i) => (sigma[i] * value) + ((1 - sigma[i]) * m[i]))], x);
        Numbers.Same([.. sigma.Chunk(3).Select(row => row.Sum(Math.Log))], logDet);

        using var masked = new MaskedAutoregressiveFlow(3, 5, 1).Double(seed: 3);
        hidden = nn.functional.elu(masked.Hidden[0].call(z), alpha: 1);
        var (shift, a) = (Numbers.Of(masked.Shift.call(hidden)), Numbers.Of(masked.LogScale.call(hidden)));
        (var u, logDet) = masked.Inverse(z);
        Numbers.Same([.. Numbers.Of(z).Select((value, i) => (value - shift[i]) * Math.Exp(-a[i]))], u);
        Numbers.Same([.. a.Chunk(3).Select(row => row.Sum())], logDet);
    }

    /// <summary>Equations 8 and 9 of Germain et al. (2015): hidden units have the degrees 1, 2, 1, 2, 1.</summary>
    [Fact]
    public void Masks_are_those_of_the_degrees()
    {
        using var scope = NewDisposeScope();
        using var flow = new MaskedAutoregressiveFlow(3, 5, 2);
        Numbers.Same([1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0], flow.Hidden[0].Mask);
        Numbers.Same([1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1], flow.Hidden[1].Mask);
        Numbers.Same([0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1], flow.Shift.Mask);
    }

    [Fact]
    public void Weights_have_keys_and_masks_have_none()
    {
        using var model = new InversePosterior();
        Assert.Equal(
            [
                "encoder.iaf1.hidden.0.weight", "encoder.iaf1.hidden.0.bias", "encoder.iaf1.mean.weight", "encoder.iaf1.mean.bias",
                "encoder.iaf1.gate.weight", "encoder.iaf1.gate.bias",
            ],
            model.state_dict().Keys.Where(key => key.Contains("iaf1", StringComparison.Ordinal)));
    }
}
