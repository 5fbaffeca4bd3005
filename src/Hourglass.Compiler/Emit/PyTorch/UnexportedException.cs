namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>A part of a model, or of its training, that has no form in PyTorch.</summary>
/// <param name="what">What, and why.</param>
/// <param name="instead">What to do about it.</param>
public sealed class UnexportedException(string what, string instead) : Exception($"{what}. {instead}.");
