namespace Hourglass.Mutation;

/// <summary>A class of tests as it runs without a change.</summary>
/// <param name="Suite">Its project.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Seconds">How long it takes in a process of its own.</param>
/// <param name="Reached">The changes that it reaches.</param>
internal sealed record TestClass(Suite Suite, string Name, double Seconds, IReadOnlySet<int> Reached);
