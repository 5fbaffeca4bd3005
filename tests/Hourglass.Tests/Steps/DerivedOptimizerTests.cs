using System.Globalization;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>
/// Every optimizer in every kind of step against TorchSharp's own, with a schedule on: gradients of ordinary size, and so small ones that
/// it matters where epsilon stands. A step is the whole data set, so that no order of examples plays a part.
/// </summary>
public class DerivedOptimizerTests
{
    private const int Steps = 20;
    private const int Rows = 24;

    /// <summary>How the language writes each, its rate, and TorchSharp's own.</summary>
    private static readonly Dictionary<
        string,
        (string Text, double Rate, Func<IEnumerable<Parameter>, optim.Optimizer> Oracle)> Optimizers =
        new(StringComparer.Ordinal)
        {
            ["adam"] = ("adam(0.01)", 0.01, p => optim.Adam(p, 0.01)),
            ["adam-betas"] = ("adam(0.01, beta1: 0.6, beta2: 0.9, epsilon: 1e-6)", 0.01, p => optim.Adam(p, 0.01, 0.6, 0.9, 1e-6)),
            ["adamw"] = ("adamw(0.01, decay: 0.3)", 0.01, p => optim.AdamW(p, 0.01, weight_decay: 0.3)),
            ["rmsprop"] = ("rmsprop(0.01, alpha: 0.8)", 0.01, p => optim.RMSProp(p, 0.01, alpha: 0.8)),
            ["rmsprop-momentum"] =
                ("rmsprop(0.003, alpha: 0.9, momentum: 0.7)", 0.003, p => optim.RMSProp(p, 0.003, alpha: 0.9, momentum: 0.7)),
            ["sgd"] = ("sgd(0.01)", 0.01, p => optim.SGD(p, 0.01)),
            ["sgd-momentum"] = ("sgd(0.005, momentum: 0.8)", 0.005, p => optim.SGD(p, 0.005, 0.8)),
        };

    public static TheoryData<string, double, StepKind, ScalarType> Cases()
    {
        var data = new TheoryData<string, double, StepKind, ScalarType>();
        foreach (var (name, scale) in Optimizers.Keys.SelectMany(name => (double[])[0.1, 1e-9], (name, scale) => (name, scale)))
        {
            if (scale < 1e-3 && name.StartsWith("sgd", StringComparison.Ordinal))
            {
                // It has no epsilon, and weights in single precision would not move.
                continue;
            }

            data.Add(name, scale, StepKind.Native, ScalarType.Float32);
            foreach (var step in (StepKind[])[StepKind.Portable, StepKind.Readable])
            {
                data.Add(name, scale, step, ScalarType.Float32);
                data.Add(name, scale, step, ScalarType.Float64);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_are_those_of_the_library(string name, double scale, StepKind step, ScalarType precision)
    {
        using var scope = NewDisposeScope();
        var (text, rate, oracle) = Optimizers[name];
        var (model, reference) = (Create(text, scale, precision), Create(text, scale, precision));
        var x = Data(precision);
        using (var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x }))
        {
            var report = model.TrainOn(data, new TrainOptions { Step = step });
            Assert.Equal(step, report.Step.Ran);
        }

        Train(reference, x, rate, oracle);
        var (start, expected, found) = (Create(text, scale, precision).state_dict(), reference.state_dict(), model.state_dict());
        var tolerance = precision == ScalarType.Float64 ? 1e-10 : 1e-5;
        foreach (var key in expected.Keys)
        {
            var moved = Largest(expected[key] - start[key]);
            var apart = Largest(found[key] - expected[key]);
            Assert.True(moved > 0, $"{key} has not moved.");

            // In single precision the weights themselves are rounded at every step.
            var limit = (tolerance * Math.Max(moved, Largest(expected[key]) * 0.1)) + (precision == ScalarType.Float64 ? 1e-14 : 1e-7);
            Assert.True(apart <= limit, string.Create(CultureInfo.InvariantCulture, $"{key} moved by {moved:E2} and is {apart:E2} apart."));
        }
    }

    private static void Train(Autoencoder model, Tensor x, double rate, Func<IEnumerable<Parameter>, optim.Optimizer> oracle)
    {
        using var optimizer = oracle([.. model.parameters()]);
        var minimize = model.GetType().GetMethod("Minimize")!;
        for (var step = 0; step < Steps; step++)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = rate * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
            }

            optimizer.zero_grad();
            var loss = minimize.Invoke(model, [x])!;
            ((Tensor)loss.GetType().GetProperty("Total")!.GetValue(loss)!).backward();
            optimizer.step();
        }
    }

    private static Autoencoder Create(string optimizer, double scale, ScalarType precision)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            model Plain {
              data   x: real[4]
              encode h = x -> dense(3, tanh)
              decode y = h -> dense(4)
              minimize {{scale}} * sse(y, x)
              train  { optimizer: {{optimizer}}  schedule: cosine  batch: {{Rows}}  epochs: {{Steps}} }
            }
            """);
        var model = (Autoencoder)Types.GetOrAdd(text, Compile).GetConstructor([typeof(int)])!.Invoke([4]);
        return precision == ScalarType.Float64 ? (Autoencoder)model.to(precision) : model;
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Type> Types = new(StringComparer.Ordinal);

    private static Type Compile(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plain.ae"), text);
        var file = CheckedFile.Check(ModelFile.Read(folder.File("plain.ae")));
        Assert.Empty(file.Diagnostics);
        return EmittedAssembly.Load(ModelFactory.Emit(file.Models[0].Input, "Models", null));
    }

    private static Tensor Data(ScalarType precision)
    {
        using var random = new RandomScope(8);
        return randn([Rows, 4], precision);
    }

    private static double Largest(Tensor values) => values.abs().max().to_type(ScalarType.Float64).item<double>();
}
