using System.CommandLine;
using System.Globalization;
using Hourglass.Cli.Commands;
using Hourglass.Cli.Hosting;

namespace Hourglass.Cli.Trained;

/// <summary>What a command was told of classes and anomalies.</summary>
/// <param name="Column">The column of the classes, or null.</param>
/// <param name="Anomalies">The classes that are anomalies.</param>
/// <param name="Quantile">The share of held-out scores below the threshold, or null.</param>
/// <param name="Neighbours">How many neighbours, or null.</param>
internal sealed record LabelArguments(string? Column, IReadOnlyList<int> Anomalies, double? Quantile, int? Neighbours);

/// <summary>The options by which commands are told of classes and anomalies.</summary>
internal sealed class LabelOptions
{
    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "The column of the examples' classes [default: labels of images, or a column label, y, class or target].",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _anomalies = new("--anomalies")
    {
        Description = "The classes of that column that are anomalies, whole numbers separated by commas.",
        HelpName = "CLASSES",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _quantile = new("--quantile")
    {
        Description = "The share of held-out scores that stay below the threshold of anomalies [default: 0.95].",
        HelpName = "SHARE",
    };

    private readonly Option<int?> _neighbours = CommonOptions.Number(
        "--neighbours",
        "How many neighbours vote, and which one's distance is a score [default: 5].",
        1);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _labels, _anomalies, _quantile, _neighbours })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What they say.</summary>
    /// <exception cref="ToolException">A number is none.</exception>
    public LabelArguments Read(ParseResult parsed) => new(
        parsed.GetValue(_labels),
        [.. CommonOptions.Names(parsed.GetRequiredValue(_anomalies)).Select(Class)],
        parsed.GetValue(_quantile) is { } text ? Share(text) : null,
        parsed.GetValue(_neighbours));

    private static int Class(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new ToolException(
            $"--anomalies takes whole numbers from 0 on, separated by commas, found '{text}'.",
            ExitCodes.CommandLine);

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new ToolException($"--quantile takes a number from 0 to 1, found '{text}'.", ExitCodes.CommandLine);
}
