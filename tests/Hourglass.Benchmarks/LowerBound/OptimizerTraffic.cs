namespace Hourglass.Benchmarks.LowerBound;

/// <summary>What an optimizer does to memory in a step.</summary>
/// <param name="Memory">Bytes of parameters, gradients and what it keeps.</param>
/// <param name="Moved">Bytes that it reads and writes: all but the gradients in both directions.</param>
internal readonly record struct OptimizerTraffic(long Memory, long Moved)
{
    private const int BytesPerNumber = 4;

    /// <summary>A model's.</summary>
    public static OptimizerTraffic Of(Autoencoder model)
    {
        var parameters = model.parameters().Sum(parameter => parameter.numel());
        var slots = model.Description.Plan.Phases[0].Turns[0].Optimizer.NumbersKept;
        return new OptimizerTraffic(BytesPerNumber * parameters * (2 + slots), BytesPerNumber * parameters * (3 + (2 * slots)));
    }
}
