namespace Hourglass.Compiler.Ir;

/// <summary>A derivative that no rule gives: the model trains by the readable step, and says why.</summary>
/// <param name="what">What cannot be derived, in words.</param>
public sealed class UnderivedException(string what) : Exception(what);
