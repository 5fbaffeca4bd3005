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
    /// <param name="Schedule">How the learning rate moves.</param>
    /// <param name="ClipNorm">The largest norm of all gradients together, or null for no clipping.</param>
    /// <param name="Precision">What matrix products may be taken in.</param>
    public TrainingPlan(
        OptimizerPlan optimizer,
        int Batch = 128,
        int Epochs = 10,
        int Seed = 0,
        LearningRateSchedule Schedule = LearningRateSchedule.Constant,
        double? ClipNorm = null,
        ProductPrecision Precision = ProductPrecision.Float32)
        : this(Seed, [new PhasePlan("", [new TurnPlan(optimizer)], Batch, Epochs, Schedule, ClipNorm, Precision)])
    {
    }

    /// <summary>Passes over the data in all.</summary>
    public int Epochs => Phases.Sum(phase => phase.Epochs);
}

/// <summary>A part of a training: so many epochs under the same settings.</summary>
/// <param name="Name">Its name; empty where there is no other.</param>
/// <param name="Turns">What a batch is used for, in order; one at least.</param>
/// <param name="Batch">Examples per step.</param>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="Schedule">How the learning rate moves within the phase.</param>
/// <param name="ClipNorm">The largest norm of all gradients together, or null for no clipping.</param>
/// <param name="Precision">What matrix products may be taken in.</param>
public sealed record PhasePlan(
    string Name,
    IReadOnlyList<TurnPlan> Turns,
    int Batch = 128,
    int Epochs = 10,
    LearningRateSchedule Schedule = LearningRateSchedule.Constant,
    double? ClipNorm = null,
    ProductPrecision Precision = ProductPrecision.Float32);

/// <summary>One use of a batch: the model's objective and all parameters.</summary>
/// <param name="Optimizer">What moves the parameters.</param>
public sealed record TurnPlan(OptimizerPlan Optimizer);

/// <summary>What matrix products may be taken in; parameters, sums and everything else are in single precision.</summary>
public enum ProductPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Factors are rounded to 8 bits of mantissa, products summed in single precision, where the processor does so fast.</summary>
    Bfloat16,
}

/// <summary>How the learning rate moves from step to step.</summary>
public enum LearningRateSchedule
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>
    /// Half a cosine from the full rate at the first step to zero behind the last (Loshchilov and Hutter, 2017, without restarts).
    /// </summary>
    Cosine,
}
