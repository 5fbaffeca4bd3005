using System.CommandLine;
using Hourglass.Cli.Hosting;
using Hourglass.Datasets;
using Hourglass.Training.Steps;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass train FILE</c>.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "The .ae file." };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "The model to train; needed only where the file has several.",
        HelpName = "NAME"
    };

    private static readonly Option<string?> Root = CommonOptions.Root();

    private static readonly Option<string> Data = new("--data")
    {
        Description =
            "A folder with IDX files such as MNIST's, a file of values (.csv, .tsv, .txt, .data, .dat), one of NumPy's (.npy, .npz), or "
            + "digits for the built-in set.",
        HelpName = "FOLDER|FILE|digits",
        DefaultValueFactory = _ => TrainArguments.Digits,
    };

    private static readonly Option<string?> Separator = new("--separator")
    {
        Description = "What separates the fields of a file of values: , ; | tab or blank (any run of them), or another mark [default: "
            + "what the first lines say].",
        HelpName = "MARK",
    };

    private static readonly Option<string?> DecimalMark = new("--decimal")
    {
        Description = "The decimal mark of its numbers: . or , [default: .].",
        HelpName = "MARK"
    };

    private static readonly Option<bool> NoHeader = new("--no-header")
    {
        Description = "Its first line has data, not names; the columns are c1, c2, …"
    };

    private static readonly Option<string[]> Columns = new("--columns")
    {
        Description = "The columns to read from it, in this order: names separated by commas, or first..last for all from one to another; "
            + "may be given several times.",
        HelpName = "NAMES",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Binarization = new("--binarize")
    {
        Description = "Turn grey values into zeros and ones: from 0.5 upwards, or drawn anew for every batch.",
        HelpName = "threshold|dynamic"
    };

    private static readonly Option<int?> Epochs = Number("--epochs", "Epochs instead of the model's own; where it has phases, of each.", 1);

    private static readonly Option<int?> Seed = Number("--seed", "The seed of every draw instead of the model's own.", int.MinValue);

    private static readonly Option<int?> Batch = Number("--batch", "Examples per step instead of the model's own.", 1);

    private static readonly Option<string> Step = new("--step")
    {
        Description = "How a step is computed: the fastest that the model and the machine support, or a certain one.",
        HelpName = "auto|readable|portable|native",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<int?> Limit = Number("--limit", "Only the first N examples of the training and of the test split.", 1);

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where checkpoints, metrics.json, the weights and the report go [default: runs/MODEL].",
        HelpName = "FOLDER"
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on from the checkpoint in the output folder, as if training had never stopped."
    };

    private static readonly Option<bool> Overwrite = new("--overwrite")
    {
        Description = "Begin anew in an output folder with the results of another model; they are set aside in its folder previous."
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Another number for a constant of the file or a parameter of the model; may be given several times.",
        HelpName = "const=value",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> TensorBoard = new("--tensorboard") { Description = "Write TensorBoard event files as well." };

    private static readonly Option<bool> NoReport = new("--no-report") { Description = "Write neither pictures nor report.html." };

    private static readonly Option<int?> CheckpointEvery = Number(
        "--checkpoint-every",
        "Save a checkpoint every N steps too, not only after each epoch.",
        1);

    private static readonly Option<int?> Likelihood = Number(
        "--likelihood",
        "Estimate log p(x) of the test split at the end, from N draws of the posterior for each example.",
        1);

    private static readonly Option<int?> GradientVariance = Number(
        "--gradient-variance",
        "Measure at the end how much the encoder's gradient scatters over N draws of the codes, by each estimator of the objective.",
        2);

    static TrainCommand()
    {
        Binarization.AcceptOnlyFromAmong("threshold", "dynamic");
        Step.AcceptOnlyFromAmong("auto", "readable", "portable", "native");
    }

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var command = new Command(
            "train",
            "Trains a model of an .ae file; no C# project is needed. Ctrl-C finishes the step and saves; --resume goes on.")
        {
            File, Root, Model, Data, Separator, DecimalMark, NoHeader, Columns, Binarization, Epochs, Seed, Batch, Step, Limit, Out, Resume,
            Overwrite, Set, TensorBoard, NoReport, CheckpointEvery, Likelihood, GradientVariance,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Resume) && result.GetValue(Overwrite))
            {
                result.AddError("--resume and --overwrite exclude each other: what is overwritten cannot be resumed.");
            }
        });
        command.SetAction(parsed => new Trainer(console).Run(Read(parsed)));
        return command;
    }

    private static TrainArguments Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(File),
        parsed.GetValue(Root),
        parsed.GetValue(Model),
        parsed.GetRequiredValue(Data),
        CsvWords.Read(
            parsed.GetValue(Separator),
            parsed.GetValue(DecimalMark),
            !parsed.GetValue(NoHeader),
            parsed.GetRequiredValue(Columns)),
        parsed.GetValue(Binarization) switch { "threshold" => Binarize.Threshold, "dynamic" => Binarize.Dynamic, _ => Binarize.None },
        parsed.GetValue(Epochs),
        parsed.GetValue(Seed),
        parsed.GetValue(Limit),
        parsed.GetValue(Out),
        parsed.GetValue(Resume),
        parsed.GetRequiredValue(Set),
        parsed.GetValue(TensorBoard),
        !parsed.GetValue(NoReport),
        parsed.GetValue(Batch),
        Enum.Parse<StepKind>(parsed.GetRequiredValue(Step), ignoreCase: true),
        parsed.GetValue(Overwrite),
        parsed.GetValue(CheckpointEvery) ?? 0,
        parsed.GetValue(Likelihood) ?? 0,
        parsed.GetValue(GradientVariance) ?? 0);

    private static Option<int?> Number(string name, string description, int least)
    {
        var option = new Option<int?>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!int.TryParse(
                    text,
                    System.Globalization.NumberStyles.AllowLeadingSign,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var value)
                    || value < least)
                {
                    var expected = least == int.MinValue
                        ? "a whole number"
                        : FormattableString.Invariant($"a whole number from {least} upwards");
                    result.AddError($"{name} takes {expected}, found '{text}'.");
                    return null;
                }

                return value;
            },
        };
        return option;
    }
}
