namespace Hourglass.Editor;

/// <summary>What a part of the outline is.</summary>
public enum OutlineKind
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>A block.</summary>
    Block,

    /// <summary>A model or a variant.</summary>
    Model,

    /// <summary>Data of a model.</summary>
    Data,

    /// <summary>A binding of a model.</summary>
    Binding,

    /// <summary>The objective of a model.</summary>
    Objective,

    /// <summary>A phase of its training.</summary>
    Training,

    /// <summary>A stage or a term that is written in C#.</summary>
    Extern,
}
