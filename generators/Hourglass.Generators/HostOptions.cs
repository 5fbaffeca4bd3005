using Microsoft.CodeAnalysis.Diagnostics;

namespace Hourglass.Generators;

/// <summary>The build properties that shape the output.</summary>
/// <param name="RootNamespace">The namespace of files in the project's own folder; empty for none.</param>
/// <param name="ProjectFolder">The project's folder with forward slashes and without the last one; empty where unknown.</param>
/// <param name="LineDirectives">Whether generated code points back into <c>.ae</c> files.</param>
/// <param name="MapPaths">Whether paths in the output must not name this machine's folders.</param>
internal sealed record HostOptions(string RootNamespace, string ProjectFolder, bool LineDirectives, bool MapPaths)
{
    public static HostOptions Read(AnalyzerConfigOptionsProvider provider, CancellationToken cancellation) => new(
        Property(provider, "RootNamespace"),
        ProjectPath.Normalise(First(Property(provider, "MSBuildProjectDirectory"), Property(provider, "ProjectDir"))).TrimEnd('/'),
        !IsFalse(Property(provider, "HourglassLineDirectives")),
        IsTrue(Property(provider, "ContinuousIntegrationBuild")));

    private static string Property(AnalyzerConfigOptionsProvider provider, string name) =>
        provider.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value.Trim() : "";

    private static string First(string first, string second) => first.Length > 0 ? first : second;

    private static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsFalse(string value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
