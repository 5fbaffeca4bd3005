using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary><c>hourglass new</c>: what it writes can be used at once, and nothing that is there is lost.</summary>
public sealed class NewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_is_checked_and_trained_at_once()
    {
        var file = _folder.File("models", "Faces.ae");
        var made = New("Faces", "--folder", _folder.File("models"));
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Equal($"model Faces in {file}\nnext: hourglass train {file}\n", made.Out);
        Assert.Equal("1 file checked: no errors\n", Tool.Run("check", file).Out);
        var trained = Tool.Run("train", file, "--limit", "200", "--epochs", "1", "--no-report", "--out", _folder.File("out"));
        Assert.Equal((0, ""), (trained.Code, trained.Error));
        Assert.StartsWith("Faces on digits: 200 examples", trained.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_is_the_templates()
    {
        Assert.Equal(0, New("Faces", "--folder", _folder.Path).Code);
        var template = Path.Combine(Corpus.Root, "src", "Hourglass.Templates", "content", "HourglassApp", "DigitVae.ae");
        Assert.Equal(
            File.ReadAllText(template).Replace("DigitVae", "Faces", StringComparison.Ordinal),
            File.ReadAllText(_folder.File("Faces.ae")));
    }

    [Fact]
    public void A_project_has_its_name_everywhere_and_nothing_left_to_fill_in()
    {
        var made = New("Faces", "--project", "--folder", _folder.Path, "--backend", "cuda-linux");
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.StartsWith($"project Faces in {_folder.File("Faces")}\nnext, ", made.Out, StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(_folder.File("Faces"), "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_folder.File("Faces"), path).Replace('\\', '/'), File.ReadAllText);
        Assert.Equal(
            [
                ".gitignore", "Faces.Tests/DigitVaeTests.cs", "Faces.Tests/Faces.Tests.csproj", "Faces.slnx", "Faces/DigitVae.ae",
                "Faces/Faces.csproj", "Faces/Program.cs", "global.json",
            ],
            files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files.Values, text => Assert.DoesNotMatch("HourglassApp|TORCH_BACKEND|HOURGLASS_VERSION|PACKAGE_VERSION", text));
        Assert.Contains(">cuda-linux</TorchBackend>", files["Faces/Faces.csproj"], StringComparison.Ordinal);
        Assert.Contains(
            $"""Include="Hourglass" Version="{Tool.Run("--version").Out.Trim()}" """.TrimEnd(),
            files["Faces/Faces.csproj"],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Faces.ae")]
    [InlineData("Faces/global.json", "--project")]
    public void What_is_there_is_replaced_only_if_asked(string there, params string[] options)
    {
        var file = Path.Combine([_folder.Path, .. there.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "mine");
        New(["Faces", "--folder", _folder.Path, .. options])
            .AssertFails(1, $"There is a file '{file}' already. Take another name, or let it be replaced: --overwrite.");
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal([file], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));

        Assert.Equal(0, New(["Faces", "--folder", _folder.Path, "--overwrite", .. options]).Code);
        Assert.NotEqual("mine", File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_in_the_files_place()
    {
        var file = Directory.CreateDirectory(_folder.File("Faces.ae")).FullName;
        New("Faces", "--folder", _folder.Path, "--overwrite")
            .AssertFails(1, $"'{file}' is a folder. Take another name, or another --folder.");
    }

    [Theory]
    [InlineData("NAME takes letters and digits, a letter first, found 'a/b'. Where the files go is said by --folder.", "a/b")]
    [InlineData("NAME takes letters and digits, a letter first, found 'faces.ae'. Where the files go is said by --folder.", "faces.ae")]
    [InlineData("NAME: expected a name, found the keyword `model`.", "model")]
    [InlineData("NAME: a model cannot be named `Tensor`: the emitted code needs that name for something else.", "Tensor")]
    [InlineData("NAME: a project cannot be named 'hourglass': its code uses that name.", "hourglass", "--project")]
    [InlineData("NAME: a project cannot be named 'class': its code uses that name.", "class", "--project")]
    [InlineData("--backend is for a project; ask for one: --project.", "Faces", "--backend", "cpu")]
    [InlineData("There is no option '--overwrit'; did you mean --overwrite? See `hourglass new --help`.", "Faces", "--overwrit")]
    public void Names_and_options_that_are_wrong(string message, params string[] args)
    {
        New([.. args, "--folder", _folder.Path]).AssertFails(2, message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private static ToolResult New(params string[] args) => Tool.Run(["new", .. args]);
}
