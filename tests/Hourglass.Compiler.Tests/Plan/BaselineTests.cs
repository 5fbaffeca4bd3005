using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Tests.Differentiate;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>The memory plans of some models, with a baseline each.</summary>
public sealed class BaselineTests
{
    public static TheoryData<string> Models => Differentiate.BaselineTests.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void A_step_has_this_plan(string name)
    {
        var (training, graph) = StepModels.Read(name);
        var script = StepScript.Of(graph, training);
        var portable = PlanDump.Of("portable", PortableTape.Of(graph, script, script.Plan), script.Plan);
        var native = NativeTape.TryRead(graph, training) is var (tape, plan) ? PlanDump.Of("native", tape, plan) : "no native step\n";

        Snapshot.Verify(portable + "\n" + native, suffix: name);
    }
}
