namespace Hourglass.Interactions;

/// <summary>An item for a user who is not known to have it.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="Place">Its place among the items.</param>
/// <param name="Score">Its score; what it means depends on the scorer.</param>
public sealed record Recommended(string Item, int Place, double Score);
