using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Hourglass.Package.Tests;

/// <summary>The package as its users meet it.</summary>
public sealed class PackageTests(PackedPackage package)
{
    private static readonly string NativeInCache =
        Path.Combine(ThisBuild.PackageCache, "torchsharp", "0.107.0", "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    [Fact]
    public async Task A_new_project_builds_and_runs_with_a_file_and_an_annotated_class()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var cached = Hash(NativeInCache);
        var project = new ScratchProject(package, "good", withBackend: true);

        Assert.Contains("0 Warning(s)", (await project.Build(cancellation)).Succeeded().Output, StringComparison.Ordinal);
        var run = (await project.Run(cancellation)).Succeeded();
        Assert.Equal("Scratch.Models.Small 5 x 8\nI am Annotated 5 x 8", run.Output.Trim());
        Assert.Equal(cached, Hash(NativeInCache));

        project.Edit("Models/small.ae", "normal(2)", "normla(2)");
        project.Edit("Annotated.cs", "sigmoid", "sigmiod");
        var wrong = await project.Build(cancellation);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Matches(@"Models[/\\]small\.ae\(4,37\): error AE1\d\d\d: .*normal", wrong.Output);
        Assert.Matches(@"Annotated\.cs\(7,28\): error AE1\d\d\d: .*sigmoid", wrong.Output);
    }

    [Fact]
    public async Task An_application_without_libtorch_is_told_which_package_to_add()
    {
        var project = new ScratchProject(package, "bare", withBackend: false);
        var build = await project.Build(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(
            "error HOURGLASS001: this application has no libtorch, the native library that TorchSharp calls. Add the package of the "
            + $"platform it runs on, here: dotnet add package {PackedPackage.Backend} --version 2.10.0",
            build.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_holds_what_it_needs_and_no_more()
    {
        using var zip = ZipFile.OpenRead(package.File);
        var files = zip.Entries
            .Select(e => e.FullName)
            .Where(f => !f.StartsWith("_rels", StringComparison.Ordinal) && !f.StartsWith("package/", StringComparison.Ordinal));
        Assert.Equal(
            [
                "Hourglass.nuspec", "LICENSE", "README.md", "[Content_Types].xml",
                "analyzers/dotnet/cs/Hourglass.CodeFixes.dll",
                "analyzers/dotnet/cs/Hourglass.Compiler.dll", "analyzers/dotnet/cs/Hourglass.Generators.dll",
                "analyzers/dotnet/cs/Sprache.dll",
                "buildTransitive/net10.0/Hourglass.TorchSharp.targets", "buildTransitive/net10.0/Hourglass.props",
                "buildTransitive/net10.0/Hourglass.targets", "buildTransitive/net10.0/WeakenSymbolVersion.cs",
                "icon.png",
                "lib/net10.0/Hourglass.dll", "lib/net10.0/Hourglass.xml",
            ],
            files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_project_of_an_older_framework_is_told_which_one_it_needs_and_nothing_else()
    {
        var project = new ScratchProject(package, "older", withBackend: true, framework: "net8.0");
        var build = await project.Build(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, build.ExitCode);
        var lines = build.Output.Split('\n').Select(line => line.Trim()).Distinct();
        var error = Assert.Single(lines, line => line.Contains(": error ", StringComparison.Ordinal));
        Assert.Contains(
            $"error NU1202: Package Hourglass {package.Version} is not compatible with net8.0",
            error,
            StringComparison.Ordinal);
        Assert.Contains("supports: net10.0", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Dependencies_may_be_of_later_versions()
    {
        using var zip = ZipFile.OpenRead(package.File);
        using var nuspec = zip.GetEntry("Hourglass.nuspec")!.Open();
        var versions = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency").ToDictionary(
            dependency => dependency.Attribute("id")!.Value,
            dependency => dependency.Attribute("version")!.Value);
        Assert.Equal("0.107.0", versions["TorchSharp"]);
        Assert.All(versions.Values, version => Assert.Matches(@"^\d+(\.\d+)+$", version));
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
