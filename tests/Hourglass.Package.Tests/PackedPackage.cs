using System.Globalization;
using System.Runtime.InteropServices;
using Hourglass.Package.Tests;

[assembly: AssemblyFixture(typeof(PackedPackage))]

namespace Hourglass.Package.Tests;

/// <summary>The package of this build in a feed of its own, with a version that no cache knows.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-package-").FullName;

    /// <summary>The version.</summary>
    public string Version { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"0.1.0-test.{DateTime.UtcNow:yyMMddHHmmss}.{Environment.ProcessId}");

    /// <summary>The package.</summary>
    public string File => Path.Combine(_folder, "feed", $"Hourglass.{Version}.nupkg");

    /// <summary>The libtorch package of this platform.</summary>
    public static string Backend => RuntimeInformation.OSArchitecture switch
    {
        _ when OperatingSystem.IsWindows() => "libtorch-cpu-win-x64",
        _ when OperatingSystem.IsMacOS() => "libtorch-cpu-osx-arm64",
        _ => "libtorch-cpu-linux-x64",
    };

    /// <summary>The package of templates, beside the feed: a project of theirs takes only what they name.</summary>
    public string Templates => Path.Combine(_folder, "templates", $"Hourglass.Templates.{Version}.nupkg");

    /// <summary>The package of services, beside the feed as well.</summary>
    public string Hosting => Path.Combine(_folder, "hosting", $"Hourglass.Hosting.{Version}.nupkg");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Pack("Hourglass", "feed");
        await Pack("Hourglass.Templates", "templates");
        await Pack("Hourglass.Hosting", "hosting");
    }

    /// <summary>
    /// A folder for a project that uses the package. Its packages are taken from this machine's cache where they are there, and what is
    /// new (Hourglass itself) goes into a cache that is deleted with the test.
    /// </summary>
    public string NewProject(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        System.IO.File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(_folder, "packages")}" />
              </config>
              <packageSources>
                <add key="hourglass-under-test" value="{Path.Combine(_folder, "feed")}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="cache" value="{ThisBuild.PackageCache}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        return folder;
    }

    /// <summary>A folder within such a folder, with the feed as its <c>packages</c>: as where a user has packed it.</summary>
    public string NewProject(string name, string inner)
    {
        var folder = Directory.CreateDirectory(Path.Combine(NewProject(name), inner)).FullName;
        var packages = Directory.CreateDirectory(Path.Combine(folder, "packages")).FullName;
        System.IO.File.Copy(File, Path.Combine(packages, Path.GetFileName(File)));
        return folder;
    }

    /// <summary>Packs a project of this build.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="folder">The folder that gets the package, within the fixture's.</param>
    /// <returns>The folder's path.</returns>
    public async Task<string> Pack(string project, string folder)
    {
        var (target, intermediate) = (Path.Combine(_folder, folder), Path.Combine(_folder, "intermediate", folder));
        (await Command.Dotnet(
            ThisBuild.Root,
            TestContext.Current.CancellationToken,
            "pack", Path.Combine("src", project, $"{project}.csproj"),
            "--no-build", "-c", ThisBuild.Configuration,
            "-o", target,
            $"-p:PackageVersion={Version}",
            $"-p:TemplateConfig={Path.Combine(intermediate, "template.json")}",
            $"-p:NuspecOutputPath={intermediate}")).Succeeded();
        return target;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
