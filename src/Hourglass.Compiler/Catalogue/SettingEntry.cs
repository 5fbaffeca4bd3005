namespace Hourglass.Compiler.Catalogue;

/// <summary>What a setting's value may be.</summary>
public enum SettingKind
{
    /// <summary>A whole number, 1 or more.</summary>
    Size,

    /// <summary>A whole number, 0 or more.</summary>
    Whole,

    /// <summary>An optimizer with its arguments.</summary>
    Optimizer,

    /// <summary><c>norm(1.0)</c>.</summary>
    Clip,

    /// <summary>A learning rate schedule.</summary>
    Schedule,

    /// <summary>A training method.</summary>
    Method,

    /// <summary><c>float32</c> or <c>bfloat16</c>.</summary>
    Precision,
}

/// <summary>A setting of <c>train</c>.</summary>
public abstract class SettingEntry : CatalogueEntry
{
    /// <summary>What its value may be.</summary>
    public abstract SettingKind Kind { get; }

    /// <summary>What holds without it, as the reference prints it.</summary>
    public abstract string Default { get; }

    /// <summary>What may stand there, in words.</summary>
    public string Expectation => Kind switch
    {
        SettingKind.Size => "a whole number, 1 or more",
        SettingKind.Whole => "a whole number, 0 or more",
        SettingKind.Optimizer => "an optimizer such as `adam(1e-3)`",
        SettingKind.Clip => "`norm(…)`",
        SettingKind.Schedule => "`cosine`",
        SettingKind.Precision => "`float32` or `bfloat16`",
        _ => "`backprop`",
    };
}
