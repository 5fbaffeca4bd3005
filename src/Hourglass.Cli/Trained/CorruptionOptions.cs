using System.CommandLine;
using Hourglass.Cli.Commands;
using Hourglass.Cli.Hosting;
using Hourglass.Evaluation;

namespace Hourglass.Cli.Trained;

/// <summary>What is done to data before a model sees them.</summary>
/// <param name="Noise">The noise, or null.</param>
/// <param name="Missing">What is taken away, or null.</param>
/// <param name="Rounds">How often the model goes round to fill it in, or null.</param>
internal sealed record CorruptionArguments(DataNoise? Noise, MissingElements? Missing, int? Rounds);

/// <summary>The options of data that are corrupted, to see what a model makes of them.</summary>
internal sealed class CorruptionOptions
{
    private readonly Option<string?> _noise = new("--noise")
    {
        Description = "A corruption of the data, in their own units, to be denoised.",
        HelpName = "gaussian(s)|mask(p)|salt(p)",
    };

    private readonly Option<string?> _missing = new("--missing")
    {
        Description = "Elements that are taken away, to be filled in: a share of them, or a square of pixels.",
        HelpName = "SHARE|square(n)",
    };

    private readonly Option<int?> _rounds =
        CommonOptions.Number("--rounds", "How often the model goes round to fill elements in [default: 50].", 1);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_noise);
        command.Options.Add(_missing);
        command.Options.Add(_rounds);
    }

    /// <summary>What they say.</summary>
    /// <exception cref="ToolException">They say something else.</exception>
    public CorruptionArguments Read(ParseResult parsed) => new(
        Parsed(parsed.GetValue(_noise), "--noise", DataNoise.Parse),
        Parsed(parsed.GetValue(_missing), "--missing", MissingElements.Parse),
        parsed.GetValue(_rounds));

    private static T? Parsed<T>(string? text, string option, Func<string, T> parse)
        where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (DataException e)
        {
            throw new ToolException($"{option}: {e.Message}", ExitCodes.CommandLine);
        }
    }
}
