using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Editor.Features;

/// <summary>Keywords as they are written.</summary>
internal static class Words
{
    /// <summary>A role.</summary>
    public static string Of(Role role) => role.ToString().ToLowerInvariant();
}
