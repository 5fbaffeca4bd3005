using Hourglass.Tests.Datasets;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>Files of NumPy's at the tool.</summary>
public sealed class NumpyOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_archive_trains_and_the_tool_says_which_array_feeds_what()
    {
        var result = Train(NumpyFiles.Table());
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("\nx [2] <- X\nset aside: y (no variable reads it)\nepoch 1/1", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_one_line()
    {
        var result = Train(NumpyFiles.Zip(("x.npy", NumpyFiles.Array("|O", "(5,)", [0x80, 4, 0x2E]))));
        Assert.Equal(1, result.Code);
        Assert.Matches("^error: [^\n]+\n$", result.Error);
        Assert.Contains("set aside: x (it holds Python objects, which pickle", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_files_of_values_do_not_concern_it()
    {
        var result = Train(NumpyFiles.Table(), "--separator", "tab");
        Assert.Equal(1, result.Code);
        Assert.Contains("t.npz' is no file of values:", result.Error, StringComparison.Ordinal);
    }

    private ToolResult Train(byte[] archive, params string[] options)
    {
        const string Model = "model T {\n  data x: real[2]\n  encode h = x -> dense(1, tanh)\n  decode r = h -> dense(2)\n"
            + "  minimize mse(r, x)\n  train { batch: 4  epochs: 1 }\n}\n";
        File.WriteAllText(_folder.File("m.ae"), Model);
        File.WriteAllBytes(_folder.File("t.npz"), archive);
        return Tool.Run(
            ["train", _folder.File("m.ae"), "--data", _folder.File("t.npz"), "--out", _folder.File("out"), "--no-report", .. options]);
    }
}
