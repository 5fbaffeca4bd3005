using System.CommandLine;
using Hourglass.Cli.Commands;

namespace Hourglass.Cli.Trained;

/// <summary>The options of every command that works with a trained model.</summary>
internal sealed class TrainedOptions
{
    private readonly Argument<string> _file = new("FILE") { Description = "The .ae file." };
    private readonly Option<string?> _root = CommonOptions.Root();
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _device = CommonOptions.Device();
    private readonly Option<int?> _seed = CommonOptions.Seed();

    private readonly Option<string?> _model = new("--model")
    {
        Description = "The model; needed only where the file has several and the folder does not say which it is of.",
        HelpName = "NAME",
    };

    private readonly Option<string> _run = new("--run")
    {
        Description = "The output folder of its training, or a file of weights.",
        HelpName = "FOLDER",
        Required = true,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        foreach (var option in new Option[] { _run, _model, _root, _set, _seed, _device })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What they say.</summary>
    public TrainedSource Read(ParseResult parsed) => new(
        new ModelSource(
            parsed.GetRequiredValue(_file),
            parsed.GetValue(_root),
            parsed.GetValue(_model),
            parsed.GetRequiredValue(_set)),
        parsed.GetRequiredValue(_run),
        parsed.GetValue(_seed),
        parsed.GetValue(_device));
}
