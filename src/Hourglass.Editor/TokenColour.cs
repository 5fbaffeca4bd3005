namespace Hourglass.Editor;

/// <summary>What a piece of text is, for its colour.</summary>
public enum TokenColour
{
    /// <summary>A keyword.</summary>
    Keyword,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A path in quotes.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An arrow, a sign of a binding or of arithmetic.</summary>
    Operator,

    /// <summary>The name of a model.</summary>
    Model,

    /// <summary>A block, or a stage or term that is written in C#.</summary>
    Block,

    /// <summary>A constant.</summary>
    Constant,

    /// <summary>A parameter, or the name of an argument.</summary>
    Parameter,

    /// <summary>Data.</summary>
    Data,

    /// <summary>What a binding binds.</summary>
    Variable,

    /// <summary>The label of a stage, a term or a phase.</summary>
    Label,

    /// <summary>A stage or an activation.</summary>
    Stage,

    /// <summary>A distribution, a prior or a bijection.</summary>
    Distribution,

    /// <summary>A term or the schedule of its weight.</summary>
    Term,

    /// <summary>A domain of data.</summary>
    Domain,

    /// <summary>A setting of <c>train</c>.</summary>
    Setting,

    /// <summary>Another word.</summary>
    Word,
}
