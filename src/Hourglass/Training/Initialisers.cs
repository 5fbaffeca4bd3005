using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Draws the initial weights of a model's layers anew by one rule: the weights with two dimensions or more; the biases beside them
/// become zeros. Normalisations and learned numbers stay as they are.
/// </summary>
public static class Initialisers
{
    /// <summary>Uniform, with variance 2 / (inputs + outputs) (Glorot and Bengio, 2010, equation 16).</summary>
    public static void Xavier(nn.Module model) => Draw(model, weight => nn.init.xavier_uniform_(weight));

    /// <summary>Normal, with variance 2 / inputs (He et al., 2015, equation 10).</summary>
    public static void He(nn.Module model) =>
        Draw(model, weight => nn.init.normal_(weight, 0, Math.Sqrt(2.0 * weight.shape[0] / weight.numel())));

    /// <summary>Normal, with a given standard deviation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deviation">The standard deviation, above 0.</param>
    public static void Normal(nn.Module model, double deviation) => Draw(model, weight => nn.init.normal_(weight, 0, deviation));

    /// <summary>Orthogonal rows, or columns where there are fewer (Saxe et al., 2014).</summary>
    public static void Orthogonal(nn.Module model) => Draw(model, weight => nn.init.orthogonal_(weight));

    /// <summary>An attention's three maps are one parameter, which is named after what it is for.</summary>
    private static bool IsWeight(string key) => key[(key.LastIndexOf('.') + 1)..] is var name
        && (name.StartsWith("weight", StringComparison.Ordinal) || name == "in_proj_weight");

    private static void Draw(nn.Module model, Func<Tensor, Tensor> draw)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        foreach (var (name, parameter) in parameters.Where(pair => pair.Value.dim() >= 2 && IsWeight(pair.Key)))
        {
            draw(parameter);
            if (name.EndsWith("weight", StringComparison.Ordinal)
                && parameters.TryGetValue(name[..^"weight".Length] + "bias", out var bias))
            {
                bias.zero_();
            }
        }
    }
}
