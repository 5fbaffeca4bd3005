using System.Globalization;
using System.Net.Sockets;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Files;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests.Files;

/// <summary>Pipes, devices and folders in the place of files are refused at once: a test that opened one would not end.</summary>
public sealed class FileKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kinds_are_told_without_opening()
    {
        File.WriteAllText(_folder.File("file"), "");
        Directory.CreateDirectory(_folder.File("folder"));
        Assert.Equal(FileKind.Folder, FileKinds.Of(_folder.File("folder")));
        Assert.Equal(FileKind.Missing, FileKinds.Of(_folder.File("none")));
        NamedPipe.Make(_folder.File("pipe"));
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("pipe"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.File("socket")));
        Assert.Equal(FileKind.Regular, FileKinds.Of(_folder.File("file")));
        Assert.Equal(FileKind.Pipe, FileKinds.Of(_folder.File("pipe")));
        Assert.Equal(FileKind.Pipe, FileKinds.Of(_folder.File("link")));
        Assert.Equal(FileKind.Socket, FileKinds.Of(_folder.File("socket")));
        Assert.Equal(FileKind.Device, FileKinds.Of("/dev/zero"));
    }

    [Theory]
    [InlineData("pipe.csv", "it is a pipe, not a file; write what comes out of it into a file first.")]
    [InlineData("pipe.txt.gz", "it is a pipe, not a file; write what comes out of it into a file first.")]
    [InlineData("/dev/zero", "it is a device, not a file.")]
    [InlineData("none.dat", "there is no such file.")]
    public void Tables_are_files(string name, string reason)
    {
        var path = name[0] == '/' ? name : _folder.File(name);
        if (name.StartsWith("pipe", StringComparison.Ordinal))
        {
            NamedPipe.Make(path);
        }

        Assert.SkipWhen(name[0] == '/' && OperatingSystem.IsWindows(), "Devices are POSIX's.");
        var error = Assert.Throws<DataException>(() => Dataset.Open(path));
        Assert.Equal($"'{path}' cannot be read: {reason}", error.Message);
        Assert.Equal(error.Message, Assert.Throws<DataException>(() => Dataset.FromCsv(path)).Message);
    }

    [Fact]
    public void A_folder_is_no_table()
    {
        Directory.CreateDirectory(_folder.File("folder.csv"));
        var error = Assert.Throws<DataException>(() => Dataset.FromCsv(_folder.File("folder.csv")));
        Assert.EndsWith("it is a folder, not a file.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_files()
    {
        IdxFiles.WriteTrain(_folder.Path);
        File.Delete(_folder.File("train-images-idx3-ubyte"));
        NamedPipe.Make(_folder.File("train-images-idx3-ubyte"));
        var error = Assert.Throws<DataException>(() => Dataset.FromIdx(_folder.Path));
        Assert.Contains("train-images-idx3-ubyte' cannot be read: it is a pipe, not a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_and_checkpoints_are_files()
    {
        NamedPipe.Make(_folder.File("w.safetensors"));
        Assert.Equal(
            $"The safetensors file '{_folder.File("w.safetensors")}' cannot be read: it is a pipe, not a file; write what comes out of it "
            + "into a file first.",
            Assert.Throws<DataException>(() => SafeTensors.Load(_folder.File("w.safetensors"))).Message);

        using var data = TinyVae.Data();
        using var model = new TinyVae();
        var options = new TrainOptions { OutputFolder = _folder.File("out"), Report = false, Epochs = 1 };
        model.TrainOn(data, options);
        foreach (var path in Directory.GetFiles(_folder.File("out", "checkpoint")))
        {
            var content = File.ReadAllBytes(path);
            File.Delete(path);
            NamedPipe.Make(path);
            var error = Assert.Throws<TrainingException>(() => model.TrainOn(data, options with { Resume = true }));
            Assert.Contains($"{Path.GetFileName(path)}", error.Message, StringComparison.Ordinal);
            Assert.Contains(
                "cannot be read: it is a pipe, not a file; write what comes out of it into a file first. Restore",
                error.Message,
                StringComparison.Ordinal);
            File.Delete(path);
            File.WriteAllBytes(path, content);
        }
    }

    [Theory]
    [InlineData("check")]
    [InlineData("show")]
    [InlineData("train")]
    public void Models_are_files(string command)
    {
        NamedPipe.Make(_folder.File("m.ae"));
        Assert.StartsWith(
            $"error: '{_folder.File("m.ae")}' cannot be read: it is a pipe, not a file;",
            Tool.Run(command, _folder.File("m.ae")).Error,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "error: '/dev/zero' cannot be read: it is a device, not a file.",
            Tool.Run(command, "/dev/zero").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_says_so_in_one_line()
    {
        NamedPipe.Make(_folder.File("p.csv"));
        Tool.Run("train", Corpus.File("12"), "--data", _folder.File("p.csv"), "--out", _folder.File("out"))
            .AssertFails(
                1,
                $"'{_folder.File("p.csv")}' cannot be read: it is a pipe, not a file; write what comes out of it into a file first.");
    }

    [Fact]
    public void The_limit_of_open_files_is_named_where_it_is_reached()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The limit is POSIX's.");
        var limit = OpenFileLimit.Current()!.Value.ToString(CultureInfo.InvariantCulture);
        Assert.Contains(
            $"as many files open as it may, {limit}; raise the limit",
            OpenFileLimit.Explain(new IOException("Too many open files", 24)),
            StringComparison.Ordinal);
        Assert.Null(OpenFileLimit.Explain(new IOException("No space left on device", 28)));
        Assert.Null(OpenFileLimit.Explain(new InvalidOperationException { HResult = 24 }));
    }
}
