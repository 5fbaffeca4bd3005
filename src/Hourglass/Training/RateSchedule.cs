namespace Hourglass.Training;

/// <summary>How the learning rate moves from step to step: what it is multiplied by.</summary>
/// <param name="Text">The schedule in the words of the language, such as <c>cosine(warmup: 5)</c>.</param>
/// <param name="Factor">The factor, of the epochs that have passed since the warm-up (3.5 in the middle of the fourth).</param>
/// <param name="IsOfShare">Whether the factor is of the share of the phase that has passed since the warm-up, 0 to 1, instead.</param>
public sealed record RateSchedule(string Text, Func<double, double> Factor, bool IsOfShare = false)
{
    /// <summary>The rate stays.</summary>
    public static RateSchedule Constant { get; } = new("constant", _ => 1);

    /// <summary>Epochs over which the rate rises in a straight line, before anything else (Goyal et al., 2017, section 2.2).</summary>
    public double Warmup { get; init; }

    /// <summary>Lowers the rate where the validation split gets no better; null for not.</summary>
    public PlateauRule? Plateau { get; init; }

    /// <summary>The factor of a step.</summary>
    /// <param name="step">Steps of the phase before it.</param>
    /// <param name="stepsOfEpoch">Steps of an epoch.</param>
    /// <param name="epochs">Epochs of the phase.</param>
    /// <param name="metrics">The figures of the completed epochs.</param>
    /// <param name="before">How many of those are of the phases before.</param>
    internal double At(long step, int stepsOfEpoch, int epochs, IReadOnlyList<EpochMetrics> metrics, int before = 0)
    {
        var warmup = Warmup * stepsOfEpoch;
        if (step < warmup)
        {
            return Math.Min(1, (step + 1) / warmup);
        }

        var gone = step - warmup;
        var factor = Factor(IsOfShare ? gone / (((double)epochs * stepsOfEpoch) - warmup) : gone / stepsOfEpoch);
        return Plateau is { } plateau ? factor * plateau.At(metrics.Skip(before)) : factor;
    }
}

/// <summary>Lowers the learning rate each time that the validation split's total has not fallen for so many epochs.</summary>
/// <param name="Patience">The epochs.</param>
/// <param name="Factor">What the rate is multiplied by.</param>
public sealed record PlateauRule(int Patience, double Factor)
{
    /// <summary>The factor behind the epochs with these figures.</summary>
    internal double At(IEnumerable<EpochMetrics> metrics)
    {
        var (factor, best, waited) = (1.0, double.PositiveInfinity, 0);
        foreach (var total in metrics.Select(epoch => epoch.Validation?[TermAverages.Total] ?? double.PositiveInfinity))
        {
            (best, waited) = total < best ? (total, 0) : (best, waited + 1);
            if (waited == Patience)
            {
                (factor, waited) = (factor * Factor, 0);
            }
        }

        return factor;
    }
}
