namespace Hourglass.Compiler.Ir;

/// <summary>A convolution over one to three spatial dimensions, W <c>[out, in / groups, k…]</c>.</summary>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Window">What it looks at.</param>
/// <param name="Bias">Whether it adds a bias.</param>
public sealed record ConvLayer(int In, int Out, ConvWindow Window, bool Bias) : LayerDefinition
{
    /// <summary>The shape of the weights.</summary>
    public Shape Weights => Shape.Of([Out, In / Window.Groups, .. Window.Kernel]);

    /// <inheritdoc/>
    public override string Module => $"Conv{NumberText.Of(Window.Rank)}d";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments =>
        ConvolutionArguments.Of(In, Out, Window, Bias, new ModuleArgument("padding", Window.Padding));

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => WeightAndBias(Weights, Out, Bias);

    /// <inheritdoc/>
    public override IReadOnlyList<string> WeightMembers => ["weight"];

    /// <inheritdoc/>
    public override string Summary => $"Convolution, {NumberText.Of(In)} to {NumberText.Of(Out)} channels, {Window.Described()}.";
}

/// <summary>A transposed convolution, W <c>[in, out / groups, k…]</c>.</summary>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Window">Of the convolution that it is the adjoint of; its padding is cut off on both sides.</param>
/// <param name="OutputPadding">What is added behind every dimension.</param>
/// <param name="Bias">Whether it adds a bias.</param>
public sealed record ConvTransposeLayer(int In, int Out, ConvWindow Window, EquatableArray<int> OutputPadding, bool Bias) : LayerDefinition
{
    /// <summary>The shape of the weights.</summary>
    public Shape Weights => Shape.Of([In, Out / Window.Groups, .. Window.Kernel]);

    /// <inheritdoc/>
    public override string Module => $"ConvTranspose{NumberText.Of(Window.Rank)}d";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments =>
        ConvolutionArguments.Of(In, Out, Window, Bias, new("padding", Window.Padding), new("output_padding", OutputPadding));

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => WeightAndBias(Weights, Out, Bias);

    /// <inheritdoc/>
    public override IReadOnlyList<string> WeightMembers => ["weight"];

    /// <inheritdoc/>
    public override string Summary =>
        $"Transposed convolution, {NumberText.Of(In)} to {NumberText.Of(Out)} channels, {Window.Described()}.";
}

/// <summary>The arguments that both kinds of convolution take.</summary>
internal static class ConvolutionArguments
{
    public static IReadOnlyList<ModuleArgument> Of(
        int channels,
        int filters,
        ConvWindow window,
        bool bias,
        params ModuleArgument[] paddings) =>
    [
        new(null, channels),
        new(null, filters),
        new(null, window.Kernel),
        new("stride", window.Stride),
        .. paddings,
        .. window.Dilation.All(step => step == 1) ? [] : new[] { new ModuleArgument("dilation", window.Dilation) },
        .. window.Groups == 1 ? [] : new[] { new ModuleArgument("groups", window.Groups) },
        .. bias ? [] : new[] { new ModuleArgument("bias", false) },
    ];
}
