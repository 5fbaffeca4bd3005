namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>Where statements stand; it decides what may begin one.</summary>
internal enum Level
{
    /// <summary>Declarations of a file.</summary>
    File,

    /// <summary>Statements of a model.</summary>
    Model,

    /// <summary>Bindings in a role's braces.</summary>
    Bindings,

    /// <summary>Settings in the braces of a <c>train</c>.</summary>
    Settings,
}
