using Hourglass.Cli.Lsp;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Lsp;

/// <summary>The server reads what <c>check</c> reads, and refuses what it refuses.</summary>
public sealed class ProjectFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProjectFiles _files = new();

    public ProjectFilesTests()
    {
        Write("p/a.csproj", "");
        Write("p/model.ae", "import \"sizes.ae\"\n");
        Write("p/sizes.ae", "const width = 4\n");
        Write("p/deep/er/other.ae", "");
        Write("p/bin/old.ae", "");
        Write("p/obj/old.ae", "");
        Write("p/node_modules/x/old.ae", "");
        Write("p/notes.txt", "");
        Write("outside.ae", "const secret = 1\n");
    }

    private string Model => _folder.File("p", "model.ae");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_import_is_read()
    {
        var import = _files.Import(Model, "sizes.ae");
        Assert.Equal((_folder.File("p", "sizes.ae"), "const width = 4\n", null), (import.Path, import.Text, import.Refusal));
    }

    /// <summary>Its path is known all the same: it may be open and not saved yet.</summary>
    [Fact]
    public void An_import_that_is_not_there_has_a_path()
    {
        var import = _files.Import(Model, "./deep/../none.ae");
        Assert.Equal((_folder.File("p", "none.ae"), null, null), (import.Path, import.Text, import.Refusal));
    }

    [Theory]
    [InlineData("../outside.ae")]
    [InlineData("notes.txt")]
    [InlineData("/etc/passwd")]
    public void An_import_is_refused_as_everywhere(string import)
    {
        var found = _files.Import(Model, import);
        Assert.Null(found.Text);
        Assert.NotNull(found.Refusal);
    }

    [Fact]
    public void A_document_without_a_folder_imports_nothing() =>
        Assert.Equal("save it beside the file that it imports", _files.Import("untitled:a", "sizes.ae").Refusal!.Help);

    [Fact]
    public void A_file_is_read_if_it_is_one()
    {
        Assert.Equal("const width = 4\n", _files.Read(_folder.File("p", "sizes.ae")));
        Assert.Null(_files.Read(_folder.File("p", "none.ae")));
        Assert.Null(_files.Read(_folder.File("p", "notes.txt")));
        Assert.Null(_files.Read("untitled:a"));
        File.WriteAllBytes(_folder.File("p", "bad.ae"), [0xff, 0xfe, 0xfd]);
        Assert.Null(_files.Read(_folder.File("p", "bad.ae")));
        File.WriteAllText(_folder.File("p", "large.ae"), new string(' ', 2_000_000));
        Assert.Null(_files.Read(_folder.File("p", "large.ae")));
    }

    [Fact]
    public void A_project_is_what_lies_in_its_folder()
    {
        string[] expected = ["deep/er/other.ae", "model.ae", "sizes.ae"];
        foreach (var file in expected)
        {
            Assert.Equal(
                expected.Select(path => _folder.File(["p", .. path.Split('/')])),
                _files.ProjectOf(_folder.File(["p", .. file.Split('/')])).Order(StringComparer.Ordinal));
        }

        Assert.Empty(_files.ProjectOf("untitled:a"));
        Assert.Empty(_files.ProjectOf(_folder.File("none", "x.ae")));
    }

    [Fact]
    public void What_was_read_and_changed_is_known()
    {
        _files.Import(Model, "sizes.ae");
        _files.Import(Model, "none.ae");
        Assert.Empty(_files.Changed());
        File.WriteAllText(_folder.File("p", "none.ae"), "");
        Assert.Equal([_folder.File("p", "none.ae")], _files.Changed());
        Assert.Empty(_files.Changed());
        File.Delete(_folder.File("p", "sizes.ae"));
        Assert.Equal([_folder.File("p", "sizes.ae")], _files.Changed());
    }

    private void Write(string path, string text)
    {
        var full = _folder.File(path.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
