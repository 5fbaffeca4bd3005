using System.CommandLine;
using Hourglass.Cli.Hosting;
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

    private static readonly DataOptions Source = new("train");

    private static readonly Option<double?> Share = ShareOption.Create(
        "--split",
        "The share of the examples to set aside as the test split, drawn; --split of the other commands then draws the same.");

    private static readonly Option<double?> Validate = ShareOption.Create(
        "--validate",
        "The share of the training examples to set aside, to watch the training by, instead of the model's own.");

    private static readonly Option<int?> ShuffleBlock = CommonOptions.Number(
        "--shuffle-block",
        "Shuffle blocks of N examples, and the examples within each: data that are larger than memory are then read in pieces.",
        1);

    private static readonly Option<int?> Epochs = CommonOptions.Number(
        "--epochs",
        "Epochs instead of the model's own; where it has phases, of each.",
        1);

    private static readonly Option<int?> Seed = CommonOptions.Seed();

    private static readonly Option<int?> Batch = CommonOptions.Number("--batch", "Examples per step instead of the model's own.", 1);

    private static readonly Option<string> Step = new("--step")
    {
        Description = "How a step is computed: the fastest that the model and the machine support, or a certain one.",
        HelpName = "auto|readable|portable|native",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<string?> Device = CommonOptions.Device();

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

    private static readonly Option<string[]> Set = CommonOptions.Set();

    private static readonly Option<bool> TensorBoard = new("--tensorboard") { Description = "Write TensorBoard event files as well." };

    private static readonly Option<bool> NoReport = new("--no-report") { Description = "Write neither pictures nor report.html." };

    private static readonly Option<int?> CheckpointEvery = CommonOptions.Number(
        "--checkpoint-every",
        "Save a checkpoint every N steps too, not only after each epoch.",
        1);

    private static readonly Option<int?> Likelihood = CommonOptions.Number(
        "--likelihood",
        "Estimate log p(x) of the test split at the end, from N draws of the posterior for each example.",
        1);

    private static readonly Option<int?> GradientVariance = CommonOptions.Number(
        "--gradient-variance",
        "Measure at the end how much the encoder's gradient scatters over N draws of the codes, by each estimator of the objective.",
        2);

    static TrainCommand()
    {
        Step.AcceptOnlyFromAmong("auto", "readable", "portable", "native");
    }

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var command = new Command(
            "train",
            "Trains a model of an .ae file; no C# project is needed. Ctrl-C finishes the step and saves; --resume goes on.")
        {
            File, Root, Model,
        };
        Source.AddTo(command);
        Option[] own =
        [
            Share, Validate, ShuffleBlock, Epochs, Seed, Batch, Step, Device, Out, Resume, Overwrite, Set, TensorBoard, NoReport,
            CheckpointEvery, Likelihood, GradientVariance,
        ];
        foreach (var option in own)
        {
            command.Options.Add(option);
        }

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

    private static TrainArguments Read(ParseResult parsed) => Read(parsed, Source.Read(parsed) with { Share = parsed.GetValue(Share) });

    private static TrainArguments Read(ParseResult parsed, DataArguments data) => new(
        parsed.GetRequiredValue(File),
        parsed.GetValue(Root),
        parsed.GetValue(Model),
        data,
        parsed.GetValue(Epochs),
        parsed.GetValue(Seed),
        parsed.GetValue(Validate),
        parsed.GetValue(ShuffleBlock) ?? 0,
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
        parsed.GetValue(GradientVariance) ?? 0,
        parsed.GetValue(Device));
}
