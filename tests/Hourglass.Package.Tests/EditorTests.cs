using System.Diagnostics;

namespace Hourglass.Package.Tests;

/// <summary>
/// A project that uses the package, in a C# editor: csharp-ls, the language server that editors without one of their own take.
/// </summary>
public sealed class EditorTests(PackedPackage package)
{
    private const string Version = "0.28.0";

    private const string Model = """
        /// A small variational autoencoder.
        model Small {
          data   x: unit[8]
          encode z ~ x -> dense(6, relu) -> normal(2)
          decode x ~ z -> dense(6, relu) -> bernoulli
          minimize elbo
          train  { epochs: 3 }
        }

        """;

    private const string Program = """
        using Scratch.Models;
        using TorchSharp;

        namespace Scratch;

        public static class Use
        {
            public static Small New() => new Small(seed: 3);

            public static Small Trained(string folder) => Small.Load(folder);

            public static torch.Tensor Of(Small small, torch.Tensor x) =>
                small.Encode(x).Z.Mean + small.Minimize(x).KlZ + small.Decoder.Dense1.weight;
        }

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_editor_goes_to_the_model_shows_shapes_and_follows_its_edits_without_a_build()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = package.NewProject("edited");
        var tool = await Install(folder, cancellation);
        Write(folder, "Scratch.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Hourglass" Version="[{package.Version}]" />
              </ItemGroup>
            </Project>
            """);
        Write(folder, "Models/small.ae", Model);
        Write(folder, "Use.cs", Program);
        (await Command.Dotnet(folder, cancellation, "restore")).Succeeded();

        using var editor = await LanguageServer.Start(tool, folder, cancellation);
        await editor.Open("Use.cs");
        Assert.Equal(["Models/small.ae(2,7)"], await editor.Definition("Small small"));
        Assert.Equal(["Models/small.ae(2,7)"], await editor.Definition("Small(seed"));
        Assert.Equal(["Models/small.ae(4,10)"], await editor.Definition("Encode(x)"));
        Assert.Equal(["Models/small.ae(4,10)"], await editor.Definition("Z.Mean"));
        Assert.Equal(["Models/small.ae(6,12)"], await editor.Definition("KlZ"));
        Assert.Equal(["Models/small.ae(5,19)"], await editor.Definition("Dense1"));

        var shown = (await editor.Hover("Small small")).ReplaceLineEndings("\n");
        Assert.Contains("A small variational autoencoder.", shown, StringComparison.Ordinal);
        Assert.Contains("\n  dense(6, relu)  [N, 6]\n  normal(2)       [N, 2]\n", shown, StringComparison.Ordinal);
        Assert.Contains("Declared in small.ae, line 2.", shown, StringComparison.Ordinal);
        Assert.Contains("[N, 2], normal.", await editor.Hover("Z.Mean"), StringComparison.Ordinal);

        // TorchSharp's modules have members of their own, most of them in small letters.
        Assert.Equal(
            [
                "Decode", "Decoder", "Description", "Dispose", "Encode", "Encoder", "Epoch", "Equals", "ExportOnnx", "GetHashCode",
                "GetName", "GetType", "LogLikelihood", "Minimize", "Reconstruct", "Sample", "Save", "ToString", "TrainOn",
                "TrainOnAsync", "Untyped",
            ],
            (await editor.Completion("small.")).Where(name => char.IsUpper(name[0])).Order(StringComparer.Ordinal));
        var members = await editor.Completion("=> Small.");
        Assert.Superset(new HashSet<string> { "Code", "DecoderLayers", "EncoderLayers", "Load", "Loss", "Train" }, members.ToHashSet());
        Assert.DoesNotContain("UntypedModel", members);

        Write(
            folder,
            "Models/small.ae",
            Model.Replace("normal(2)", "normal(3)", StringComparison.Ordinal)
                .Replace("  minimize", "  predict y ~ z -> categorical\n  minimize", StringComparison.Ordinal)
                .Replace("unit[8]", "unit[8]\n  data   y: class(4)", StringComparison.Ordinal));

        // csharp-ls watches projects, and reads models again with theirs.
        await editor.Changed("Models/small.ae", "Scratch.csproj");
        var clock = Stopwatch.StartNew();
        while (!(await editor.Hover("Z.Mean")).Contains("[N, 3], normal.", StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < Patience, $"After {Patience}, the editor shows: {await editor.Hover("Z.Mean")}");
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellation);
        }

        Assert.Contains("Predict", await editor.Completion("small."));
        Assert.Equal(["Models/small.ae(8,12)"], await editor.Definition("KlZ"));
        Assert.Empty(Directory.EnumerateFiles(folder, "Scratch.dll", SearchOption.AllDirectories));
    }

    /// <summary>The server's file; the test is skipped where it cannot be had.</summary>
    private static async Task<string> Install(string folder, CancellationToken cancellation)
    {
        var tools = Path.Combine(folder, "..", "tools");
        var installed = await Command.Dotnet(
            ThisBuild.Root, cancellation, "tool", "install", "csharp-ls", "--version", Version, "--tool-path", tools);
        Assert.SkipUnless(installed.ExitCode == 0, $"csharp-ls {Version} could not be installed: {installed.Output}");
        return Path.Combine(tools, OperatingSystem.IsWindows() ? "csharp-ls.exe" : "csharp-ls");
    }

    private static void Write(string folder, string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
