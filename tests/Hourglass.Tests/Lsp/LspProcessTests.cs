using System.Diagnostics;
using System.Globalization;

namespace Hourglass.Tests.Lsp;

/// <summary>The server as a process of its own.</summary>
public sealed class LspProcessTests
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"capabilities":{} } }""";

    [Theory]
    [InlineData("lsp")]
    [InlineData("lsp", "--stdio")]
    public void It_speaks_over_the_standard_streams_and_ends_with_them(params string[] arguments)
    {
        using var process = Start(arguments);
        Write(process, Initialize);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        Assert.StartsWith("Content-Length: ", output, StringComparison.Ordinal);
        Assert.Contains("\"id\":1", output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (Wait(process), process.StandardError.ReadToEnd()));
    }

    [Fact]
    public void It_ends_as_the_protocol_wants()
    {
        using var process = Start("lsp");
        Write(process, Initialize);
        Write(process, """{"jsonrpc":"2.0","id":2,"method":"shutdown"}""");
        Write(process, """{"jsonrpc":"2.0","method":"exit"}""");
        Assert.Contains("\"id\":2", process.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal((0, ""), (Wait(process), process.StandardError.ReadToEnd()));
    }

    /// <summary>Though its streams are open still.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_ends_with_its_client(bool byMessage)
    {
        using var client = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        var id = client.Id.ToString(CultureInfo.InvariantCulture);
        client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        using var process = Start(byMessage ? ["lsp"] : ["lsp", "--clientProcessId", id]);
        if (byMessage)
        {
            Write(process, Initialize.Replace("null", id, StringComparison.Ordinal));
        }

        Assert.Equal(1, Wait(process));
    }

    /// <summary>Half a gigabyte that no answer needs.</summary>
    [Fact]
    public void It_does_not_load_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        using var process = Start("lsp");
        Write(process, Initialize);
        Write(process, """
            {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:a","languageId":"ae","version":1,
            "text":"model M { data x: real[8]  encode z = x -> dense(2)  decode y = z -> dense(8)  minimize mse(y, x) }"} } }
            """);
        var told = "";
        while (!told.Contains("publishDiagnostics", StringComparison.Ordinal))
        {
            var sign = process.StandardOutput.Read();
            Assert.True(sign >= 0, told);
            told += (char)sign;
        }

        var loaded = File.ReadAllLines($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/maps");
        Assert.Contains(loaded, line => line.EndsWith("Hourglass.Compiler.dll", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, line => line.Contains("libtorch", StringComparison.OrdinalIgnoreCase));
        process.StandardInput.Close();
        Assert.Equal(1, Wait(process));
    }

    private static void Write(Process process, string json)
    {
        process.StandardInput.BaseStream.Write(LspClient.Frame(json));
        process.StandardInput.BaseStream.Flush();
    }

    private static int Wait(Process process)
    {
        Assert.True(process.WaitForExit(60_000), "It does not end.");
        return process.ExitCode;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "Hourglass.Cli.dll"), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
