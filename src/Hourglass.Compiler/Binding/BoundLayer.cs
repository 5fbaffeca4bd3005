using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>A layer of an encoder that is trained as an autoencoder of its own, on what the layers below it give.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Model">
/// That autoencoder: data <see cref="Input"/>, a code <see cref="Code"/> by the layer, a reconstruction <see cref="Rebuilt"/>.
/// </param>
/// <param name="Encoder">The binding whose stage the layer is.</param>
/// <param name="Below">How many of its stages stand below the layer.</param>
public sealed record BoundLayer(string Label, BoundModel Model, BoundBinding Encoder, int Below)
{
    /// <summary>What the layer is given.</summary>
    public const string Input = "input";

    /// <summary>What it makes of that.</summary>
    public const string Code = "code";

    /// <summary>The way back.</summary>
    public const string Rebuilt = "rebuilt";

    /// <summary>The binding that goes one of the ways.</summary>
    public BoundBinding Way(Role role) => Model.Bindings.First(binding => binding.Role == role);
}
