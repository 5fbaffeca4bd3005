namespace Hourglass.Compiler.Ground;

/// <summary>
/// What every occurrence of an id has in common. The lists are split by group (<c>SyntaxErrors</c>, <c>NameErrors</c>, …); each
/// declares its descriptors as static fields beside the method that makes the diagnostic.
/// </summary>
/// <param name="Id">Stable id, <c>AE2004</c>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Title">One line without arguments, for the table of errors and for release tracking.</param>
public sealed record DiagnosticDescriptor(string Id, Severity Severity, string Title)
{
    /// <summary>The group's name: the digit behind <c>AE</c>.</summary>
    public string Category => Id[2] switch
    {
        '0' => "Syntax",
        '1' => "Names",
        '2' => "Shapes",
        '3' => "Domains",
        '4' => "Objective",
        '5' => "Training",
        _ => "Internal",
    };

    /// <summary>An occurrence of it.</summary>
    public Diagnostic At(TextSpan span, string message, string? help = null) => new(Id, Severity, message, span, help);
}
