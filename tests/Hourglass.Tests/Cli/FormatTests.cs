using System.Diagnostics;
using System.Text;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

public sealed class FormatTests : IDisposable
{
    private const string Right = "/// One.\nmodel A {\n  data   x: unit[784]\n  encode h = x -> dense(16)\n  minimize sse(h, x)\n}\n";
    private const string Untidy = "/// One.\nmodel  A{\ndata x:unit[784]\n  encode h=x->dense(16)\n\n\n  minimize sse(h,x) }";
    private const string Ordered = "/// One.\nmodel A {\n  data   x: unit[784]\n  encode h = x -> dense(16)\n\n  minimize sse(h, x)\n}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_put_in_order_and_others_are_not_touched()
    {
        var (untidy, right) = (Write("untidy.ae", Untidy), Write("right.ae", Right));
        var before = File.GetLastWriteTimeUtc(right).AddDays(-1);
        File.SetLastWriteTimeUtc(right, before);
        var result = Run("format", untidy, right, untidy);
        Assert.Equal(new ToolResult(0, "formatted: untidy.ae\n2 files, 1 formatted\n", ""), result);
        Assert.Equal(Ordered, File.ReadAllText(untidy));
        Assert.Equal(before, File.GetLastWriteTimeUtc(right));
        Assert.Equal(new ToolResult(0, "2 files in order\n", ""), Run("format", untidy, right));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_check_changes_nothing()
    {
        var (untidy, right) = (Write("untidy.ae", Untidy), Write("right.ae", Right));
        Assert.Equal(
            new ToolResult(1, "not in order: untidy.ae\n2 files, 1 not in order\n", ""), Run("format", "--check", untidy, right));
        Assert.Equal(Untidy, File.ReadAllText(untidy));
        Assert.Equal(new ToolResult(0, "1 file in order\n", ""), Run("format", right, "--check"));
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("\uFEFF", "\r\n")]
    [InlineData("", "\r\n")]
    public void Marks_and_line_ends_stay(string mark, string newLine)
    {
        var path = Write("a.ae", mark + Untidy.ReplaceLineEndings(newLine));
        Assert.Equal(0, Run("format", path).Code);
        Assert.Equal(Encoding.UTF8.GetBytes(mark + Ordered.ReplaceLineEndings(newLine)), File.ReadAllBytes(path));
        Assert.Equal(0, Run("format", "--check", path).Code);
    }

    [Fact]
    public void What_does_not_parse_stays_and_is_said()
    {
        var path = Write("a.ae", "const  a=1\nconst  b  =\nconst  c=3\n");
        var result = Run("format", path);
        Assert.Equal((1, "formatted: a.ae\n1 file, 1 formatted\n"), (result.Code, result.Out));
        Assert.StartsWith("error AE", result.Error, StringComparison.Ordinal);
        Assert.Contains("--> a.ae:2:12\n", result.Error, StringComparison.Ordinal);
        Assert.Equal("const a = 1\nconst  b  =\nconst c = 3\n", File.ReadAllText(path));
        Assert.Equal((1, "1 file, 0 formatted\n"), (Run("format", path).Code, Run("format", path).Out));
        Assert.Equal((1, "1 file, 0 not in order\n"), (Run("format", "--check", path).Code, Run("format", "--check", path).Out));
    }

    /// <summary>Formatting asks for no names: what only the binder knows is no reason to leave a text as it is.</summary>
    [Fact]
    public void A_word_that_is_not_known_is_no_reason()
    {
        var path = Write("a.ae", Untidy.Replace("dense", "dens", StringComparison.Ordinal));
        Assert.Equal((0, ""), (Run("format", path).Code, Run("format", path).Error));
        Assert.Equal(Ordered.Replace("dense", "dens", StringComparison.Ordinal), File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_stands_for_its_files()
    {
        string[] names = ["b.ae", "a.ae", "inner/c.ae", "bin/d.ae", "obj/e.ae", ".hidden/f.ae", "notes.txt"];
        var paths = names.Select(name => Write(name, Untidy)).ToArray();
        Assert.Equal(
            new ToolResult(
                0,
                $"formatted: a.ae\nformatted: b.ae\nformatted: inner{Path.DirectorySeparatorChar}c.ae\n3 files, 3 formatted\n",
                ""),
            Run("format", _folder.Path));
        Assert.All(paths[3..], path => Assert.Equal(Untidy, File.ReadAllText(path)));
        Assert.Equal("3 files in order\n", Run("format", _folder.Path, paths[0]).Out);
    }

    [Fact]
    public void What_cannot_be_read_is_said_and_the_others_are_formatted()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        var path = Write("a.ae", Untidy);
        File.WriteAllBytes(_folder.File("bytes.ae"), [0x6D, 0xFF]);
        var result = Run("format", _folder.File("none.ae"), _folder.File("bytes.ae"), _folder.File("empty"), path);
        Assert.Equal((1, "formatted: a.ae\n3 files, 1 formatted\n"), (result.Code, result.Out));
        Assert.Contains("error: there is no file '", result.Error, StringComparison.Ordinal);
        Assert.Contains("is not UTF-8: the byte at offset 1 ", result.Error, StringComparison.Ordinal);
        Assert.Contains("error: there is no .ae file in the folder '", result.Error, StringComparison.Ordinal);
        Assert.Equal(Ordered, File.ReadAllText(path));
    }

    [Fact]
    public void A_link_stays_one_and_permissions_stay_what_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions and links are POSIX's.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.UserExecute;
        var path = Write("a.ae", Untidy);
        File.SetUnixFileMode(path, Mode);
        File.CreateSymbolicLink(_folder.File("link.ae"), path);
        Assert.Equal(0, Run("format", _folder.File("link.ae")).Code);
        Assert.Equal((path, Ordered), (new FileInfo(_folder.File("link.ae")).LinkTarget, File.ReadAllText(path)));
        Assert.Equal(Mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_mistake_on_the_command_line_says_what_to_do()
    {
        Tool.Run("format", "-", Write("a.ae", Right)).AssertFails(2, "- stands for the standard input, and takes no files beside it.");
        Assert.Equal(2, Tool.Run("format").Code);
        Assert.Equal(2, Tool.Run("format", "--chek", "a.ae").Code);
    }

    [Theory]
    [InlineData(Untidy, 0, Ordered)]
    [InlineData("\uFEFFconst  a=1\r\n", 0, "\uFEFFconst a = 1\r\n")]
    [InlineData("const  a=", 1, "const  a=")]
    public void The_standard_input_goes_to_the_standard_output(string text, int code, string expected)
    {
        Assert.Equal((code, expected), Pipe(text, "format", "-"));
        Assert.Equal((1, ""), Pipe(text, "format", "-", "--check"));
        Assert.Equal((code, ""), Pipe(expected, "format", "-", "--check"));
    }

    private static (int Code, string Out) Pipe(string text, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Hourglass.Cli.Hosting.HourglassTool).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(text));
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, Encoding.UTF8.GetString(output.ToArray()));
    }

    private ToolResult Run(params string[] arguments)
    {
        var (code, output, error) = Tool.Run(arguments);
        return new ToolResult(code, output.Without(_folder.Path), error.Without(_folder.Path));
    }

    private string Write(string name, string text)
    {
        var path = _folder.File(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }
}
