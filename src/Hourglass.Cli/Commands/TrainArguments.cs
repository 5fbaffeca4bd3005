using Hourglass.Cli.Hosting;
using Hourglass.Training.Steps;

namespace Hourglass.Cli.Commands;

/// <summary>What <c>hourglass train</c> was asked for.</summary>
/// <param name="File">The .ae file.</param>
/// <param name="Root">A folder that imports may lie in besides the project's, or null.</param>
/// <param name="Model">The model's name, or null where the file has only one.</param>
/// <param name="Data">The data.</param>
/// <param name="Epochs">Epochs instead of the model's own, or null.</param>
/// <param name="Seed">Seed instead of the model's own, or null.</param>
/// <param name="Validate">The share of the training examples to set aside instead of the model's own, or null.</param>
/// <param name="ShuffleBlock">Examples of a block that is shuffled by itself; 0 for all in one.</param>
/// <param name="Out">The output folder, or null for <c>runs/MODEL</c>.</param>
/// <param name="Resume">Whether to continue from its checkpoint.</param>
/// <param name="Set">Texts <c>name=value</c>.</param>
/// <param name="TensorBoard">Whether to write event files.</param>
/// <param name="Report">Whether to write the report.</param>
/// <param name="Batch">Examples per step instead of the model's own, or null.</param>
/// <param name="Step">By which step to train.</param>
/// <param name="Overwrite">Whether another model's results in the output folder may be set aside.</param>
/// <param name="CheckpointEvery">Steps between checkpoints within an epoch; 0 for none.</param>
/// <param name="LikelihoodDraws">Draws of the posterior for an estimate of the test split's likelihood; 0 for none.</param>
/// <param name="GradientDraws">Draws of the codes for a measure of the gradient's variance; 0 for none.</param>
/// <param name="Device">Where to train, or null for the processor.</param>
internal sealed record TrainArguments(
    string File,
    string? Root,
    string? Model,
    DataArguments Data,
    int? Epochs,
    int? Seed,
    double? Validate,
    int ShuffleBlock,
    string? Out,
    bool Resume,
    IReadOnlyList<string> Set,
    bool TensorBoard,
    bool Report,
    int? Batch,
    StepKind Step,
    bool Overwrite,
    int CheckpointEvery,
    int LikelihoodDraws,
    int GradientDraws,
    string? Device)
{
    /// <summary>The command line that continues this training.</summary>
    /// <param name="folder">Its output folder.</param>
    public string ToResume(string folder)
    {
        List<string> words = ["hourglass", "train", ShellWord.Quote(File)];
        Add(words, "--root", Root);
        Add(words, "--model", Model);
        foreach (var (option, value) in Data.Words())
        {
            Add(words, option, value);
        }

        Add(words, "--epochs", Text(Epochs));
        Add(words, "--seed", Text(Seed));
        Add(words, "--batch", Text(Batch));
        Add(words, "--step", Step == StepKind.Auto ? null : Step.ToString().ToLowerInvariant());
        Add(words, "--device", Device);
        Add(words, "--validate", Validate?.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        Add(words, "--shuffle-block", ShuffleBlock == 0 ? null : Text(ShuffleBlock));
        Add(words, "--out", Out is null ? null : folder);
        foreach (var setting in Set)
        {
            Add(words, "--set", setting);
        }

        Add(words, "--likelihood", LikelihoodDraws == 0 ? null : Text(LikelihoodDraws));
        Add(words, "--gradient-variance", GradientDraws == 0 ? null : Text(GradientDraws));
        Add(words, "--checkpoint-every", CheckpointEvery == 0 ? null : Text(CheckpointEvery));
        if (TensorBoard)
        {
            words.Add("--tensorboard");
        }

        if (!Report)
        {
            words.Add("--no-report");
        }

        words.Add("--resume");
        return string.Join(' ', words);
    }

    private static string? Text(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void Add(List<string> words, string option, string? value)
    {
        if (value is not null)
        {
            words.Add(option);
            if (value.Length > 0)
            {
                words.Add(ShellWord.Quote(value));
            }
        }
    }
}
