namespace Hourglass.Evaluation;

/// <summary>Where an evaluation stands.</summary>
/// <param name="What">What is computed, such as <c>likelihood</c>.</param>
/// <param name="Done">Examples done.</param>
/// <param name="Of">Examples in all; 0 for what is not computed example by example.</param>
public sealed record EvaluationProgress(string What, int Done, int Of);
