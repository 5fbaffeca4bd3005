using System.Xml.Linq;

namespace Hourglass.Package.Tests;

/// <summary><c>dotnet new hourglass</c>, as its users meet it.</summary>
public sealed class TemplateTests(PackedPackage package)
{
    private static readonly string Content = Path.Combine(ThisBuild.Root, "src", "Hourglass.Templates", "content");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_builds_without_warnings_passes_its_tests_and_trains()
    {
        var folder = package.NewProject("template");
        var app = Path.Combine(folder, "MyApp");
        await New(folder, "hourglass", "-n", "MyApp");
        var model = Path.Combine(app, "MyApp", "DigitVae.ae");
        File.WriteAllText(model, File.ReadAllText(model).Replace("epochs: 10", "epochs: 1", StringComparison.Ordinal));

        (await Command.Dotnet(app, Cancellation, "build", "-warnaserror", "-p:AnalysisLevel=latest")).Succeeded();
        var tests = (await Command.Dotnet(app, Cancellation, "test", "--no-build")).Succeeded();
        Assert.Contains("succeeded: 3", tests.Output, StringComparison.Ordinal);
        var run = (await Command.Dotnet(app, Cancellation, "run", "--no-build", "--project", "MyApp")).Succeeded();
        Walk.AssertPrinted(["epoch 1/1  …", "report: …report.html"], run.Output);
        Assert.True(File.Exists(Path.Combine(app, "runs", "MyApp.safetensors")));
        var wrong = await Command.Dotnet(app, Cancellation, "run", "--no-build", "--project", "MyApp", "--", "nothing.csv");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("nothing.csv", wrong.Output, StringComparison.Ordinal);
    }

    /// <summary>Both fill in the same files; neither knows what the other one forgets.</summary>
    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda-windows")]
    public async Task The_tool_writes_the_same_project(string backend)
    {
        var folder = package.NewProject($"same-{backend}");
        await New(folder, "hourglass", "-n", "Same", "--backend", backend, "--no-restore", "--hourglass-version", "0.1.0");
        var byTool = Directory.CreateDirectory(Path.Combine(folder, "tool")).FullName;
        var tool = Path.Combine(ThisBuild.Root, "src", "Hourglass.Cli", "bin", ThisBuild.Configuration, "net10.0", "Hourglass.Cli.dll");
        string[] options = ["--project", "--backend", backend, "--folder", byTool];
        (await Command.Dotnet(folder, Cancellation, [tool, "new", "Same", .. options])).Succeeded();
        var (expected, actual) = (Files(Path.Combine(folder, "Same")), Files(Path.Combine(byTool, "Same")));
        Assert.Equal(8, expected.Count);
        Assert.Equal(expected, actual);
    }

    /// <summary>Nothing else would raise them there.</summary>
    [Fact]
    public void Versions_are_those_of_this_repository()
    {
        var central = XDocument.Load(Path.Combine(ThisBuild.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(element => element.Attribute("Include")!.Value, element => element.Attribute("Version")!.Value.Trim('[', ']'));
        var references = Directory.EnumerateFiles(Content, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference"))
            .Select(element => (Id: element.Attribute("Include")!.Value, Version: element.Attribute("Version")!.Value))
            .Where(reference => reference.Id != "Hourglass")
            .ToArray();
        Assert.Equal(6, references.Length);
        Assert.All(references, reference => Assert.Equal(
            reference.Id.StartsWith("libtorch-", StringComparison.Ordinal) ? central["libtorch-cpu-linux-x64"] : central[reference.Id],
            reference.Version));
    }

    private async Task New(string folder, params string[] words)
    {
        var hive = Path.Combine(folder, "hive");
        (await Command.Dotnet(folder, Cancellation, "new", "install", package.Templates, "--debug:custom-hive", hive)).Succeeded();
        (await Command.Dotnet(folder, Cancellation, ["new", .. words, "--debug:custom-hive", hive])).Succeeded();
    }

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText),
        StringComparer.Ordinal);
}
