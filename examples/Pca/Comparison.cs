using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Pca;

/// <summary>
/// Trains the autoencoders and prints their errors, squared and summed over an image, beside those of the singular values.
/// </summary>
internal sealed class Comparison(Dataset images, TrainOptions options, int seed, string folder)
{
    /// <summary>The width of the code of the linear models.</summary>
    private const int Width = 16;

    private static readonly (int Width, Func<int, Autoencoder> Create)[] Nonlinear =
    [
        (2, seed => new Nonlinear2(seed)),
        (4, seed => new Nonlinear4(seed)),
        (8, seed => new Nonlinear8(seed)),
        (16, seed => new Nonlinear16(seed)),
        (32, seed => new Nonlinear32(seed)),
    ];

    /// <summary>The whole comparison; false where it was ended early.</summary>
    public bool Run()
    {
        using var scope = NewDisposeScope();
        using var linear = new LinearCode(seed);
        using var tied = new TiedCode(seed);
        var (train, test) = (Images(linear, DataSplit.Train), Images(linear, DataSplit.Test));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var components = new PrincipalComponents(train);

        Console.WriteLine(Invariant($"Singular value {Width} is {components.Gap(Width):0.000} times the next."));
        Console.WriteLine($"Codes of {Width} numbers  training      test   angles to the components   seconds");
        Line("singular values", components.Error(Width), components.Error(Width, test), "", clock.Elapsed.TotalSeconds);
        var trained = Told(linear, () => linear.Decoder.Dense1.weight!.t()) && Told(tied, () => tied.Encoder.W.weight!);
        var errors = new List<(int Width, double Components, double Nonlinear)>();
        foreach (var (width, create) in Nonlinear)
        {
            using var model = create(seed);
            if (!trained || Train(model) is not { } seconds)
            {
                return false;
            }

            errors.Add((width, components.Error(width, test), Error(model, DataSplit.Test)));
            if (width == Width)
            {
                Line(model.Description.Name, Error(model, DataSplit.Train), errors[^1].Nonlinear, "", seconds);
            }
        }

        Console.WriteLine("Width of the code   singular values   Nonlinear   (test)");
        errors.ForEach(row => Console.WriteLine(Invariant($"{row.Width,17}{row.Components,18:0.00}{row.Nonlinear,12:0.00}")));

        var (axes, found) = (components.Axes(Width), Subspace.AxesWithin(linear.Decoder.Dense1.weight!.t(), train));
        Figures.SaveErrors(Path.Combine(folder, "errors.png"), errors);
        Figures.SaveAxes(Path.Combine(folder, "axes.png"), [axes, found, linear.Decoder.Dense1.weight!.t()]);
        Console.WriteLine($"Pictures: {Path.Combine(folder, "errors.png")}, {Path.Combine(folder, "axes.png")}");
        return true;

        bool Told(Autoencoder model, Func<Tensor> span)
        {
            if (Train(model) is not { } seconds)
            {
                return false;
            }

            var angles = Subspace.Angles(span(), components.Axes(Width));
            var text = Invariant($"median {angles[angles.Length / 2]:0.0}°, largest {angles[^1]:0.0}°");
            Line(model.Description.Name, Error(model, DataSplit.Train), Error(model, DataSplit.Test), text, seconds);
            return true;
        }
    }

    private static void Line(string name, double train, double test, string angles, double seconds) =>
        Console.WriteLine(Invariant($"{name,-20}{train,10:0.000}{test,10:0.000}   {angles,-24}{seconds,10:0}"));

    /// <summary>Seconds; null where it was ended early.</summary>
    private double? Train(Autoencoder model)
    {
        var report = model.TrainOn(images, options with { Seed = seed, OutputFolder = Path.Combine(folder, model.Description.Name) });
        return report.Interrupted ? null : report.Epochs.Sum(epoch => epoch.Seconds);
    }

    private double Error(Autoencoder model, DataSplit split)
    {
        using var bound = model.Bind(images);
        return ReconstructionError.Of(new SplitPass(model, bound, split))!.SumOfSquares.Average();
    }

    private Tensor Images(Autoencoder model, DataSplit split)
    {
        using var bound = model.Bind(images);
        return new SplitPass(model, bound, split).Gather("images", batch => batch["x"])!;
    }
}
