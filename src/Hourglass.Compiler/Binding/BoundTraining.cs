using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Binding;

/// <summary>How a model trains.</summary>
/// <param name="Seed">Of the initial weights, the shuffles and every draw.</param>
/// <param name="Phases">What is done, in order; one at least.</param>
public sealed record BoundTraining(int Seed, EquatableArray<BoundPhase> Phases)
{
    /// <summary>Passes over the data in all.</summary>
    public int Epochs => Phases.Sum(phase => phase.Epochs);
}

/// <summary>A part of a training: so many epochs under the same settings.</summary>
/// <param name="Name">Its name; empty where there is no other.</param>
/// <param name="Turns">What a batch is used for, in order; one at least.</param>
/// <param name="Batch">Examples per step.</param>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="ClipNorm">The largest norm of the gradients, or null.</param>
/// <param name="Cosine">Whether the learning rate falls along half a cosine.</param>
/// <param name="Bfloat16">Whether matrix products may be taken in bfloat16.</param>
public sealed record BoundPhase(
    string Name,
    EquatableArray<BoundTurn> Turns,
    int Batch,
    int Epochs,
    double? ClipNorm,
    bool Cosine,
    bool Bfloat16)
{
    /// <summary>What holds where no setting says otherwise, but for the optimizer.</summary>
    public static BoundPhase Default { get; } = new("", EquatableArray<BoundTurn>.Empty, 128, 10, null, false, false);
}

/// <summary>One use of a batch: the model's objective, all parameters, an optimizer.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record BoundTurn(OptimizerEntry Optimizer, BoundArguments Arguments)
{
    /// <summary>What the optimizer keeps for each parameter.</summary>
    public IReadOnlyList<string> Slots => Optimizer.Slots(Arguments);

    /// <summary>Numbers that it keeps for each parameter.</summary>
    public int NumbersKept => Slots.Count(slot => slot != OptimizerEntry.StepSlot);
}
