namespace Hourglass.Compiler.Ir;

/// <summary>A convolution over one to three spatial dimensions, W <c>[out, in, k…]</c>.</summary>
/// <param name="Rank">Spatial dimensions.</param>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Kernel">Its width in every dimension.</param>
/// <param name="Stride">Its step in every dimension.</param>
/// <param name="Padding">Zeros on both sides of every dimension.</param>
/// <param name="Bias">Whether it adds a bias.</param>
public sealed record ConvLayer(int Rank, int In, int Out, int Kernel, int Stride, EquatableArray<int> Padding, bool Bias) : LayerDefinition
{
    /// <summary>The shape of the weights.</summary>
    public Shape Weights => Shape.Of([Out, In, .. Enumerable.Repeat(Kernel, Rank)]);

    /// <inheritdoc/>
    public override string Module => $"Conv{NumberText.Of(Rank)}d";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments =>
        ConvolutionArguments.Of(Rank, In, Out, Kernel, Stride, Bias, new ModuleArgument("padding", Padding));

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => WeightAndBias(Weights, Out, Bias);

    /// <inheritdoc/>
    public override IReadOnlyList<string> WeightMembers => ["weight"];

    /// <inheritdoc/>
    public override string Summary =>
        $"Convolution, {NumberText.Of(In)} to {NumberText.Of(Out)} channels, width {NumberText.Of(Kernel)}, "
        + $"stride {NumberText.Of(Stride)}.";
}

/// <summary>A transposed convolution, W <c>[in, out, k…]</c>.</summary>
/// <param name="Rank">Spatial dimensions.</param>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Kernel">Its width in every dimension.</param>
/// <param name="Stride">Its step in every dimension.</param>
/// <param name="Padding">What is cut off on both sides of every dimension.</param>
/// <param name="OutputPadding">What is added behind every dimension.</param>
/// <param name="Bias">Whether it adds a bias.</param>
public sealed record ConvTransposeLayer(
    int Rank,
    int In,
    int Out,
    int Kernel,
    int Stride,
    EquatableArray<int> Padding,
    EquatableArray<int> OutputPadding,
    bool Bias) : LayerDefinition
{
    /// <summary>The shape of the weights.</summary>
    public Shape Weights => Shape.Of([In, Out, .. Enumerable.Repeat(Kernel, Rank)]);

    /// <inheritdoc/>
    public override string Module => $"ConvTranspose{NumberText.Of(Rank)}d";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments =>
        ConvolutionArguments.Of(Rank, In, Out, Kernel, Stride, Bias, new("padding", Padding), new("output_padding", OutputPadding));

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => WeightAndBias(Weights, Out, Bias);

    /// <inheritdoc/>
    public override IReadOnlyList<string> WeightMembers => ["weight"];

    /// <inheritdoc/>
    public override string Summary =>
        $"Transposed convolution, {NumberText.Of(In)} to {NumberText.Of(Out)} channels, width {NumberText.Of(Kernel)}, "
        + $"stride {NumberText.Of(Stride)}.";
}

/// <summary>The arguments that both kinds of convolution take.</summary>
internal static class ConvolutionArguments
{
    public static IReadOnlyList<ModuleArgument> Of(
        int rank,
        int channels,
        int filters,
        int kernel,
        int stride,
        bool bias,
        params ModuleArgument[] paddings) =>
    [
        new(null, channels),
        new(null, filters),
        new(null, Enumerable.Repeat(kernel, rank).ToEquatable()),
        new("stride", Enumerable.Repeat(stride, rank).ToEquatable()),
        .. paddings,
        .. bias ? [] : new[] { new ModuleArgument("bias", false) },
    ];
}
