using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>The names that are in reach in a model, in a block, or outside of both.</summary>
/// <param name="owner">The model or block; null outside.</param>
/// <param name="file">The names of the file and of its imports.</param>
internal sealed class NameScope(string? owner, IReadOnlyDictionary<string, Declaration> file)
{
    /// <summary>What a block's labels and parameters belong to: a model may have the block's name.</summary>
    public static string OfBlock(string name) => "block " + name;

    /// <summary>The model or block.</summary>
    public string? Owner => owner;

    /// <summary>Parameters.</summary>
    public HashSet<string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Data.</summary>
    public HashSet<string> Data { get; } = new(StringComparer.Ordinal);

    /// <summary>What bindings bind.</summary>
    public HashSet<string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Labels of stages.</summary>
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);

    /// <summary>Stages and terms of the model's hand-written part.</summary>
    public Dictionary<string, ExternStatement> Externs { get; } = new(StringComparer.Ordinal);

    /// <summary>A number by its name.</summary>
    public SourceName? Number(string name) =>
        Parameters.Contains(name) ? new SourceName(NameKind.Parameter, name, owner)
        : file.TryGetValue(name, out var found) && found is ConstDeclaration ? new SourceName(NameKind.Constant, name, null)
        : null;

    /// <summary>Data or a variable by its name; of <c>z.mean</c> the variable.</summary>
    public SourceName? Variable(string name) =>
        Data.Contains(name) ? new SourceName(NameKind.Data, name, owner)
        : Variables.Contains(name) ? new SourceName(NameKind.Variable, name, owner)
        : null;

    /// <summary>A stage by its label.</summary>
    public SourceName? Label(string name) => Labels.Contains(name) ? new SourceName(NameKind.Label, name, owner) : null;

    /// <summary>A block that is in reach.</summary>
    public BlockDeclaration? Block(string name) => file.TryGetValue(name, out var found) ? found as BlockDeclaration : null;
}
