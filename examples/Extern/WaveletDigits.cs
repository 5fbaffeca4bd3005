using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Extern;

/// <summary>The hand-written half of the model: its stages and its term, and the numbers that one of them learns.</summary>
public sealed partial class WaveletDigits
{
    private const string Thresholds = "thresholds";

    /// <summary>Below what size each coefficient is taken for zero.</summary>
    private Tensor Threshold => get_parameter(Thresholds)!;

    /// <summary>How many of an image's coefficients are left.</summary>
    /// <param name="x">[N, 28, 28], values in [0, 1].</param>
    public double CountLeft(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        return Shrunk(Haar(x, 2)).ne(0).sum().to(ScalarType.Float64).item<double>() / x.size(0);
    }

    /// <summary>What is registered here trains and is saved with the layers of the language.</summary>
    partial void OnCreated() => register_parameter(Thresholds, new Parameter(full([28, 28], 0.05, dtype: ScalarType.Float32)));

    private partial Tensor Haar(Tensor x, double levels) => Wavelets.Forward(x, (int)levels);

    private partial Tensor Unhaar(Tensor x, double levels) => Wavelets.Backward(x, (int)levels);

    private partial Tensor Shrunk(Tensor x) => x.sign() * nn.functional.relu(x.abs() - Threshold);

    /// <summary>By how much neighbours differ, summed over an image and averaged over the images.</summary>
    private partial Tensor Variation(Tensor y) => ((y.diff(1, 1).abs().sum()) + y.diff(1, 2).abs().sum()) / y.size(0);
}
