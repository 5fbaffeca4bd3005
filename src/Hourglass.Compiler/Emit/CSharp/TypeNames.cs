namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>The user's names where C# wants a type's.</summary>
internal static class TypeNames
{
    /// <summary>The name, with an <c>@</c> where C# would read a keyword.</summary>
    public static string Of(string name) => Identifiers.IsKeyword(name) ? "@" + name : name;
}
