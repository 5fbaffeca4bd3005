namespace Hourglass.Training;

/// <summary>How a model trains: its <c>train { ... }</c>, or the defaults (adam(1e-3), batch 128, epochs 10, seed 0).</summary>
/// <param name="Seed">Of the initial weights, the shuffles and every draw.</param>
/// <param name="Phases">What is done, in order; one at least.</param>
public sealed record TrainingPlan(int Seed, IReadOnlyList<PhasePlan> Phases)
{
    /// <summary>A training of one phase and one turn.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="Batch">Examples per step.</param>
    /// <param name="Epochs">Passes over the data.</param>
    /// <param name="Seed">Of the initial weights, the shuffles and every draw.</param>
    public TrainingPlan(OptimizerPlan optimizer, int Batch = 128, int Epochs = 10, int Seed = 0)
        : this(Seed, [new PhasePlan("", [new TurnPlan(optimizer)], Batch, Epochs)])
    {
    }

    /// <summary>
    /// The share of the training examples that are set aside, drawn by the seed, and evaluated behind each epoch; 0 for none.
    /// </summary>
    public double Validate { get; init; }

    /// <summary>
    /// Examples of a block: blocks are shuffled, and the examples within each, so that a file that is larger than memory is read in
    /// pieces. 0 for one shuffle of all.
    /// </summary>
    public int ShuffleBlock { get; init; }

    /// <summary>How initial weights are drawn, in the words of the language; null for PyTorch's own way.</summary>
    public string? Initialiser { get; init; }

    /// <summary>
    /// The output folder of a training, or a file of weights, from which a training starts: of every tensor with the same key and shape.
    /// Null for none.
    /// </summary>
    public string? From { get; init; }

    /// <summary>Passes over the data in all.</summary>
    public int Epochs => Phases.Sum(phase => phase.Epochs);
}

/// <summary>A part of a training: so many epochs under the same settings.</summary>
/// <param name="Name">Its name; empty where there is no other.</param>
/// <param name="Turns">What a batch is used for, in order; one at least.</param>
/// <param name="Batch">Examples per step.</param>
/// <param name="Epochs">Passes over the data.</param>
public sealed record PhasePlan(string Name, IReadOnlyList<TurnPlan> Turns, int Batch = 128, int Epochs = 10)
{
    /// <summary>Which of the model's objectives is minimized, its own being 0 (<see cref="ModelDescription.Objective"/>).</summary>
    public int Objective { get; init; }

    /// <summary>The roles and labels of what moves, in the words of the language; null where no setting says.</summary>
    public string? Update { get; init; }

    /// <summary>The roles and labels of what stays as it is; null where no setting says.</summary>
    public string? Freeze { get; init; }

    /// <summary>What corrupts the data that the encoder reads; null for nothing.</summary>
    public string? Corrupt { get; init; }

    /// <summary>
    /// The share of each batch that is drawn from the examples whose classes are given, over and over; null for that of the data.
    /// </summary>
    public double? Labelled { get; init; }

    /// <summary>How the learning rate moves within the phase.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Constant;

    /// <summary>What bounds the gradients; null for nothing.</summary>
    public GradientClip? Clip { get; init; }

    /// <summary>What matrix products may be taken in.</summary>
    public ProductPrecision Precision { get; init; }

    /// <summary>Batches whose gradients move the parameters together, as those of one batch of all their examples would.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>
    /// Training stops once the validation split's total has not fallen for so many epochs, and the best epoch's weights are kept; null for
    /// not.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>Steps of the critics before each of the model, on the same batch; a model without critics has none.</summary>
    public int CriticSteps { get; init; } = 1;

    /// <summary>
    /// How much of the average of the parameters stays in each step; that average is what is evaluated and kept. Null for the parameters
    /// themselves.
    /// </summary>
    public double? Average { get; init; }
}

/// <summary>
/// One use of a batch: the model's objective and all parameters but those of critics, or in a second turn the critics' and those.
/// </summary>
/// <param name="Optimizer">What moves the parameters.</param>
public sealed record TurnPlan(OptimizerPlan Optimizer)
{
    /// <summary>
    /// The keys of the parameters that move; null for all, but for those of critics, or in a second turn for those.
    /// </summary>
    public IReadOnlyList<string>? Moves { get; init; }
}

/// <summary>What matrix products may be taken in; parameters, sums and everything else are in single precision.</summary>
public enum ProductPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Factors are rounded to 8 bits of mantissa, products summed in single precision, where the processor does so fast.</summary>
    Bfloat16,
}
