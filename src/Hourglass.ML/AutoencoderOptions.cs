using Hourglass.Evaluation;
using Hourglass.Training;

namespace Hourglass.ML;

/// <summary>What a model makes of an example.</summary>
[Flags]
public enum AutoencoderOutputs
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// The first code that is a vector, random ones at their posterior's mean; where no code is a vector, the first, its numbers in a row.
    /// </summary>
    Codes = 1,

    /// <summary>The reconstruction, in the data's own units.</summary>
    Reconstruction = 2,

    /// <summary>How unusual the model finds the example; higher is more unusual.</summary>
    AnomalyScore = 4,

    /// <summary>The likeliest class, as a key with names, and the probability of each.</summary>
    Prediction = 8,
}

/// <summary>How a model is trained in a pipeline, and which columns it adds.</summary>
public sealed record AutoencoderOptions
{
    /// <summary>How it trains. Nothing is written unless <see cref="TrainOptions.OutputFolder"/> is given.</summary>
    public TrainOptions Train { get; init; } = new();

    /// <summary>Told after every step and epoch of the training.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// The columns among which the model's variables find theirs, as those of any other data do; null for all. Of these, only those that a
    /// variable reads are computed.
    /// </summary>
    public IReadOnlyList<string>? InputColumns { get; init; }

    /// <summary>What to add; null for all that the model makes.</summary>
    public AutoencoderOutputs? Outputs { get; init; }

    /// <summary>
    /// What makes an example unusual: <see cref="ScoreKind.Reconstruction"/> or <see cref="ScoreKind.Prepared"/>, which are functions of
    /// the row alone.
    /// </summary>
    public ScoreKind Score { get; init; } = ScoreKind.Reconstruction;

    /// <summary>The column of codes, a vector.</summary>
    public string CodesColumn { get; init; } = "Codes";

    /// <summary>The column of reconstructions, a vector.</summary>
    public string ReconstructionColumn { get; init; } = "Reconstruction";

    /// <summary>The column of anomaly scores, a number.</summary>
    public string AnomalyScoreColumn { get; init; } = "AnomalyScore";

    /// <summary>
    /// The column of predicted classes, a key; where the model predicts several variables, a point and the variable's name follow.
    /// </summary>
    public string PredictedLabelColumn { get; init; } = "PredictedLabel";

    /// <summary>The column of the classes' probabilities, a vector; named as <see cref="PredictedLabelColumn"/> is.</summary>
    public string ProbabilitiesColumn { get; init; } = "Probabilities";

    /// <summary>How many rows pass through the model at once, 1 or more.</summary>
    public int BatchRows { get; init; } = 500;
}
