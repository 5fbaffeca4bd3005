using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>What the settings of a <c>train</c> block come to.</summary>
public class TrainingTests
{
    [Theory]
    [InlineData("", "adam batch 128 epochs 10 seed 0")]
    [InlineData("batch: 1 epochs: 1 seed: 7", "adam batch 1 epochs 1 seed 7")]
    [InlineData("batch: two * 8, epochs: two + 1, seed: 2147483647", "adam batch 16 epochs 3 seed 2147483647")]
    [InlineData("schedule: cosine clip: norm(0.5)", "adam batch 128 epochs 10 seed 0 clip norm 0.5 schedule cosine")]
    [InlineData("clip: value(two)", "adam batch 128 epochs 10 seed 0 clip value 2")]
    [InlineData("precision: bfloat16 method: backprop", "adam batch 128 epochs 10 seed 0 bfloat16")]
    [InlineData("precision: float32 optimizer: sgd(0.1)", "sgd batch 128 epochs 10 seed 0")]
    [InlineData("stop: patience(two) validate: 0.25", "adam batch 128 epochs 10 seed 0 validate 0.25 patience 2")]
    [InlineData("accumulate: 4 average: 0.99", "adam batch 128 epochs 10 seed 0 accumulate 4 average 0.99")]
    [InlineData("init: normal(0.1)", "adam batch 128 epochs 10 seed 0 init normal")]
    public void Settings(string settings, string expected)
    {
        var training = Bind(settings).Training;
        var phase = Assert.Single(training.Phases);
        string?[] parts =
        [
            FormattableString.Invariant($"{Assert.Single(phase.Turns).Optimizer.Name} batch {phase.Batch} epochs {phase.Epochs} "),
            FormattableString.Invariant($"seed {training.Seed}"),
            phase.Clip is { } clip ? FormattableString.Invariant($" clip {(clip.IsNorm ? "norm" : "value")} {clip.Limit}") : null,
            phase.Schedule is { } schedule ? $" schedule {schedule.Entry.Name}" : null,
            phase.Bfloat16 ? " bfloat16" : null,
            training.Validate > 0 ? FormattableString.Invariant($" validate {training.Validate}") : null,
            phase.Patience is { } patience ? FormattableString.Invariant($" patience {patience}") : null,
            phase.Accumulate > 1 ? FormattableString.Invariant($" accumulate {phase.Accumulate}") : null,
            phase.Average is { } kept ? FormattableString.Invariant($" average {kept}") : null,
            training.Initialiser is { } initialiser ? $" init {initialiser.Entry.Name}" : null,
        ];
        Assert.Equal(expected, string.Concat(parts));
    }

    [Theory]
    [InlineData("", 1e-3, 0.9, 0.999, 1e-8)]
    [InlineData("optimizer: adam(5e-4)", 5e-4, 0.9, 0.999, 1e-8)]
    [InlineData("optimizer: adam(two, beta1: 0.5)", 2.0, 0.5, 0.999, 1e-8)]
    public void Arguments_of_an_optimizer(string settings, params double[] expected)
    {
        var turn = Bind(settings).Training.Phases[0].Turns[0];
        Assert.Equal(expected, turn.Optimizer.Signature.Parameters.Select(parameter => turn.Arguments.Number(parameter.Name)));
    }

    /// <summary>A schedule that ends with the last epoch has got to its end.</summary>
    [Theory]
    [InlineData(9, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 10, "AE4018")]
    [InlineData(0.5, 1)]
    public void A_ramp_ends_within_the_training(double ramp, int epochs, params string[] expected)
    {
        var bound = Bound.Of(FormattableString.Invariant(
            $"const two = 2 model M {{ data x: real[3] encode z ~ x -> normal(2) decode x ~ z -> normal minimize nll(x) + ")
            + FormattableString.Invariant($"ramp(0, 1, epochs: {ramp}) * kl(z) train {{ epochs: {epochs} }} }}"));
        Assert.Equal(expected, bound.Diagnostics.Select(d => d.Id));
    }

    private static BoundModel Bind(string settings)
    {
        var bound = Bound.Of(
            "const two = 2 model M { data x: real[3] encode h = x -> dense(2) decode y = h -> dense(3) minimize sse(y, x) "
            + $"train {{ {settings} }} }}");
        Assert.Empty(bound.Diagnostics);
        return bound.Model;
    }
}
