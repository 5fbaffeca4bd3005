namespace Hourglass.Compiler.Emit.Native;

/// <summary>Something that the native step has no operation for.</summary>
/// <param name="what">What, in words.</param>
internal sealed class UnsupportedException(string what) : Exception(what);
