namespace Hourglass.Generators;

/// <summary>Names of the pipeline's steps, under which tests look up why each ran.</summary>
public static class Steps
{
    /// <summary>Build properties.</summary>
    public const string Options = nameof(Options);

    /// <summary>A file's text to its tree.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>Constants and blocks that other files may import.</summary>
    public const string Exports = nameof(Exports);

    /// <summary>A tree with the trees that it imports.</summary>
    public const string Import = nameof(Import);

    /// <summary>A file cut into models.</summary>
    public const string Split = nameof(Split);

    /// <summary>Annotated classes, positions included.</summary>
    public const string Classes = nameof(Classes);

    /// <summary>Annotated classes without positions.</summary>
    public const string Clauses = nameof(Clauses);

    /// <summary>Clauses put together to one model.</summary>
    public const string Assemble = nameof(Assemble);

    /// <summary>Models of one name, and sources of one name.</summary>
    public const string Conflicts = nameof(Conflicts);

    /// <summary>One model with all that its code depends on.</summary>
    public const string Model = nameof(Model);

    /// <summary>One model's C# and diagnostics.</summary>
    public const string Compile = nameof(Compile);

    /// <summary>One model's C#.</summary>
    public const string Source = nameof(Source);

    /// <summary>One model's training step that is to be derived.</summary>
    public const string Step = nameof(Step);

    /// <summary>One model's derived training step.</summary>
    public const string Derive = nameof(Derive);

    /// <summary>The diagnostics of everything.</summary>
    public const string Report = nameof(Report);
}
