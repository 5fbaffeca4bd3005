using System.Reflection;

namespace Hourglass.Package.Tests;

/// <summary>What this test's own build knows: its configuration and folders.</summary>
internal static class ThisBuild
{
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The folder of restored packages.</summary>
    public static string PackageCache { get; } = Metadata("PackageCache");

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    private static string Metadata(string key) =>
        typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Dsl.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"Dsl.sln lies in no folder above {AppContext.BaseDirectory}.");
    }
}
