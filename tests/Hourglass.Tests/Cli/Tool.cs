using Hourglass.Cli.Hosting;

namespace Hourglass.Tests.Cli;

/// <summary>What a run of the tool wrote and returned.</summary>
internal sealed record ToolResult(int Code, string Out, string Error)
{
    /// <summary>One message on the error stream, none of it a stack trace; nothing on the other.</summary>
    public void AssertFails(int code, string message)
    {
        Assert.Equal((code, ""), (Code, Out));
        Assert.Equal($"error: {message}\n", Error);
    }
}

/// <summary>Runs the tool within the process.</summary>
internal static class Tool
{
    public static ToolResult Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = HourglassTool.Run(args, ToolConsole.Of(output, error));
        return new ToolResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Without the path of a folder that differs from run to run.</summary>
    public static string Without(this string text, string folder) =>
        text.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
