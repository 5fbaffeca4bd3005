using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>Something that ONNX has no operator for.</summary>
/// <param name="what">What, in words.</param>
internal sealed class RefusedException(string what) : Exception(what)
{
    /// <summary>A primitive, in a user's words.</summary>
    public static RefusedException For(Op op) => new(op switch
    {
        SlopeOp or EntropySlopeOp or ConvWeightOp or EnlargeAdjointOp or StatesAdjointOp => "gradients",
        LogitsEntropyOp or EntropyOp => "cross entropies",
        TanhRootOp => "inverses of planar flows",
        TriangleSolveOp => "systems of triangular equations",
        ScriptedOp scripted => scripted.Function.Purpose,
        UnitRowsOp => "every class in turn",
        FoldOp or LogFoldOp or RepeatOp => "several draws for an example",
        StatesOp or HiddenOp => "single steps of recurrences",
        MapOp map => $"the function {map.Function}",
        _ => $"the primitive {op}",
    });
}
