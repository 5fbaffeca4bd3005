using BenchmarkDotNet.Attributes;
using Hourglass.Datasets;
using TorchSharp;

namespace Hourglass.Benchmarks.Steps;

/// <summary>
/// A training step of the VAE 784-400-20, batch 128, Adam: the ratio of the emitted one to the hand-written one, in one run.
/// </summary>
[InProcess]
[MemoryDiagnoser]
[WarmupCount(3)]
[IterationCount(15)]
[InvocationCount(1)]
public class StepBenchmarks
{
    private const int StepsPerInvocation = 100;
    private const int Batch = 128;
    private HandWrittenTraining? _hand;
    private EmittedTraining? _emitted;

    /// <summary>Steps of one invocation; fewer where the two are measured by turns.</summary>
    public int Steps { get; init; } = StepsPerInvocation;

    /// <summary>Loads 60,000 built-in digits, as bytes for the emitted loop and as floats for the other.</summary>
    [GlobalSetup]
    public void Setup()
    {
        torch.random.manual_seed(1);
        var data = Dataset.Digits(count: 60000, testCount: 0);
        var fields = new Vae().Description.Fields;
        using var bound = data.Bind(fields);
        using var all = bound.TrainBatch(torch.arange(60000, dtype: torch.ScalarType.Int64));
        _hand = new HandWrittenTraining(all["x"].clone(), Batch);
        _emitted = new EmittedTraining(data);
    }

    /// <summary>Ends both.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _hand?.Dispose();
        _emitted?.Dispose();
    }

    /// <summary>DataLoader, DisposeScope, autograd, optim.Adam.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = StepsPerInvocation)]
    public void HandWritten()
    {
        for (var step = 0; step < Steps; step++)
        {
            _hand!.Step();
        }
    }

    /// <summary>What Hourglass emits.</summary>
    [Benchmark(OperationsPerInvoke = StepsPerInvocation)]
    public void Emitted()
    {
        for (var step = 0; step < Steps; step++)
        {
            _emitted!.Step();
        }
    }
}
