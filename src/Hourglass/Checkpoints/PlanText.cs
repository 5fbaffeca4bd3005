using System.Globalization;
using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>A plan in the words of <c>train { ... }</c>, a setting a line.</summary>
internal static class PlanText
{
    /// <summary>
    /// The settings that must be the same for a training to go on. More epochs only go on longer, unless the learning rate depends on them.
    /// </summary>
    public static IReadOnlyList<string> Of(TrainingPlan plan) =>
    [
        $"optimizer: {Optimizer(plan.Optimizer)}",
        $"batch: {Text(plan.Batch)}",
        $"seed: {Text(plan.Seed)}",
        $"schedule: {plan.Schedule.ToString().ToLowerInvariant()}",
        .. plan.Schedule == LearningRateSchedule.Constant ? Array.Empty<string>() : [$"epochs: {Text(plan.Epochs)}"],
        $"clip: {(plan.ClipNorm is { } norm ? $"norm({Text(norm)})" : "none")}",
        $"precision: {plan.Precision.ToString().ToLowerInvariant()}",
    ];

    private static string Optimizer(OptimizerPlan plan) => plan switch
    {
        AdamPlan adam =>
            Call("adam", adam.LearningRate, ("beta1", adam.Beta1, 0.9), ("beta2", adam.Beta2, 0.999), ("epsilon", adam.Epsilon, 1e-8)),
        AdamWPlan adam => Call(
            "adamw",
            adam.LearningRate,
            ("beta1", adam.Beta1, 0.9),
            ("beta2", adam.Beta2, 0.999),
            ("epsilon", adam.Epsilon, 1e-8),
            ("decay", adam.WeightDecay, 0.01)),
        SgdPlan sgd => Call("sgd", sgd.LearningRate, ("momentum", sgd.Momentum, 0)),
        RmsPropPlan rms =>
            Call("rmsprop", rms.LearningRate, ("alpha", rms.Alpha, 0.99), ("epsilon", rms.Epsilon, 1e-8), ("momentum", rms.Momentum, 0)),
        _ => throw new ArgumentException($"There is no optimizer for {plan.GetType().Name}.", nameof(plan)),
    };

    /// <summary>Settings that have their defaults are left out, as they may be where the plan is written.</summary>
    private static string Call(string name, double rate, params (string Name, double Value, double Default)[] settings)
    {
        var given = settings.Where(setting => setting.Value != setting.Default).Select(setting => $"{setting.Name}: {Text(setting.Value)}");
        return $"{name}({string.Join(", ", given.Prepend(Text(rate)))})";
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
