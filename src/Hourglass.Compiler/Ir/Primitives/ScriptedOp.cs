namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>
/// A function that is written in TorchScript, of values that may have different rows; the result has the size of the first. No gradient
/// passes.
/// </summary>
internal sealed record ScriptedOp(ScriptedFunction Function) : LeafOp
{
    public override bool AlignsRows => false;
    protected override string Text => $"script {Function}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent;
}
