using System.ComponentModel;
using System.Runtime.InteropServices;
using Hourglass.Cli.Hosting;
using Hourglass.Tests.Training;
using TorchSharp;

namespace Hourglass.Tests.Cli;

/// <summary>Whatever is wrong with what the user gives is one message and an exit code.</summary>
public sealed class InputErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("check")]
    [InlineData("show")]
    [InlineData("train")]
    public void Files_that_cannot_be_read(string command)
    {
        var missing = _folder.File("none.ae");
        Assert.StartsWith($"error: there is no file '{missing}'.\n", Tool.Run(command, missing).Error, StringComparison.Ordinal);
        Assert.Equal(1, Tool.Run(command, missing).Code);
        Assert.StartsWith(
            $"error: '{_folder.Path}' is a folder; name the .ae files in it.\n",
            Tool.Run(command, _folder.Path).Error,
            StringComparison.Ordinal);

        var latin = _folder.File("latin.ae");
        File.WriteAllBytes(latin, [.. "// caf"u8, 0xE9, (byte)'\n']);
        Assert.StartsWith(
            $"error: '{latin}' is not UTF-8: the byte at offset 6 begins no character; save the file as UTF-8.\n",
            Tool.Run(command, latin).Error,
            StringComparison.Ordinal);
        Assert.Equal(1, Tool.Run(command, latin).Code);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        var file = _folder.File("bom.ae");
        File.WriteAllBytes(file, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(Corpus.File("12"))]);
        Assert.Equal(0, Tool.Run("check", file).Code);
    }

    [Theory]
    [InlineData("There is no command 'tran'; did you mean train? See `hourglass --help`.", "tran", "a.ae")]
    [InlineData(
        "No command: give one of new, check, format, lsp, show, watch, train, evaluate, "
        + "encode, reconstruct, predict, score, sample, export. "
        + "See `hourglass --help`.")]
    [InlineData("There is no option '--epoch'; did you mean --epochs? See `hourglass train --help`.", "train", "a.ae", "--epoch", "3")]
    [InlineData("There is no option '--epoch'; did you mean --epochs? See `hourglass train --help`.", "train", "--epoch", "3", "a.ae")]
    [InlineData("There is no option '--epoch'; did you mean --epochs? See `hourglass train --help`.", "train", "--epoch=3", "a.ae")]
    [InlineData("There is no option '--fromat'; did you mean --format? See `hourglass check --help`.", "check", "--fromat", "json", "a.ae")]
    [InlineData("There is no option '-v'. See `hourglass check --help`.", "check", "a.ae", "-v")]
    [InlineData("There is no option '--quiet'. See `hourglass --help`.", "--quiet", "train", "a.ae")]
    [InlineData(
        "--limit takes a value, N, found the option --epochs. See `hourglass train --help`.",
        "train",
        "a.ae",
        "--limit",
        "--epochs",
        "3")]
    [InlineData(
        "--out takes a value, FOLDER, found the option --resume. See `hourglass train --help`.",
        "train",
        "a.ae",
        "--out",
        "--resume")]
    [InlineData("There is no argument 'b.ae' here. See `hourglass train --help`.", "train", "a.ae", "b.ae")]
    [InlineData("--epochs takes a whole number from 1 upwards, found '0'. See `hourglass train --help`.", "train", "a.ae", "--epochs", "0")]
    [InlineData(
        "--limit takes a whole number from 1 upwards, found '1e3'. See `hourglass train --help`.",
        "train",
        "a.ae",
        "--limit",
        "1e3")]
    [InlineData("--seed takes a whole number, found 'x'. See `hourglass train --help`.", "train", "a.ae", "--seed", "x")]
    public void Command_lines_that_are_wrong(string message, params string[] args) => Tool.Run(args).AssertFails(2, message);

    [Theory]
    [InlineData("train", "a.ae", "--binarize", "grey")]
    [InlineData("check", "a.ae", "--format", "xml")]
    [InlineData("check")]
    [InlineData("train", "a.ae", "--set")]
    public void Command_lines_that_the_parser_refuses(params string[] args)
    {
        var result = Tool.Run(args);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Matches("^error: [^\n]+ See `hourglass (check|train) --help`\\.\n$", result.Error);
    }

    [Theory]
    [InlineData("--set takes name=value, found 'width'; write for example --set latent=2.", "--set", "width")]
    [InlineData("--set width takes a number with a decimal point, found '1,5'.", "--set", "width=1,5")]
    public void Settings_of_another_form(string message, params string[] options) =>
        Train("const width = 3", options).AssertFails(2, message);

    [Fact]
    public void Settings_that_name_nothing()
    {
        Train("const width = 3\nconst depth = 2", "--set", "widht=4")
            .AssertFails(2, $"--set widht: '{Model}' has no constant or model parameter 'widht'; did you mean width? It has depth, width.");
        Train("model A { data x: unit[2] }", "--set", "width=4").AssertFails(
            2,
            $"--set width: '{Model}' has no constants and no model parameters to set.");
    }

    [Fact]
    public void Models_that_are_not_there()
    {
        const string model =
            "(n = 2) {\n  data x: unit[784]\n  encode h = x -> dense(n)\n  decode y = h -> dense(784, sigmoid)\n  minimize bce(y, x)\n}\n";
        Train("const a = 1").AssertFails(1, $"'{Model}' declares no model.");
        var two = "model Plain" + model + "model Wide = Plain(n: 9)";
        Train(two).AssertFails(2, $"'{Model}' declares 2 models: Plain, Wide; say which with --model NAME.");
        Train(two, "--model", "wide").AssertFails(2, $"'{Model}' declares no model 'wide'; did you mean Wide? It has Plain, Wide.");
        Train(two, "--model", "Deep").AssertFails(2, $"'{Model}' declares no model 'Deep'. It has Plain, Wide.");
    }

    [Fact]
    public void Data_that_does_not_fit()
    {
        var file = Corpus.File("12");
        OneMessage(1, "train", file, "--data", _folder.File("nowhere"));
        OneMessage(1, "train", file, "--data", file);
        OneMessage(1, "train", file, "--data", _folder.Path);
        File.WriteAllText(_folder.File("d.csv"), "a,b\n1,2\n");
        OneMessage(1, "train", file, "--data", _folder.File("d.csv"), "--out", _folder.File("out"));
        Assert.Contains(
            "--binarize",
            OneMessage(1, "train", Corpus.File("13"), "--limit", "50", "--out", _folder.File("out")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_cannot_be_written()
    {
        File.WriteAllText(_folder.File("file"), "");
        Assert.Contains(
            _folder.File("file"),
            OneMessage(1, "train", Corpus.File("12"), "--limit", "50", "--out", _folder.File("file")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_resume() => Assert.Contains(
        _folder.File("out"),
        OneMessage(1, "train", Corpus.File("12"), "--limit", "50", "--resume", "--out", _folder.File("out")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(typeof(IOException), "error: No space left on device\n", "No space left on device")]
    [InlineData(typeof(UnauthorizedAccessException), "error: Access to the path is denied.\n", "Access to the path is denied.")]
    [InlineData(
        typeof(OutOfMemoryException),
        "error: there is not enough memory; take a smaller batch, fewer examples or a smaller model.\n",
        "odd")]
    [InlineData(typeof(ExternalException), "error: AE9001: the tool failed with ExternalException: odd. " + Report, "odd\n   at X")]
    [InlineData(typeof(Win32Exception), "error: AE9001: the tool failed with Win32Exception: odd. " + Report, "odd\n   at X")]
    [InlineData(typeof(NotSupportedException), "error: AE9001: the tool failed with NotSupportedException: odd. " + Report, "odd\n   at X")]
    [InlineData(typeof(DllNotFoundException), "error: AE9001: the tool failed with DllNotFoundException: odd. " + Report, "odd\n   at X")]
    [InlineData(
        typeof(InvalidOperationException),
        "error: AE9001: the tool failed with InvalidOperationException: odd. " + Report,
        "odd\n   at X")]
    public void Failures_of_other_kinds(Type kind, string expected, string message)
    {
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, Failures.Print(ToolConsole.Of(TextWriter.Null, error), (Exception)Activator.CreateInstance(kind, message)!));
        Assert.Equal(expected, error.ToString());
    }

    /// <summary>Torch's own errors are known by who throws them, not by their type, which other libraries throw as well.</summary>
    [Fact]
    public void What_torch_reports_is_torchs()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var two = torch.zeros(2);
        using var three = torch.zeros(3);
        var failure = Assert.Throws<ExternalException>(() => two.add(three));
        Assert.Equal(1, Failures.Print(ToolConsole.Of(TextWriter.Null, error), failure));
        Assert.Matches(
            @"\Aerror: torch failed: The size of tensor a \(2\) must match the size of tensor b \(3\)[^\n]*\n\z",
            error.ToString());
    }

    private const string Report = "This is a mistake of the tool; please report it with the model's text.\n";

    private string Model => _folder.File("m.ae");

    private ToolResult Train(string text, params string[] options)
    {
        File.WriteAllText(Model, text);
        return Tool.Run(["train", Model, .. options]);
    }

    private static string OneMessage(int code, params string[] args)
    {
        var result = Tool.Run(args);
        Assert.Equal(code, result.Code);
        Assert.Matches("^error: [^\n]+\n$", result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result.Error;
    }
}
