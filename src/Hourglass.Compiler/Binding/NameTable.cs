using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>What a name of a file stands for.</summary>
public enum NameKind
{
    /// <summary>A constant of this file or of an import.</summary>
    Constant,

    /// <summary>A block of this file or of an import.</summary>
    Block,

    /// <summary>A model or a variant.</summary>
    Model,

    /// <summary>A parameter of a model, a block or an extern.</summary>
    Parameter,

    /// <summary>Data of a model.</summary>
    Data,

    /// <summary>What a binding of a model binds, data excepted.</summary>
    Variable,

    /// <summary>The label of a stage.</summary>
    Label,

    /// <summary>A phase of a training.</summary>
    Phase,

    /// <summary>The label of a term.</summary>
    Term,

    /// <summary>A stage or a term that a model's hand-written part implements.</summary>
    Extern,

    /// <summary>A word of the language.</summary>
    Word,
}

/// <summary>A name: equal where the same thing is meant.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">The name.</param>
/// <param name="Owner">The model or block that it belongs to; null for names of a file and words.</param>
public sealed record SourceName(NameKind Kind, string Text, string? Owner)
{
    /// <summary>Whether a file that imports its file may use it.</summary>
    public bool IsShared => Kind is NameKind.Constant or NameKind.Block
        || (Kind == NameKind.Parameter && Owner is { } owner && owner.StartsWith(NameScope.OfBlock(""), StringComparison.Ordinal));

    /// <summary>The entry of a word.</summary>
    public CatalogueEntry? Entry { get; init; }
}

/// <summary>A place where a name is written.</summary>
/// <param name="Span">Where.</param>
/// <param name="Name">What is meant.</param>
/// <param name="IsDeclaration">Whether it is declared there.</param>
public sealed record NamePlace(TextSpan Span, SourceName Name, bool IsDeclaration);

/// <summary>
/// Every place of a file where a name is written and what it stands for there, by the rules of the binder, whether or not the binder
/// comes so far: a renaming must find the uses behind an error, and those in a block that nothing uses.
/// </summary>
public sealed class NameTable
{
    private readonly Dictionary<SourceName, List<NamePlace>> _byName;

    internal NameTable(IReadOnlyList<NamePlace> places)
    {
        Places = [.. places.OrderBy(place => place.Span.Start)];
        _byName = Places.GroupBy(place => place.Name).ToDictionary(group => group.Key, group => group.ToList());
    }

    /// <summary>All places, in their order.</summary>
    public IReadOnlyList<NamePlace> Places { get; }

    /// <summary>The names of a file.</summary>
    /// <param name="file">The file's tree.</param>
    /// <param name="imports">The trees of what it imports, whose constants and blocks are in reach.</param>
    public static NameTable Of(SourceFile file, IEnumerable<SourceFile> imports) => new NameWalker(file, imports).Walk();

    /// <summary>The places of a name, in their order.</summary>
    public IReadOnlyList<NamePlace> Of(SourceName name) => _byName.TryGetValue(name, out var found) ? found : [];

    /// <summary>The name at a place, one that ends there included; null where none is written.</summary>
    public NamePlace? At(LinePosition place)
    {
        int low = 0, high = Places.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Places[middle].Span.Start.CompareTo(place) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && Places[low - 1].Span.End.CompareTo(place) >= 0 ? Places[low - 1] : null;
    }
}
