using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Plan;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>The memory plans of both steps, by following what lies where while the emitted text runs.</summary>
public sealed class PlanTests
{
    public static TheoryData<string> Models => StepModels.Names;

    /// <summary>Clipping moves the updates behind everything else, so that gradients are needed for longer.</summary>
    public static TheoryData<string, double?> NativeModels =>
        [.. StepModels.Names.Select(row => row.Data)
            .Where(name => NativeTape.TryRead(StepModels.Read(name).Graph, StepModels.Read(name).Training) is not null)
            .SelectMany(name => new (string, double?)[] { (name, null), (name, 1) })];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_portable_step_never_reads_a_place_that_was_given_to_something_else(string name)
    {
        var (training, graph) = StepModels.Read(name);
        var script = StepScript.Of(graph, training);

        Assert.Empty(TapeCheck.Complaints(PortableTape.Of(graph, script, script.Plan)));
    }

    [Theory]
    [MemberData(nameof(NativeModels))]
    public void The_native_step_never_reads_a_place_that_was_given_to_something_else_nor_a_parameter_that_has_moved(
        string name,
        double? clip)
    {
        var (training, graph) = StepModels.Read(name);

        Assert.Empty(TapeCheck.Complaints(NativeTape.TryRead(graph, Clipped(training, clip))!.Value.Tape));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_portable_step_has_the_memory_that_its_plan_says_and_no_more(string name)
    {
        var (training, graph) = StepModels.Read(name);
        var script = StepScript.Of(graph, training);

        AssertPeak(PortableTape.Of(graph, script, script.Plan), script.Plan);
    }

    [Theory]
    [MemberData(nameof(NativeModels))]
    public void The_native_step_has_the_memory_that_its_plan_says_and_no_more(string name, double? clip)
    {
        var (training, graph) = StepModels.Read(name);
        var (tape, plan) = NativeTape.TryRead(graph, Clipped(training, clip))!.Value;

        AssertPeak(tape, plan);
    }

    [Fact]
    public void Whatever_trains_natively_is_among_the_models() => Assert.True(NativeModels.Count >= 2 * 12);

    private static void AssertPeak(Tape tape, BufferPlan plan)
    {
        foreach (var (memory, numbers) in new[]
        {
            (Place.Rows, plan.RowNumbers),
            (Place.Fixed, plan.FixedNumbers),
            (Place.OwnRows, plan.OwnRowNumbers),
            (Place.OwnFixed, plan.OwnFixedNumbers),
            (Place.OwnPairs, plan.OwnPairNumbers)
        })
        {
            Assert.Equal(TapeCheck.EndOf(tape, memory), numbers);
            var needed = TapeCheck.NeededOf(tape, memory);
            Assert.InRange(numbers, needed, 2 * needed);
        }
    }

    private static BoundPhase Clipped(BoundPhase training, double? limit) =>
        training with { Clip = limit is { } norm ? new BoundClip(IsNorm: true, norm) : null };
}
