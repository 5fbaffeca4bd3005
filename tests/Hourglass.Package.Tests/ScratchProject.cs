namespace Hourglass.Package.Tests;

/// <summary>A console project as a user would write it: one <c>.ae</c> file in a folder, one annotated class.</summary>
internal sealed class ScratchProject
{
    private const string SmallModel = """
        /// A small variational autoencoder.
        model Small {
          data   x: unit[8]
          encode z ~ x -> dense(6, relu) -> normal(2)
          decode x ~ z -> dense(6, relu) -> bernoulli
          minimize elbo
        }

        """;

    private const string AnnotatedClass = """
        using Hourglass;

        namespace Scratch;

        [Data("x: unit[8]")]
        [Encode("h = x -> dense(3, relu)")]
        [Decode("y = h -> dense(8, sigmoid)")]
        [Minimize("mse(y, x)")]
        internal partial class Annotated
        {
            public string Greeting => "I am " + Description.Name;
        }

        """;

    private const string Program = """
        using Scratch;
        using Scratch.Models;
        using TorchSharp;

        using var small = new Small();
        using var annotated = new Annotated();
        using var x = torch.rand(5, 8);
        using var first = small.Reconstruct(x);
        using var second = annotated.Reconstruct(x);
        Console.WriteLine(FormattableString.Invariant($"{typeof(Small)} {first.shape[0]} x {first.shape[1]}"));
        Console.WriteLine(FormattableString.Invariant($"{annotated.Greeting} {second.shape[0]} x {second.shape[1]}"));

        """;

    private readonly string _folder;

    public ScratchProject(PackedPackage package, string name, bool withBackend, string framework = "net10.0")
    {
        _folder = package.NewProject(name);
        var backend = withBackend ? $"""<PackageReference Include="{PackedPackage.Backend}" Version="2.10.0" />""" : "";

        // The reference assemblies of an older framework would have to be downloaded.
        var older = framework == "net10.0"
            ? ""
            : "<DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences><UseAppHost>false</UseAppHost>";
        Write("Scratch.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                {older}
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <AnalysisLevel>latest</AnalysisLevel>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Hourglass" Version="[{package.Version}]" />
                {backend}
              </ItemGroup>
            </Project>
            """);
        Write("Models/small.ae", SmallModel);
        Write("Annotated.cs", AnnotatedClass);
        Write("Program.cs", Program);
    }

    public string Output => Path.Combine(_folder, "bin", "Debug", "net10.0");

    public Task<Command> Build(CancellationToken cancellation) => Command.Dotnet(_folder, cancellation, "build", "-m:1", "-v:normal");

    public Task<Command> Run(CancellationToken cancellation) => Command.Dotnet(_folder, cancellation, Path.Combine(Output, "Scratch.dll"));

    public void Edit(string file, string old, string changed)
    {
        var path = Path.Combine(_folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, changed, StringComparison.Ordinal));
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
