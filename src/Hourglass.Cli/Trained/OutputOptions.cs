using System.CommandLine;
using Hourglass.Cli.Files;

namespace Hourglass.Cli.Trained;

/// <summary>The options of a command that writes one file.</summary>
/// <param name="extensions">How its name may end.</param>
internal sealed class OutputOptions(params string[] extensions)
{
    private readonly Option<string> _out = new("--out")
    {
        Description = $"The file to write: {string.Join(", ", extensions)}.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the file if it is there." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_out);
        command.Options.Add(_overwrite);
    }

    /// <summary>What they say.</summary>
    /// <exception cref="Hosting.ToolException">The file cannot be written as it is named, or is there.</exception>
    public OutputFile Read(ParseResult parsed) => OutputFile.At(parsed.GetRequiredValue(_out), parsed.GetValue(_overwrite), extensions);
}
