using System.CommandLine;
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
            Description = "Which examples: the test split, or the training examples [default: test, if the data have one].",
            HelpName = "train|test",
        };
        option.AcceptOnlyFromAmong("train", "test");
        return option;
    }

    /// <summary>What it says; null where it is not given.</summary>
    public static DataSplit? Read(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        "train" => DataSplit.Train,
        "test" => DataSplit.Test,
        _ => null,
    };
}
