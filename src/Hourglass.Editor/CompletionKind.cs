namespace Hourglass.Editor;

/// <summary>What a completion is.</summary>
public enum CompletionKind
{
    /// <summary>A keyword that begins a statement or a declaration.</summary>
    Keyword,

    /// <summary>A stage.</summary>
    Stage,

    /// <summary>An activation.</summary>
    Activation,

    /// <summary>A distribution, a prior or a bijection.</summary>
    Distribution,

    /// <summary>A term of the objective.</summary>
    Term,

    /// <summary>A domain of data.</summary>
    Domain,

    /// <summary>A setting of <c>train</c>.</summary>
    Setting,

    /// <summary>Another word of the language.</summary>
    Word,

    /// <summary>Data or what a binding binds.</summary>
    Variable,

    /// <summary>The label of a stage.</summary>
    Label,

    /// <summary>A constant, or a parameter of the model or block.</summary>
    Constant,

    /// <summary>A block.</summary>
    Block,

    /// <summary>A model.</summary>
    Model,

    /// <summary>The name of an argument.</summary>
    Parameter,

    /// <summary>A file to import.</summary>
    File,
}
