namespace Hourglass.Compiler.Binding;

/// <summary>Parts of a model whose parameters a phase moves, or leaves as they are.</summary>
/// <param name="Parts">The parts.</param>
/// <param name="AreFixed">Whether they are what stays, and everything else moves.</param>
public sealed record BoundParts(EquatableArray<BoundPart> Parts, bool AreFixed)
{
    /// <summary>Whether the parameters of a layer move.</summary>
    /// <param name="container">The role's module that it stands in.</param>
    /// <param name="layer">Its name there.</param>
    public bool Moves(string container, string layer) => Parts.Any(part => part.Has(container, layer)) != AreFixed;
}

/// <summary>A part of a model: a role's module, or a layer of it.</summary>
/// <param name="Word">As it is written: a role or a label.</param>
/// <param name="Container">The role's module.</param>
/// <param name="Layer">The layer's name; null for all layers of the module.</param>
public sealed record BoundPart(string Word, string Container, string? Layer)
{
    /// <summary>Whether a layer is a part of it; a tied layer's bias has a name of its own.</summary>
    public bool Has(string container, string layer) =>
        container == Container && (Layer is null || layer == Layer || layer == Layer + ModelScope.BiasSuffix);
}
