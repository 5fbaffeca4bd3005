using System.CommandLine;
using Hourglass.Datasets;

namespace Hourglass.Cli.Commands;

/// <summary>The options by which commands are told of data.</summary>
/// <param name="command">The command that they belong to, for messages.</param>
internal sealed class DataOptions(string command)
{
    private readonly Option<string> _data = new("--data")
    {
        Description =
            "A folder with IDX files such as MNIST's or with pictures, a file of values (.csv, .tsv, .txt, .data, .dat), of NumPy (.npy, "
            + ".npz), Parquet (.parquet) or Arrow (.arrow, .feather), or digits for the built-in set.",
        HelpName = "FOLDER|FILE|digits",
        DefaultValueFactory = _ => DataArguments.Digits,
    };

    private readonly Option<string?> _test = new("--test")
    {
        Description = "Data of the same columns as --data, to test on.",
        HelpName = "FOLDER|FILE",
    };

    private readonly Option<string?> _separator = new("--separator")
    {
        Description = "What separates the fields of a file of values: , ; | tab or blank (any run of them), or another mark [default: "
            + "what the first lines say].",
        HelpName = "MARK",
    };

    private readonly Option<string?> _decimalMark = new("--decimal")
    {
        Description = "The decimal mark of its numbers: . or , [default: .].",
        HelpName = "MARK"
    };

    private readonly Option<bool> _noHeader = new("--no-header")
    {
        Description = "Its first line has data, not names; the columns are c1, c2, …"
    };

    private readonly Option<string[]> _columns = new("--columns")
    {
        Description = "The columns to read from it, in this order: names separated by commas, or first..last for all from one to another; "
            + "may be given several times.",
        HelpName = "NAMES",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly ImageWords _images = new();

    private readonly Option<string?> _binarization = new("--binarize")
    {
        Description = "Turn grey values into zeros and ones: from 0.5 upwards, or drawn anew for every batch.",
        HelpName = "threshold|dynamic"
    };

    private readonly Option<int?> _limit = CommonOptions.Number(
        "--limit",
        "Only the first N examples of the training and of the test split.",
        1);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command to)
    {
        _binarization.AcceptOnlyFromAmong("threshold", "dynamic");
        Option[] all = [_data, _test, _separator, _decimalMark, _noHeader, _columns, .. _images.All, _binarization, _limit];
        foreach (var option in all)
        {
            to.Options.Add(option);
        }
    }

    /// <summary>What they say.</summary>
    public DataArguments Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_data),
        parsed.GetValue(_test),
        CsvWords.Read(
            command,
            parsed.GetValue(_separator),
            parsed.GetValue(_decimalMark),
            !parsed.GetValue(_noHeader),
            parsed.GetRequiredValue(_columns)),
        parsed.GetValue(_binarization) switch { "threshold" => Binarize.Threshold, "dynamic" => Binarize.Dynamic, _ => Binarize.None },
        parsed.GetValue(_limit))
    {
        Images = _images.Read(parsed),
    };
}
