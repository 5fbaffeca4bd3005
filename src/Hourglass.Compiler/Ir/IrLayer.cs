using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir;

/// <summary>A module with parameters, registered under a stable name.</summary>
/// <param name="Container">The role's module, <c>encoder</c>.</param>
/// <param name="Name">Its name inside that, <c>dense1</c>.</param>
/// <param name="Definition">What it is.</param>
public sealed record IrLayer(string Container, string Name, LayerDefinition Definition)
{
    /// <summary>The prefix of its <c>state_dict</c> keys.</summary>
    public string Path => $"{Container}.{Name}";
}

/// <summary>What a layer is. Shapes of parameters are PyTorch's.</summary>
public abstract record LayerDefinition;

/// <summary><c>y = x Wᵀ + b</c>, W <c>[out, in]</c>.</summary>
public sealed record LinearLayer(int In, int Out, bool Bias) : LayerDefinition;

/// <summary>A convolution over one to three spatial dimensions, W <c>[out, in, k…]</c>.</summary>
/// <param name="Rank">Spatial dimensions.</param>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Kernel">Its width in every dimension.</param>
/// <param name="Stride">Its step in every dimension.</param>
/// <param name="Padding">Zeros on both sides of every dimension.</param>
/// <param name="Bias">Whether it adds a bias.</param>
public sealed record ConvLayer(int Rank, int In, int Out, int Kernel, int Stride, EquatableArray<int> Padding, bool Bias) : LayerDefinition;

/// <summary>A transposed convolution, W <c>[in, out, k…]</c>.</summary>
public sealed record ConvTransposeLayer(int Rank, int In, int Out, int Kernel, int Stride, EquatableArray<int> Padding, EquatableArray<int> OutputPadding, bool Bias)
    : LayerDefinition;

/// <summary>Batch normalisation over channels; <paramref name="Rank"/> spatial dimensions, 0 for vectors.</summary>
public sealed record BatchNormLayer(int Rank, int Channels) : LayerDefinition;

/// <summary>Layer normalisation over the whole example.</summary>
public sealed record LayerNormLayer(Shape Shape) : LayerDefinition;

/// <summary>A parameter by itself, zero at first: the bias of a tied layer, a learned log-variance.</summary>
public sealed record ParameterLayer(Shape Shape) : LayerDefinition;
