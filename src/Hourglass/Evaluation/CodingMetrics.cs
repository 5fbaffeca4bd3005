namespace Hourglass.Evaluation;

/// <summary>What a model is good for: a code of few bits, data without noise, data without gaps.</summary>
internal static class CodingMetrics
{
    private const string NoNumbers = "the model reconstructs no numbers";
    private const string Decibels = "dB";

    public static MetricResult Rate(EvaluationInput input)
    {
        if (Compression.Of(input.Walk(Datasets.DataSplit.Train), input.Pass, input.Options.Steps) is not { } rates)
        {
            return MetricResult.Lacks("that takes a reconstruction of numbers by a decoder that reads one code");
        }

        return new MetricResult([.. rates.SelectMany(rate => Of(rate, input.Model.Description.ReconstructedField!))]) { Rates = rates };
    }

    public static MetricResult Denoising(EvaluationInput input)
    {
        if (input.Options.Noise is not { } noise)
        {
            return MetricResult.Lacks("name a noise");
        }

        if (DenoisingError.Of(input.Pass, noise) is not { } found)
        {
            return MetricResult.Lacks(NoNumbers);
        }

        return new MetricResult(
        [
            new Figure("denoising", $"mean square with {noise}", found.Corrupted, Element(found.Variable)),
            new Figure("denoising", "mean square, denoised", found.Denoised, Element(found.Variable)),
            .. Signal("denoising", $"PSNR with {noise}", found.CorruptedSignalToNoise),
            .. Signal("denoising", "PSNR, denoised", found.DenoisedSignalToNoise),
        ]);
    }

    public static MetricResult Inpainting(EvaluationInput input)
    {
        if (input.Options.Missing is not { } missing)
        {
            return MetricResult.Lacks("say which elements are missing");
        }

        var found = InpaintingError.Of(input.Walk(Datasets.DataSplit.Train), input.Pass, missing, input.Options.Rounds);
        if (found is null)
        {
            return MetricResult.Lacks(NoNumbers);
        }

        var unit = $"({found.Variable})² a missing element";
        var rounds = FormattableString.Invariant($"{found.Rounds} round{(found.Rounds == 1 ? "" : "s")}");
        return new MetricResult(
        [
            new Figure("inpainting", $"mean square, means, {missing} missing", found.MeanImputation, unit),
            new Figure("inpainting", "mean square, reconstruction of means", found.Reconstruction, unit),
            new Figure("inpainting", $"mean square, filled in, {rounds}", found.Inpainted, unit),
        ]);
    }

    private static IEnumerable<Figure> Of(RateDistortion rate, string variable)
    {
        var at = rate.Step is { } step ? FormattableString.Invariant($", {rate.Code} by steps of {step:G4}") : $", {rate.Code}";
        if (rate.FixedBits is { } bits)
        {
            yield return new Figure("rate", $"bits of one length{at}", bits, "bits an example");
        }

        yield return Figure.Of("rate", $"bits{at}", rate.Bits, "bits an example");
        yield return new Figure("rate", $"mean square{at}", rate.MeanSquare, Element(variable));
        foreach (var figure in Signal("rate", $"PSNR{at}", rate.PeakSignalToNoise))
        {
            yield return figure;
        }
    }

    private static Figure[] Signal(string metric, string name, double? value) =>
        value is { } decibels ? [new Figure(metric, name, decibels, Decibels)] : [];

    private static string Element(string variable) => $"({variable})² an element";
}
