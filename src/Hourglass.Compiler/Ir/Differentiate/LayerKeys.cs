namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>The keys of a layer's parameters in <c>state_dict</c>.</summary>
public static class LayerKeys
{
    /// <summary>The key of the weights.</summary>
    public static string Weight(IrLayer layer) => layer.Definition is ParameterLayer ? layer.Path : layer.Path + ".weight";

    /// <summary>The key of the bias.</summary>
    public static string Bias(IrLayer layer) => layer.Path + ".bias";

    /// <summary>The keys, in the order of registration.</summary>
    public static IEnumerable<string> Of(IrLayer layer) => layer.Definition switch
    {
        ParameterLayer => [Weight(layer)],
        LinearLayer { Bias: false } or ConvLayer { Bias: false } or ConvTransposeLayer { Bias: false } => [Weight(layer)],
        _ => [Weight(layer), Bias(layer)],
    };
}
