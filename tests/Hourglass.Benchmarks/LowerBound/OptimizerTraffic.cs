using Hourglass.Training;

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
        var slots = Slots(model.Description.Plan.Optimizer);
        return new OptimizerTraffic(BytesPerNumber * parameters * (2 + slots), BytesPerNumber * parameters * (3 + (2 * slots)));
    }

    private static int Slots(OptimizerPlan plan) => plan switch
    {
        AdamPlan or AdamWPlan => 2,
        SgdPlan sgd => sgd.Momentum > 0 ? 1 : 0,
        RmsPropPlan plain => plain.Momentum > 0 ? 2 : 1,
        _ => throw new ArgumentException($"The traffic of {plan.GetType().Name} is not known.", nameof(plan)),
    };
}
