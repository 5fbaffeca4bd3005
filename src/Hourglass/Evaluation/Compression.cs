using Hourglass.Datasets;
using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>
/// Rate against distortion: bits of the code, quantised, and how far from the data is what the model's decoder makes of it. Frequencies are
/// learned from some examples, and the lengths are those of others, so that the rate is one that a coder reaches which knows the training
/// examples alone. Codes that the model quantises itself have one rate; others are rounded at their means to a series of steps (uniform
/// quantisation), each of their numbers with frequencies of its own.
/// </summary>
public static class Compression
{
    /// <summary>Measures the code that the decoder reads.</summary>
    /// <param name="training">The examples whose frequencies are learned.</param>
    /// <param name="pass">The examples that are measured.</param>
    /// <param name="steps">What numbers are rounded to multiples of, each above 0; null for twice the largest standard deviation that one
    /// of the code's numbers has over the training examples, and its halves down to a 32nd of that deviation.</param>
    /// <returns>One for a code that the model quantises itself; one for each step, in their order, for others. Null where the model
    /// reconstructs no numbers, or its decoder reads no code or several.</returns>
    /// <exception cref="DataException">A split has no examples, a step is not above 0, or a code is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static IReadOnlyList<RateDistortion>? Of(SplitPass training, SplitPass pass, IReadOnlyList<double>? steps = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(pass);
        foreach (var step in steps ?? [])
        {
            Metrics.Given.Positive(step);
        }

        if (SquaredErrors.FieldOf(pass.Model) is not { } field || Ask(pass) is not { } asked)
        {
            return null;
        }

        return asked.Quantizer is { } quantizer
            ? [QuantisedRate.Of(training, pass, field, asked.Code, quantizer)]
            : RoundedRates.Of(training, pass, field, asked.Code, steps ?? RoundedRates.Steps(training));
    }

    /// <summary>The decoded code of a batch.</summary>
    /// <exception cref="DataException">It is not finite.</exception>
    internal static Tensor CodeOf(SplitPass pass, Batch batch)
    {
        var code = DecodedCode.Of(pass.Model, batch)!;
        return code.Value.isfinite().all().item<bool>()
            ? code.Value
            : throw new DataException(
                $"The code {code.Name} of some examples of the {pass.Split} split is not finite. Look at those examples, or at how "
                + "training went.");
    }

    /// <summary>The code and what quantises it, asked with one example; null where the decoder reads no code, or several.</summary>
    private static (string Code, VectorQuantizer? Quantizer)? Ask(SplitPass pass)
    {
        (string, VectorQuantizer?)? found = null;
        new SplitPass(pass.Model, pass.Data, pass.Split) { Places = [0], Seed = pass.Seed }.ForEach("", (batch, _) =>
        {
            // Classes that may be missing are a code too, which the decoder reads as if they were data.
            var hasClasses = pass.Model.Untyped.Codes(batch)
                .Any(code => pass.Model.Description.Fields.Any(field => field.Name == code.Name));
            if (!hasClasses
                && DecodedCode.Of(pass.Model, batch) is { } code
                && pass.Model.Untyped.Decode(code.Value, batch) is not null)
            {
                found = (code.Name, QuantisedRate.QuantizerOf(pass.Model, code.Value));
            }
        });
        return found;
    }
}
