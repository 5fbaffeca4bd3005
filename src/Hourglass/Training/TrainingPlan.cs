namespace Hourglass.Training;

/// <summary>A model's <c>train { ... }</c>, or the defaults: adam(1e-3), batch 128, epochs 10, seed 0.</summary>
/// <param name="Optimizer">The optimizer and its settings.</param>
/// <param name="Batch">Examples per step.</param>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="Seed">Of the initial weights, the shuffles and every draw.</param>
/// <param name="Schedule">How the learning rate moves.</param>
/// <param name="ClipNorm">The largest norm of all gradients together, or null for no clipping.</param>
/// <param name="Precision">What matrix products may be taken in.</param>
public sealed record TrainingPlan(
    OptimizerPlan Optimizer,
    int Batch = 128,
    int Epochs = 10,
    int Seed = 0,
    LearningRateSchedule Schedule = LearningRateSchedule.Constant,
    double? ClipNorm = null,
    ProductPrecision Precision = ProductPrecision.Float32);

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

    /// <summary>Half a cosine from the full rate at the first step to zero behind the last (Loshchilov and Hutter, 2017, without restarts).</summary>
    Cosine,
}
