using Hourglass.Tests.Models;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;
using Jacobian = Hourglass.Numerics.Jacobian;

namespace Hourglass.Tests.Numerics;

/// <summary>
/// The contractive penalty: closed form against the exact Jacobian, that against differences of the code, probes against both.
/// </summary>
[Proves("contractive")]
public class ContractiveTests
{
    public static TheoryData<string> ClosedForms => new() { "sigmoid", "tanh", "relu", "linear" };

    [Theory]
    [MemberData(nameof(ClosedForms))]
    public void The_closed_form_is_the_exact_Jacobian(string function)
    {
        using var scope = NewDisposeScope();
        using var sigmoid = new ContractiveSigmoid().Double();
        using var tanh = new ContractiveTanh().Double();
        using var relu = new ContractiveRelu().Double();
        using var linear = new ContractiveLinear().Double();
        var x = Numbers.Normals(2, 6, 4);
        switch (function)
        {
            case "sigmoid": Compare(x, sigmoid, t => sigmoid.Encode(t).H, t => sigmoid.Minimize(t).ContractiveH); break;
            case "tanh": Compare(x, tanh, t => tanh.Encode(t).H, t => tanh.Minimize(t).ContractiveH); break;
            case "relu": Compare(x, relu, t => relu.Encode(t).H, t => relu.Minimize(t).ContractiveH); break;
            default: Compare(x.reshape(6, 2, 2), linear, t => linear.Encode(t).H, t => linear.Minimize(t).ContractiveH); break;
        }
    }

    [Fact]
    public void The_exact_Jacobian_is_what_differences_give()
    {
        using var scope = NewDisposeScope();
        using var model = new ContractiveExact().Double();
        var x = Numbers.Normals(2, 3, 1, 4, 4);
        Numbers.Near(Differences(x, t => model.Encode(t).H), model.Minimize(x).ContractiveH, 1e-8);

        using var joined = new ContractiveJoined().Double();
        var (a, b, c) = (Numbers.Normals(3, 3, 2), Numbers.Normals(4, 3, 3), tensor(new long[] { 1, 0, 1 }));
        var both = Differences(a, t => joined.Encode(t, b, c).Z.Mean) + Differences(b, t => joined.Encode(a, t, c).Z.Mean);
        Numbers.Near(both, joined.Minimize(a, b, c).ContractiveZ, 1e-8);
    }

    [Fact]
    public void Probes_give_the_norm_on_average()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        using var exact = new ContractiveExact().Double(1, 1);
        using var probed = new ContractiveProbed().Double(1, 1);
        var x = Numbers.Normals(2, 3, 1, 4, 4);
        var norm = Numbers.One(exact.Minimize(x).ContractiveH);
        var draws = Enumerable.Range(0, 600).Select(_ => Draw(() => probed.Minimize(x).ContractiveH)).ToArray();
        var mean = draws.Average();
        var error = Math.Sqrt(draws.Average(d => (d - mean) * (d - mean)) / draws.Length);
        Assert.True(error > 0 && error < 0.03 * norm, $"{error} of {norm}");
        Assert.True(Math.Abs(mean - norm) < 4 * error, $"{mean} {norm} {error}");

        using var closed = new ContractiveSigmoid().Double(1, 1);
        var y = Numbers.Normals(3, 5, 4).requires_grad_();
        var estimate = Enumerable.Range(0, 400)
            .Select(_ => Draw(() => Jacobian.SquaredNorm(closed.Encode(y).H, y, Jacobian.Signs(rand(10, 3, dtype: ScalarType.Float64)))))
            .ToArray();
        var spread = Math.Sqrt(estimate.Average(d => Math.Pow(d - estimate.Average(), 2)) / estimate.Length);
        Assert.True(Math.Abs(estimate.Average() - Numbers.One(closed.Minimize(y.detach()).ContractiveH)) < 4 * spread);
    }

    [Fact]
    public void Penalties_on_Jacobians_work_where_nothing_is_trained()
    {
        using var scope = NewDisposeScope();
        using var exact = new ContractiveExact().Double();
        using var probed = new ContractiveProbed().Double();
        exact.eval();
        probed.eval();
        var x = Numbers.Normals(2, 3, 1, 4, 4);
        var trained = Numbers.One(exact.Minimize(x).Total);
        using var still = no_grad();
        Numbers.Near(trained, exact.Minimize(x).Total);
        Assert.True(Numbers.One(probed.Minimize(x).ContractiveH) > 0);
        Assert.False(x.requires_grad);
        Assert.True(exact.parameters().All(parameter => parameter.grad is null));
    }

    private static double Draw(Func<Tensor> value)
    {
        using var scope = NewDisposeScope();
        return Numbers.One(value());
    }

    private static void Compare(Tensor x, nn.Module model, Func<Tensor, Tensor> encode, Func<Tensor, Tensor> closed)
    {
        var value = closed(x);
        Numbers.Near(Differences(x, encode), value, 1e-8);
        value.backward();
        var gradients = model.named_parameters().Where(pair => pair.name.StartsWith("encoder", StringComparison.Ordinal))
            .ToDictionary(
                pair => pair.name,
                pair => pair.parameter.grad is { } grad ? Numbers.Of(grad) : new double[pair.parameter.NumberOfElements]);
        model.zero_grad();
        var input = x.detach().clone().requires_grad_();
        var exact = Jacobian.SquaredNorm(encode(input), input);
        Numbers.Near(Numbers.One(exact), value);
        exact.backward();
        foreach (var (name, parameter) in model.named_parameters().Where(pair => gradients.ContainsKey(pair.name)))
        {
            Numbers.Same(gradients[name], parameter.grad ?? zeros_like(parameter));
        }

        Assert.Contains(gradients.Values, gradient => gradient.Any(element => Math.Abs(element) > 1e-3));
    }

    /// <summary>‖∂h/∂x‖²_F by central differences, averaged over the batch.</summary>
    private static double Differences(Tensor x, Func<Tensor, Tensor> encode)
    {
        using var still = no_grad();
        var size = (int)(x.NumberOfElements / x.shape[0]);
        var sum = 0.0;
        for (var i = 0; i < size; i++)
        {
            var bump = zeros(size, dtype: ScalarType.Float64);
            bump[i] = 1e-5;
            var step = bump.reshape([1, .. x.shape[1..]]);
            sum += Numbers.One(((encode(x + step) - encode(x - step)) / 2e-5).square().sum());
        }

        return sum / x.shape[0];
    }
}
