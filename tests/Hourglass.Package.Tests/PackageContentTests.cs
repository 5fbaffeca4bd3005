using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;

namespace Hourglass.Package.Tests;

/// <summary>What a gallery shows of the packages, and what a debugger finds.</summary>
public sealed class PackageContentTests(PackedPackage package)
{
    private const int LargestIcon = 20 * 1024;

    [Theory]
    [InlineData("Hourglass", "# Hourglass\n")]
    [InlineData("Hourglass.Hosting", "# Hourglass.Hosting\n")]
    [InlineData("Hourglass.Templates", "# Hourglass.Templates\n")]
    public void A_package_has_a_licence_an_icon_and_a_page(string id, string firstLine)
    {
        using var zip = ZipFile.OpenRead(PathOf(id));
        var metadata = Nuspec(zip, id);
        Assert.Equal(("MIT", "icon.png", "README.md"), (metadata["license"], metadata["icon"], metadata["readme"]));
        Assert.NotEqual("Package Description", metadata["description"]);
        Assert.StartsWith(firstLine, Text(zip, "README.md"), StringComparison.Ordinal);
        Assert.Contains("MIT License", Text(zip, "LICENSE"), StringComparison.Ordinal);
        var icon = Bytes(zip, "icon.png");
        Assert.InRange(icon.Length, 100, LargestIcon);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], icon[..4]);
    }

    /// <summary>Packing the tool takes a minute, for libtorch within; its project is asked instead.</summary>
    [Fact]
    public async Task The_tool_has_them_too()
    {
        var asked = await Command.Dotnet(
            ThisBuild.Root,
            TestContext.Current.CancellationToken,
            "msbuild", Path.Combine("src", "Hourglass.Cli", "Hourglass.Cli.csproj"),
            "-getProperty:PackageIcon,PackageReadmeFile,PackageLicenseExpression,SymbolPackageFormat,IncludeSymbols",
            "-getItem:None");
        var answer = JsonDocument.Parse(asked.Succeeded().Output).RootElement;
        Assert.Equal(
            ["icon.png", "README.md", "MIT", "snupkg", "true"],
            answer.GetProperty("Properties").EnumerateObject().Select(property => property.Value.GetString()));
        var packed = answer.GetProperty("Items").GetProperty("None").EnumerateArray()
            .Where(item => item.TryGetProperty("Pack", out var pack) && pack.GetString() == "true")
            .Select(item => item.GetProperty("Filename").GetString() + item.GetProperty("Extension").GetString());
        Assert.Superset(new HashSet<string> { "LICENSE", "README.md", "icon.png" }, packed.ToHashSet());
    }

    /// <summary>The package that chooses among platforms has no code: with symbols, it cannot be packed.</summary>
    [Theory]
    [InlineData("", "false")]
    [InlineData("linux-x64", "true")]
    public async Task Packages_of_a_platform_alone_have_the_tools_symbols(string platform, string symbols)
    {
        var asked = await Command.Dotnet(
            ThisBuild.Root,
            TestContext.Current.CancellationToken,
            "msbuild", Path.Combine("src", "Hourglass.Cli", "Hourglass.Cli.csproj"),
            "-p:_IsPacking=true", $"-p:RuntimeIdentifier={platform}", "-getProperty:IncludeSymbols");
        Assert.Equal(symbols, asked.Succeeded().Output.Trim());
    }

    [Theory]
    [InlineData("Hourglass")]
    [InlineData("Hourglass.Hosting")]
    public void Symbols_are_a_package_beside_it(string id)
    {
        using var zip = ZipFile.OpenRead(Path.ChangeExtension(PathOf(id), ".snupkg"));
        Assert.Contains($"lib/net10.0/{id}.pdb", zip.Entries.Select(entry => entry.FullName));
    }

    [Theory]
    [InlineData("Hourglass")]
    [InlineData("Hourglass.Hosting")]
    [InlineData("Hourglass.Templates")]
    public async Task Packed_twice_it_is_the_same(string id)
    {
        var again = await package.Pack(id, $"again-{id}");
        Assert.Equal(Contents(PathOf(id)), Contents(Path.Combine(again, Path.GetFileName(PathOf(id)))));
    }

    private string PathOf(string id) => id switch
    {
        "Hourglass" => package.File,
        "Hourglass.Hosting" => package.Hosting,
        "Hourglass.Templates" => package.Templates,
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "There is no such package here."),
    };

    private static SortedDictionary<string, string> Contents(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return new(
            zip.Entries.ToDictionary(entry => entry.FullName, entry => Convert.ToHexString(Bytes(zip, entry.FullName))),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Nuspec(ZipArchive zip, string id)
    {
        using var stream = zip.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single().Elements()
            .ToDictionary(element => element.Name.LocalName, element => element.Value);
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
