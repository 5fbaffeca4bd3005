using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>An operation of the native step.</summary>
/// <param name="Space">For an element-wise loop, the matrix that it runs over.</param>
/// <param name="Values">The values that it computes, in order; one for everything but a loop.</param>
internal sealed record NativeStage(Grid? Space, IReadOnlyList<Value> Values);
