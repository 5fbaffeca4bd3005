using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Ir.Differentiate;
using Hourglass.Compiler.Ir.Plan;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>The memory plans of both steps, by following what lies where while the emitted text runs.</summary>
public sealed class PlanTests
{
    public static TheoryData<string> Models => StepModels.Names;

    /// <summary>Clipping moves the updates behind everything else, so that gradients are needed for longer.</summary>
    public static TheoryData<string, double?> NativeModels =>
        [.. StepModels.Names.Select(row => row.Data).Where(name => NativeTape.TryRead(StepModels.Read(name).Graph, StepModels.Read(name).Training) is not null)
            .SelectMany(name => new (string, double?)[] { (name, null), (name, 1) })];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_portable_step_never_reads_a_place_that_was_given_to_something_else(string name)
    {
        var (training, graph) = StepModels.Read(name);
        var script = StepScript.Of(graph, training);

        Assert.Empty(TapeCheck.Complaints(PortableTape.Of(script, script.Plan)));
    }

    [Theory]
    [MemberData(nameof(NativeModels))]
    public void The_native_step_never_reads_a_place_that_was_given_to_something_else_nor_a_parameter_that_has_moved(string name, double? clip)
    {
        var (training, graph) = StepModels.Read(name);

        Assert.Empty(TapeCheck.Complaints(NativeTape.TryRead(graph, training with { ClipNorm = clip })!.Value.Tape));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_portable_step_has_the_memory_that_its_plan_says_and_no_more(string name)
    {
        var (training, graph) = StepModels.Read(name);
        var script = StepScript.Of(graph, training);

        AssertPeak(PortableTape.Of(script, script.Plan), script.Plan);
        AssertPeakOfOwn(graph, script);
    }

    [Theory]
    [MemberData(nameof(NativeModels))]
    public void The_native_step_has_the_memory_that_its_plan_says_and_no_more(string name, double? clip)
    {
        var (training, graph) = StepModels.Read(name);
        var (tape, plan) = NativeTape.TryRead(graph, training with { ClipNorm = clip })!.Value;

        AssertPeak(tape, plan);
        Assert.Equal(0, plan.OwnRowNumbers + plan.OwnFixedNumbers);
    }

    [Fact]
    public void Whatever_trains_natively_is_among_the_models() => Assert.True(NativeModels.Count >= 2 * 12);

    private static void AssertPeak(Tape tape, BufferPlan plan)
    {
        Assert.Equal(TapeCheck.EndOf(tape, Place.Rows), plan.RowNumbers);
        Assert.Equal(TapeCheck.EndOf(tape, Place.Fixed), plan.FixedNumbers);
        var (rows, whole) = (TapeCheck.NeededOf(tape, place => place.Memory == Place.Rows), TapeCheck.NeededOf(tape, place => place.Memory == Place.Fixed));
        Assert.InRange(plan.RowNumbers, rows, 2 * rows);
        Assert.InRange(plan.FixedNumbers, whole, 2 * whole);
    }

    /// <summary>Tensors that operators make: as many numbers as live at the worst moment, at least.</summary>
    private static void AssertPeakOfOwn(StepGraph graph, StepScript script)
    {
        foreach (var rows in new[] { true, false })
        {
            var own = graph.Values.Where(value => value.Extent.HasRows == rows && script.Plan.Slots.TryGetValue(value, out var slot) && slot.Kind == SlotKind.Own).ToArray();
            var end = own.Select(value => script.Plan.Slots[value].Offset + (rows ? value.Extent.PerExample : value.Extent.Count)).DefaultIfEmpty(0).Max();
            Assert.Equal(end, rows ? script.Plan.OwnRowNumbers : script.Plan.OwnFixedNumbers);
        }
    }
}
