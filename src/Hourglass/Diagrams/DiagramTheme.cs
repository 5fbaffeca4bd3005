namespace Hourglass.Diagrams;

/// <summary>The colours of a picture.</summary>
internal enum DiagramTheme
{
    /// <summary>Those that who looks at it prefers.</summary>
    Auto,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark.</summary>
    Dark,
}
