using System.Reflection;
using Microsoft.CodeAnalysis;
using TorchSharp;

namespace Hourglass.Cli.InMemory;

/// <summary>
/// What emitted code is compiled against: the runtime and TorchSharp, and those of the framework's assemblies that they name. The whole
/// framework would cost time and memory and add nothing.
/// </summary>
internal static class References
{
    private static readonly string[] Always = ["System.Private.CoreLib", "System.Runtime", "netstandard"];

    /// <summary>The references.</summary>
    /// <exception cref="InvalidOperationException">The host does not say where the framework is.</exception>
    public static IReadOnlyList<MetadataReference> Load()
    {
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string
            ?? throw new InvalidOperationException("The host names no trusted platform assemblies.");
        var paths = trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        Assembly[] own = [typeof(Autoencoder).Assembly, typeof(torch).Assembly];
        string[] files =
        [
            .. own.Select(assembly => assembly.Location),
            .. own.SelectMany(assembly => assembly.GetReferencedAssemblies())
                .Select(name => name.Name!)
                .Where(name => name.StartsWith("System.", StringComparison.Ordinal))
                .Concat(Always)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(paths.ContainsKey)
                .Select(name => paths[name]),
        ];
        return [.. files.Select(file => MetadataReference.CreateFromFile(file))];
    }
}
