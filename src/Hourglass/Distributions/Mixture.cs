using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Mixtures of k normals with independent elements (Bishop, 2006, equation 9.7).</summary>
/// <param name="logits">The logarithms of the weights, up to a constant: <c>[N, k]</c>.</param>
/// <param name="componentMean">The components' means, <c>[N, k, ...]</c>.</param>
/// <param name="componentLogVar">The natural logarithms of their variances, <c>[N, k, ...]</c>.</param>
public sealed class Mixture(Tensor logits, Tensor componentMean, Tensor componentLogVar) : IDistribution
{
    /// <summary>The logarithms of the weights, up to a constant: <c>[N, k]</c>.</summary>
    public Tensor Logits { get; } = logits;

    /// <summary>The components' means, <c>[N, k, ...]</c>.</summary>
    public Tensor ComponentMean { get; } = Numerics.Argument.OfClasses(componentMean);

    /// <summary>The natural logarithms of their variances, <c>[N, k, ...]</c>.</summary>
    public Tensor ComponentLogVar { get; } = Numerics.Argument.Broadcast(componentLogVar, "componentLogVar", componentMean);

    /// <summary>The mean, a new tensor <c>[N, ...]</c>.</summary>
    public Tensor Mean => (Beside(Logits.softmax(1)) * ComponentMean).sum(1);

    /// <summary>One component, the standard normal.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Mixture Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device)
    {
        long[] components = [shape[0], 1, .. shape[1..]];
        var mean = zeros(components, dtype: precision, device: device);
        return new(zeros([shape[0], 1], dtype: precision, device: device), mean, zeros_like(mean));
    }

    /// <summary>A draw, <c>[N, ...]</c>: of a component drawn by its weight. Gradients reach the component's mean and variance.</summary>
    public Tensor Sample()
    {
        var drawn = TorchDraws.Multinomial(Logits.detach().softmax(1), 1);
        var places = Beside(drawn).expand([drawn.size(0), 1, .. ComponentMean.shape[2..]]);
        var (mean, logVar) = (ComponentMean.gather(1, places).squeeze(1), ComponentLogVar.gather(1, places).squeeze(1));
        return mean + ((0.5 * logVar).exp() * TorchDraws.NormalLike(mean));
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", ComponentMean.select(1, 0));
        var value = x.is_floating_point() ? x : x.to_type(ComponentMean.dtype);
        var squares = (value.unsqueeze(1) - ComponentMean).square() * (-ComponentLogVar).exp();
        var each = (squares + ComponentLogVar + Math.Log(2 * Math.PI)) * -0.5;
        return (each.flatten(2).sum(2) + Logits.log_softmax(1)).logsumexp(1);
    }

    /// <summary>A number for each component, beside its elements.</summary>
    private Tensor Beside(Tensor numbers) =>
        numbers.reshape([numbers.size(0), numbers.size(1), .. ComponentMean.shape[2..].Select(_ => 1L)]);
}
