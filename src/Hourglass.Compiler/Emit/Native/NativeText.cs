using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>What came of writing a native step.</summary>
/// <param name="Text">The body of the method that describes it; null where there is none.</param>
/// <param name="Plan">Its memory; null where there is none.</param>
/// <param name="WhyNot">Why there is none, in words; null where there is one.</param>
internal sealed record NativeText(string? Text, BufferPlan? Plan, string? WhyNot)
{
    /// <summary>Writes the native step of a model, where the native step has all that it needs.</summary>
    public static NativeText Of(StepGraph graph, BoundPhase phase, BoundTurn? turn = null, CancellationToken cancellation = default)
    {
        try
        {
            var text = new SourceWriter(null, cancellation);
            var program = new NativeProgramText(graph, phase, turn ?? phase.Turns[0], text);
            program.Write();
            return new NativeText(text.ToString(), program.Plan, null);
        }
        catch (UnsupportedException e)
        {
            return new NativeText(null, null, $"it has no operation for {e.Message}");
        }
    }
}
