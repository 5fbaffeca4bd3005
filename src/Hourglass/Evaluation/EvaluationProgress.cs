namespace Hourglass.Evaluation;

/// <summary>Where an evaluation stands.</summary>
/// <param name="What">What is computed, such as <c>likelihood</c>.</param>
/// <param name="Done">Examples done.</param>
/// <param name="Of">Examples in all.</param>
public sealed record EvaluationProgress(string What, int Done, int Of);
