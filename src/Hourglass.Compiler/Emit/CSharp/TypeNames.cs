namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>The user's names where C# wants a type's.</summary>
internal static class TypeNames
{
    /// <summary>The name, with an <c>@</c> where C# would read a keyword, or warn that it could become one.</summary>
    public static string Of(string name) =>
        Identifiers.IsKeyword(name) || name.All(character => character is (>= 'a' and <= 'z') or '_') ? "@" + name : name;
}
