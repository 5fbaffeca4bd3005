using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>Something that the native step has no operation for.</summary>
/// <param name="what">What, in words.</param>
internal sealed class UnsupportedException(string what) : Exception(what)
{
    /// <summary>A primitive, in a user's words.</summary>
    public static UnsupportedException For(Op op) => new(op switch
    {
        MaxPoolOp or MaxPlacesOp or ScatterOp or GatherOp => "max pooling",
        EnlargeOp or EnlargeAdjointOp => "upsampling",
        PresentOp => "missing classes",
        LogSumExpOp => "logarithms of sums of exponentials",
        TanhRootOp => "inverses of planar flows",
        DegreeMaskOp => "autoregressive networks",
        TriangleOp or TriangleSolveOp => "triangular matrices",
        ContractOp => "attention",
        SinusoidsOp => "positions of steps",
        StatesOp or HiddenOp or StatesAdjointOp => "recurrences",
        CutOp or EmbedOp => "parts and borders of maps",
        RangeOp => "weights of windows",
        DetachOp => "implicit gradients",
        ScriptedOp scripted => scripted.Function.Purpose,
        _ => $"the primitive {op}",
    });
}
