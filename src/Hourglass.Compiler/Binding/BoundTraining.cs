using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Binding;

/// <summary>How a model trains.</summary>
/// <param name="Seed">Of the initial weights, the shuffles and every draw.</param>
/// <param name="Phases">What is done, in order; one at least.</param>
public sealed record BoundTraining(int Seed, EquatableArray<BoundPhase> Phases)
{
    /// <summary>The share of the examples that are set aside; 0 for none.</summary>
    public double Validate { get; init; }

    /// <summary>How initial weights are drawn; null for PyTorch's own way.</summary>
    public BoundInitialiser? Initialiser { get; init; }

    /// <summary>The training, or the file, whose weights it starts from; null for none.</summary>
    public string? From { get; init; }

    /// <summary>Passes over the data in all.</summary>
    public int Epochs => Phases.Sum(phase => phase.Epochs);
}

/// <summary>A part of a training: so many epochs under the same settings.</summary>
/// <param name="Name">Its name; empty where there is no other.</param>
/// <param name="Turns">What a batch is used for, in order; one at least.</param>
/// <param name="Batch">Examples per step.</param>
/// <param name="Epochs">Passes over the data.</param>
public sealed record BoundPhase(string Name, EquatableArray<BoundTurn> Turns, int Batch, int Epochs)
{
    /// <summary>What holds where no setting says otherwise, but for the optimizer.</summary>
    public static BoundPhase Default { get; } = new("", EquatableArray<BoundTurn>.Empty, 128, 10);

    /// <summary>Where it is written: its name, or the statement.</summary>
    public TextSpan Span { get; init; }

    /// <summary>Which of the model's objectives is minimized.</summary>
    public int Objective { get; init; }

    /// <summary>How; null for back-propagation.</summary>
    public BoundMethod? Method { get; init; }

    /// <summary>What moves; null for everything that the objective depends on.</summary>
    public BoundParts? Parts { get; init; }

    /// <summary>What corrupts the data that the encoder reads, or the input of each layer that is trained by itself.</summary>
    public EquatableArray<BoundNoise> Corrupt { get; init; } = EquatableArray<BoundNoise>.Empty;

    /// <summary>The share of each batch whose classes are given; null for that of the data.</summary>
    public double? Labelled { get; init; }

    /// <summary>What bounds the gradients, or null.</summary>
    public BoundClip? Clip { get; init; }

    /// <summary>How the learning rate moves; null where it does not.</summary>
    public BoundRateSchedule? Schedule { get; init; }

    /// <summary>What moves critics; null where that is what moves everything else.</summary>
    public BoundTurn? Critic { get; init; }

    /// <summary>Steps of the critics before each of the model.</summary>
    public int CriticSteps { get; init; } = 1;

    /// <summary>Whether matrix products may be taken in bfloat16.</summary>
    public bool Bfloat16 { get; init; }

    /// <summary>Batches whose gradients move the parameters together.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Epochs without a better one after which training stops; null for never.</summary>
    public int? Patience { get; init; }

    /// <summary>How much of the average of the parameters stays in a step; null where there is none.</summary>
    public double? Average { get; init; }
}

/// <summary>How a phase trains.</summary>
/// <param name="Entry">The method.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record BoundMethod(MethodEntry Entry, BoundArguments Arguments);

/// <summary>What bounds the gradients.</summary>
/// <param name="IsNorm">Whether it is the norm of all of them together, and not each number.</param>
/// <param name="Limit">The bound.</param>
public sealed record BoundClip(bool IsNorm, double Limit);

/// <summary>How the learning rate moves.</summary>
/// <param name="Entry">The schedule.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record BoundRateSchedule(RateScheduleEntry Entry, BoundArguments Arguments);

/// <summary>How initial weights are drawn.</summary>
/// <param name="Entry">The initialiser.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record BoundInitialiser(InitialiserEntry Entry, BoundArguments Arguments);

/// <summary>One use of a batch: what moves the model by its objective, or, in a second turn, its critics by theirs.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record BoundTurn(OptimizerEntry Optimizer, BoundArguments Arguments)
{
    /// <summary>What the optimizer keeps for each parameter.</summary>
    public IReadOnlyList<string> Slots => Optimizer.Slots(Arguments);

    /// <summary>Numbers that it keeps for each parameter.</summary>
    public int NumbersKept => Slots.Count(slot => slot != OptimizerEntry.StepSlot);
}
