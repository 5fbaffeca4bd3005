using Hourglass.Compiler.Catalogue.Externs;

namespace Hourglass.Compiler.Binding;

/// <summary>The stages and terms that a model's hand-written part implements, while the model is bound.</summary>
internal sealed class ExternScope
{
    /// <summary>Stages, by name.</summary>
    public Dictionary<string, ExternStage> Stages { get; } = new(StringComparer.Ordinal);

    /// <summary>Terms, by name.</summary>
    public Dictionary<string, ExternTerm> Terms { get; } = new(StringComparer.Ordinal);

    /// <summary>Declared names that something is wrong with: their uses are left out without another word.</summary>
    public HashSet<string> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that have been used, rightly or not.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>All, in the order of declaration.</summary>
    public List<BoundExtern> All { get; } = [];

    /// <summary>A word that stands where a stage does; null where no such stage is declared.</summary>
    public ExternStage? FindStage(string name)
    {
        Used.Add(name);
        return Stages.TryGetValue(name, out var found) ? found : null;
    }

    /// <summary>A word that stands where a term does; null where no such term is declared.</summary>
    public ExternTerm? FindTerm(string name)
    {
        Used.Add(name);
        return Terms.TryGetValue(name, out var found) ? found : null;
    }
}
