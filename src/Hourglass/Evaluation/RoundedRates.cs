using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>The rates of a code whose numbers are rounded to multiples of steps.</summary>
internal static class RoundedRates
{
    /// <summary>How often the largest step is halved.</summary>
    private const int Halves = 6;

    /// <summary>What numbers in double precision can count up to.</summary>
    private const double MostSteps = 1L << 53;

    /// <summary>Twice the largest standard deviation of one of the code's numbers, and its halves.</summary>
    public static double[] Steps(SplitPass training)
    {
        Tensor? sums = null;
        Tensor? squares = null;
        try
        {
            training.ForEach("codes", (batch, _) =>
            {
                var code = Numbers(Compression.CodeOf(training, batch));
                (sums, squares) = (Added(sums, code.sum(0L)), Added(squares, code.square().sum(0L)));
            });
            using var scope = NewDisposeScope();
            var variances = (squares! / training.Count) - (sums! / training.Count).square();
            var deviation = Math.Sqrt(Math.Max(0, variances.max().item<double>()));

            // A code that never differs costs nothing at any step.
            var first = deviation > 0 ? 2 * deviation : 1;
            return [.. Enumerable.Range(0, Halves + 1).Select(half => first / (1 << half))];
        }
        finally
        {
            sums?.Dispose();
            squares?.Dispose();
        }
    }

    /// <summary>Measures.</summary>
    public static RateDistortion[] Of(SplitPass training, SplitPass pass, DataField field, string code, IReadOnlyList<double> steps)
    {
        IntegerCode[][]? lengths = null;
        training.ForEach("frequencies", (batch, _) =>
        {
            var numbers = Numbers(Compression.CodeOf(training, batch));
            var width = (int)numbers.shape[1];
            lengths ??= [.. steps.Select(_ => Enumerable.Range(0, width).Select(_ => new IntegerCode()).ToArray())];
            for (var s = 0; s < steps.Count; s++)
            {
                var rounded = Rounded(numbers, steps[s]);
                for (var i = 0; i < rounded.Length; i++)
                {
                    lengths[s][i % width].Add(rounded[i]);
                }
            }
        });
        var bits = steps.Select(_ => new double[pass.Count]).ToArray();
        var errors = steps.Select(_ => new SquaredErrors()).ToArray();
        pass.ForEach("rate", (batch, first) =>
        {
            var value = Compression.CodeOf(pass, batch);
            var numbers = Numbers(value);
            var width = (int)numbers.shape[1];
            for (var s = 0; s < steps.Count; s++)
            {
                using var scope = NewDisposeScope();
                var rounded = Rounded(numbers, steps[s]);
                for (var i = 0; i < rounded.Length; i++)
                {
                    bits[s][first + (i / width)] += lengths![s][i % width].Bits(rounded[i]);
                }

                var coarse = (tensor(rounded).to_type(ScalarType.Float64) * steps[s]).reshape(value.shape).to(value.dtype, value.device);
                errors[s].Add(pass.Model.Untyped.Decode(coarse, batch)!, batch[field.Name]);
            }
        });
        return [.. steps.Select((step, s) => new RateDistortion(code, step, Estimate.Of(bits[s]), errors[s].Mean)
        {
            PeakSignalToNoise = SquaredErrors.PeakSignalToNoise(field, errors[s].Mean),
        })];
    }

    private static Tensor Numbers(Tensor code) => code.to_type(ScalarType.Float64).cpu().reshape(code.shape[0], -1);

    private static long[] Rounded(Tensor numbers, double step)
    {
        using var scope = NewDisposeScope();
        var most = numbers.abs().max().item<double>();
        if (most / step > MostSteps)
        {
            throw new DataException(FormattableString.Invariant(
                $"A code of up to {most} cannot be rounded to multiples of {step}; take a larger step."));
        }

        return (numbers / step).round().to_type(ScalarType.Int64).contiguous().data<long>().ToArray();
    }

    private static Tensor Added(Tensor? sum, Tensor more)
    {
        var added = (sum is null ? more : sum + more).DetachFromDisposeScope();
        sum?.Dispose();
        return added;
    }
}
