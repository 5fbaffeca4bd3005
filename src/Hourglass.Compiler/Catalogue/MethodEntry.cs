using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>How a phase of a training moves the parameters.</summary>
public abstract class MethodEntry : CatalogueEntry
{
    /// <summary>The phases that one by this method stands for; null after an error has been reported.</summary>
    internal virtual IReadOnlyList<PhaseDraft>? Bind(MethodBinding at) => [at.Draft];
}
