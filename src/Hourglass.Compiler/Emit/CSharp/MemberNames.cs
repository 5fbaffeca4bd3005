namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Members of an emitted class: a method of the hand-written part that an <c>extern</c> asks for cannot have their names.
/// </summary>
internal static class MemberNames
{
    /// <summary>What the class inherits or has itself, beside the types that its code names.</summary>
    private static readonly HashSet<string> Own = new(
        [
            "CheckDisposed", "DerivedStep", "Epoch", "ExportOnnx", "Finalize", "OnCreated", "OptimizerScript", "Statistics", "Untyped",
            "WithWeights",
            "DiagramOf", "ReplaceParameter", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether every class has a member of this name, or its code names something by it.</summary>
    public static bool IsTaken(string name) =>
        Own.Contains(name) || ReservedNames.Types.Contains(name) || ReservedNames.Module.Contains(name);

    /// <summary>The members that a class may have for a variable.</summary>
    public static IReadOnlyList<string> OfVariable(string name) =>
        [.. new[] { "PriorOf", "RunPriorOf", "Prepare", "Restore" }.Select(method => method + Identifiers.PascalOf(name))];
}
