using BenchmarkDotNet.Running;
using Hourglass.Benchmarks.Steps;

if (args is ["ratio"])
{
    StepRatio.Run();
    return 0;
}

if (args is ["steps"])
{
    StepComparison.Run();
    return 0;
}

return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
