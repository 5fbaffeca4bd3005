using Hourglass.Cli.Sources;
using Hourglass.Tests.Files;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>Imports read regular .ae files of the project, and no line of another file is printed.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Secret = "root:x:0:0 secret";

    private readonly TemporaryFolder _folder = new();

    public ImportTests()
    {
        // The temporary folder may lie in somebody's repository: the project ends here.
        Directory.CreateDirectory(_folder.File("project/models"));
        File.WriteAllText(_folder.File("project/a.csproj"), "");
        Directory.CreateDirectory(_folder.File("outside"));
        File.WriteAllText(_folder.File("outside/sizes.ae"), "const width = 30\n");
        File.WriteAllText(_folder.File("outside/secret.ae"), Secret);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("project/models/sizes.ae", "sizes.ae")]
    [InlineData("project/sizes.ae", "../sizes.ae")]
    [InlineData("project/other/sizes.ae", "../other/sizes.ae")]
    [InlineData("project/models/Sizes.AE", "Sizes.AE")]
    public void Files_of_the_project_are_read(string at, string import)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(at))!);
        File.WriteAllText(_folder.File(at), "const width = 30\n");
        Assert.Equal((0, ""), Outcome(Check(import)));
    }

    [Theory]
    [InlineData("b.csproj")]
    [InlineData("b.sln")]
    [InlineData("b.slnx")]
    [InlineData(".git")]
    public void The_nearest_mark_bounds_the_project(string mark)
    {
        File.WriteAllText(_folder.File("project/sizes.ae"), "const width = 30\n");
        File.WriteAllText(Path.Combine(_folder.File("project/models"), mark), "");
        Assert.Contains("it lies outside of the project's folder", Refused("../sizes.ae"), StringComparison.Ordinal);
    }

    /// <summary>Where nothing marks a project, the file's own folder does.</summary>
    [Fact]
    public void Without_a_project_the_folder_of_the_file_counts()
    {
        var lonely = Directory.CreateTempSubdirectory("hourglass-import-").FullName;
        try
        {
            Assert.Equal([RealPath.Of(lonely)], ProjectFolders.Of(Path.Combine(lonely, "m.ae"), null));
        }
        finally
        {
            Directory.Delete(lonely, recursive: true);
        }
    }

    [Theory]
    [InlineData("../../outside/secret.ae")]
    [InlineData("../../outside/secret.ae", "--root", "project")]
    public void Files_outside_are_not_read(string import, params string[] options) =>
        Assert.Contains("it lies outside of the project's folder", Refused(import, options), StringComparison.Ordinal);

    [Fact]
    public void A_further_folder_widens_the_project()
    {
        Assert.Equal((0, ""), Outcome(Check("../../outside/sizes.ae", "--root", _folder.Path)));
        Assert.Equal((0, ""), Outcome(Check("../../outside/sizes.ae", "--root", _folder.File("outside"))));
        var wrong = Check("../../outside/sizes.ae", "--root", _folder.File("nothing"));
        Assert.Equal(2, wrong.Code);
        Assert.Contains("--root takes a folder that there is", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/passwd", "it is no .ae file")]
    [InlineData("notes.txt", "it is no .ae file")]
    [InlineData("/etc/passwd.ae", "its path does not begin in this file's folder")]
    [InlineData("C:\\\\secret.ae", "its path does not begin in this file's folder")]
    public void Other_names_are_not_read(string import, string reason)
    {
        File.WriteAllText(_folder.File("project/models/notes.txt"), Secret);
        Assert.Contains(reason, Refused(import), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_lead_where_they_lead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.CreateSymbolicLink(_folder.File("project/models/out.ae"), _folder.File("outside/secret.ae"));
        Directory.CreateSymbolicLink(_folder.File("project/models/far"), _folder.File("outside"));
        File.WriteAllText(_folder.File("project/notes.txt"), Secret);
        File.CreateSymbolicLink(_folder.File("project/models/notes.ae"), "../notes.txt");
        File.CreateSymbolicLink(_folder.File("project/models/circle.ae"), "circle.ae");
        File.WriteAllText(_folder.File("project/real.ae"), "const width = 30\n");
        File.CreateSymbolicLink(_folder.File("project/models/fine.ae"), "../real.ae");

        Assert.Contains("outside of the project", Refused("out.ae"), StringComparison.Ordinal);
        Assert.Contains("outside of the project", Refused("far/secret.ae"), StringComparison.Ordinal);
        Assert.Contains("a link to a file that is no .ae file", Refused("notes.ae"), StringComparison.Ordinal);
        Assert.Contains("in a circle", Refused("circle.ae"), StringComparison.Ordinal);
        Assert.Equal((0, ""), Outcome(Check("fine.ae")));
    }

    /// <summary>The project is where the file is, not where a link to it lies.</summary>
    [Fact]
    public void A_file_reached_by_a_link_imports_from_its_own_project()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Directory.CreateSymbolicLink(_folder.File("shortcut"), _folder.File("project"));
        File.WriteAllText(_folder.File("project/sizes.ae"), "const width = 30\n");
        File.WriteAllText(_folder.File("project/models/m.ae"), Model("../sizes.ae"));
        Assert.Equal((0, ""), Outcome(Tool.Run("check", _folder.File("shortcut/models/m.ae"))));
    }

    [Fact]
    public void Only_regular_files_are_opened()
    {
        Directory.CreateDirectory(_folder.File("project/models/folder.ae"));
        Assert.Contains("it is a folder", Refused("folder.ae"), StringComparison.Ordinal);
        NamedPipe.Make(_folder.File("project/models/pipe.ae"));
        Assert.Contains("it is a pipe", Refused("pipe.ae"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_mebibyte_is_the_most(int above, int code)
    {
        File.WriteAllText(
            _folder.File("project/models/sizes.ae"),
            "const width = 30\n" + new string('\n', ImportReader.MostBytes + above - 17));
        var result = Check("sizes.ae");
        Assert.Equal(code, result.Code);
        Assert.Equal(above > 0, result.Out.Contains("it has 1048577 bytes, and an import at most 1048576", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_encodings_are_told_at_the_import()
    {
        File.WriteAllBytes(_folder.File("project/models/sizes.ae"), [.. "const w = 1 // "u8, 0xE9]);
        Assert.Contains("it is not UTF-8 (the byte at offset 15 begins no character)", Refused("sizes.ae"), StringComparison.Ordinal);
    }

    private static string Model(string import) =>
        $"import \"{import}\"\nmodel A {{\n  data x: unit[784]\n  encode z ~ x -> dense(width, relu) -> normal(20)\n"
        + "  decode x ~ z -> dense(400, relu) -> bernoulli\n  minimize elbo\n}\n";

    private static (int Code, string Error) Outcome(ToolResult result) => (result.Code, result.Error);

    private ToolResult Check(string import, params string[] options)
    {
        File.WriteAllText(_folder.File("project/models/m.ae"), Model(import));
        return Tool.Run(["check", _folder.File("project/models/m.ae"), .. options]);
    }

    /// <summary>What is said of an import that is refused: one error, at its path, and nothing of what it holds.</summary>
    private string Refused(string import, params string[] options)
    {
        var result = Check(
            import,
            [.. options.Select(option => option == "project" ? _folder.File(option) : option), "--format", "msbuild"]);
        Assert.Equal((1, ""), Outcome(result));
        var line = Assert.Single(result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("m.ae(1,9,1,", line, StringComparison.Ordinal);
        Assert.Contains("error AE1025", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line + Check(import, options).Out, StringComparison.Ordinal);
        return line;
    }
}
