using System.CommandLine;
using Hourglass.Cli.Commands;
using Hourglass.Datasets;

namespace Hourglass.Cli.Trained;

/// <summary>Which examples a command reads.</summary>
internal static class SplitOption
{
    /// <summary>The option.</summary>
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--split")
        {
            Description = "Which examples: the test split, the training examples, or the share that train --split set aside "
                + "[default: test, if the data have one].",
            HelpName = "train|test|SHARE",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } word && word is not ("train" or "test") && ShareOption.Parse(word) is null)
            {
                result.AddError($"--split takes train, test or a share above 0 and below 1 such as 0.1; found '{word}'.");
            }
        });
        return option;
    }

    /// <summary>What it says; null where it is not given.</summary>
    public static DataSplit? Read(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        "train" => DataSplit.Train,
        _ => DataSplit.Test,
    };

    /// <summary>The data, of which the option may set a share aside.</summary>
    public static DataArguments Of(DataArguments data, ParseResult parsed, Option<string?> option) =>
        data with { Share = parsed.GetValue(option) is { } word ? ShareOption.Parse(word) : null };
}
