using System.CommandLine;
using BenchmarkDotNet.Running;
using Hourglass.Benchmarks.Damage;
using Hourglass.Benchmarks.Editor;
using Hourglass.Benchmarks.Epochs;
using Hourglass.Benchmarks.Formats;
using Hourglass.Benchmarks.Latency;
using Hourglass.Benchmarks.Memory;
using Hourglass.Benchmarks.Mutants;
using Hourglass.Benchmarks.Steps;
using Hourglass.Benchmarks.Sweep;

var ratio = new Command("ratio", "The emitted step's time beside the hand-written one's.");
ratio.SetAction(_ => StepRatio.Run());

// Words that are no command go to BenchmarkDotNet as they are.
var root = new RootCommand("Hourglass's benchmarks. Without a command: BenchmarkDotNet, to which all options are given.")
{
    ratio,
    StepComparison.Command(),
    StepSweep.Command(),
    CallLatency.Command(),
    ResidentMemory.Command(),
    ResidentRun.Command(),
    PeakRun.Command(),
    EpochTimes.Command(),
    FormatReads.Command(),
    FormatReads.ReadCommand(),
    MutantCommand.Command(),
    DamageCommand.Command(),
    DamageCommand.RunCommand(),
    EditorLatency.Command(),
};
root.TreatUnmatchedTokensAsErrors = false;
root.SetAction(_ => BenchmarkSwitcher.FromAssembly(typeof(DamageCommand).Assembly)
    .Run(args)
    .Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0);
return root.Parse(args).Invoke();
