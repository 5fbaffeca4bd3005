using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The messages of trainings that went astray. What they advise follows from what can have been the cause: in the first step no learning
/// rate has acted yet, running statistics take what a batch has, and values far from 1 are named with their range.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="phase">The phase under way.</param>
/// <param name="data">The data.</param>
/// <param name="checkpoints">Where this training saves, or null.</param>
internal sealed partial class Failures(Autoencoder model, Func<PhasePlan> phase, BoundDataset data, CheckpointStore? checkpoints)
{
    /// <summary>
    /// Of data: networks are initialised for values near 1, and an exponential of a hundred is no single-precision number.
    /// </summary>
    private const double LargeValue = 80;

    /// <summary>Of weights: initial ones are below 1, trained ones seldom far above.</summary>
    private const double LargeWeight = 1e3;

    /// <summary>
    /// The root of the largest number in single precision: no variance of larger values can be computed, so no normalisation helps.
    /// </summary>
    private const double LargestSquare = 1.8e19;

    /// <summary>A term that is NaN or infinite while training.</summary>
    /// <param name="term">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="epoch">The epoch, one-based.</param>
    /// <param name="step">The step in it, one-based.</param>
    /// <param name="before">Steps done before it, in all.</param>
    public TrainingException Term(string term, double value, int epoch, int step, long before) => Text(
        $"The term '{term}' is {Name(value)} in epoch {epoch}, step {step}; training stopped before the weights took it up. ",
        $"{(before == 0 ? FirstStep() : Later())}{Kept()}");

    /// <summary>A term that is NaN or infinite on the test split.</summary>
    public TrainingException TestTerm(string term, double value, int epoch) => Text(
        $"The term '{term}' is {Name(value)} on the test split after epoch {epoch}; training stopped. {Test()}{Kept()}");

    /// <summary>A term that is NaN or infinite on the examples that are set aside.</summary>
    public TrainingException ValidationTerm(string term, double value, int epoch) => Text(
        $"The term '{term}' is {Name(value)} on the examples that validate sets aside, after epoch {epoch}; training stopped. ",
        $"{(BadStatistic() is null ? Later() : Test())}{Kept()}");

    /// <summary>A part of the state that is not finite although the terms were.</summary>
    /// <param name="key">Its key in <c>state_dict</c> or the optimizer's.</param>
    /// <param name="epoch">The epoch, one-based.</param>
    /// <param name="step">Steps done in it.</param>
    /// <param name="before">Steps done in all.</param>
    public TrainingException State(string key, int epoch, int step, long before) => IsStatistic(key)
        ? Text(
            $"The running statistic '{key}' holds NaN or infinity after epoch {epoch}, step {step}, although every term was finite: ",
            $"it takes what the batches have; training stopped. {RunningStatistic()}{Kept()}")
        : Text(
            $"'{key}' holds NaN or infinity after epoch {epoch}, step {step}, although every term was finite: a gradient was not; ",
            $"training stopped. {(before <= 1 ? FirstStep() : Later())}{Kept()}");

    /// <summary>libtorch itself failed.</summary>
    /// <param name="where">In the midst of what.</param>
    /// <param name="cause">What it threw.</param>
    public TrainingException Torch(string where, Exception cause) => new(
        $"{where}, libtorch failed: {TorchFailure.FirstLine(cause.Message)} Training stopped. If the same happens again in the same place, "
            + $"the model or its data ask for what libtorch cannot do; look there with the readable step.{Kept()}",
        cause);

    private static string Name(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinity";

    private string FirstStep()
    {
        const string NotTheRate = "No weight had moved before: it is due to the data or the initial weights, not to the learning rate.";
        if (LargeWeights() is { } weights)
        {
            return $"{NotTheRate} {weights} Create the model anew, or load the weights of a training that went well.";
        }

        if (Large(test: false) is { } range)
        {
            return $"{NotTheRate} {range}. {Scaling(range)}";
        }

        return FullVariance().IsMatch(model.Description.Definition)
            ? $"{NotTheRate} Both are of ordinary size; an exponential of a log-variance may not be. Give the normal distribution a "
                + $"variance that no layer computes, {Advice.LearnedVariance}."
            : $"{NotTheRate} Both are of ordinary size. Look where the term becomes so in the readable step: --step readable; "
                + "in C#, StepKind.Readable.";
    }

    private string Later() => Large(test: false) is { } range ? $"{range}. {Scaling(range)} {Rate("Or try")}" : Rate();

    private string Test() => BadStatistic() is { } key
        ? $"The running statistic '{key}' is none: it takes what the batches have. {RunningStatistic()}"
        : Large(test: true) is { } range && (Large(test: false) is not { } train || train.Magnitude * 2 < range.Magnitude)
        ? $"On the test split {range}, which no training example comes near. Look whether the test data is in the same units as "
            + "the training data."
        : Later();

    private string RunningStatistic() => Large(test: false) switch
    {
        { } range => $"{range}. {Scaling(range)}",
        null when model.Description is { Definition: "", LeastBatch: null } =>
            Invariant(
                $"Batches are of {phase().Batch}, of {data.TrainCount} examples: take a size that leaves no batch with a single one, ",
                $"or say in the model's ModelDescription that LeastBatch is 2."),
        null => Rate(),
    };

    private string Rate(string verb = "Try") => Invariant(
        $"{verb} a lower learning rate (it is {phase().Turns[0].Optimizer.LearningRate})",
        $"{(phase().Clip is null ? $" or clip the gradients with {Advice.Clip}" : "")}.");

    private string Scaling(DataRange range)
    {
        const string Scale =
            "Bring its values near 1: of each column, subtract the mean and divide by the standard deviation before training";
        return Normalisation(range) is { } stage
            ? $"{Scale}, or begin the pipeline that reads it with {stage}."
            : $"{Scale}.";
    }

    /// <summary>A stage that helps where the variable goes into an encoder; null where none does.</summary>
    private Snippet? Normalisation(DataRange range)
    {
        var shape = range.Field.Shape;
        return range.Magnitude > LargestSquare || !IsEncoded(range.Field.Name) || shape.Count == 0 ? null
            : shape.Count <= 4 && phase().Batch > 1 && data.TrainCount > 1 ? Advice.BatchNorm
            : Shapes.Elements(shape) > 1 ? Advice.LayerNorm
            : null;
    }

    /// <summary>Whether a pipeline of an encoder begins with the variable.</summary>
    private bool IsEncoded(string name) => model.Description.Definition.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.StartsWith("encode ", StringComparison.Ordinal))
        .Select(line => line[(line.AsSpan().IndexOfAny('=', '~') + 1)..].Split("->")[0])
        .Any(start => start.Split(['(', ')', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Contains(name));

    /// <summary>The variable with the largest values, where they are large.</summary>
    private DataRange? Large(bool test) => (test ? data.TestCount : data.TrainCount) == 0
        ? null
        : DataRange.Of(data, test).Where(range => range.Magnitude > LargeValue).MaxBy(range => range.Magnitude);

    private string? BadStatistic() => model.named_buffers()
        .Where(pair => IsStatistic(pair.name) && !TensorValues.IsFinite(pair.buffer))
        .Select(pair => pair.name)
        .FirstOrDefault();

    private static bool IsStatistic(string key) =>
        key.EndsWith(".running_mean", StringComparison.Ordinal) || key.EndsWith(".running_var", StringComparison.Ordinal);

    private string? LargeWeights()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (key, parameter) in model.named_parameters())
        {
            var largest = parameter.detach().abs().max().to_type(ScalarType.Float64).item<double>();
            if (!(largest <= LargeWeight))
            {
                return double.IsFinite(largest)
                    ? Invariant($"The initial weight '{key}' reaches {largest:G7}.")
                    : $"The initial weight '{key}' holds NaN or infinity.";
            }
        }

        return null;
    }

    private string Kept() => checkpoints is null ? "" : " " + checkpoints.KeptMessage();

    private static string Invariant(params FormattableString[] parts) =>
        string.Concat(parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));

    private static TrainingException Text(params FormattableString[] parts) => new(Invariant(parts));

    /// <summary>A normal distribution whose log-variance is computed by a layer; the definition leaves that default out.</summary>
    [GeneratedRegex(@"-> normal(?!\([^)]*variance)")]
    private static partial Regex FullVariance();
}
