namespace Hourglass.Interactions;

/// <summary>
/// Users to train on, and others whose items are known in part: strong generalisation (Marlin, 2004; Liang et al., 2018).
/// </summary>
/// <param name="Train">The users to train on.</param>
/// <param name="FoldIn">What is known of the others.</param>
/// <param name="HeldOut">What is to be found: the same users, in the same order.</param>
public sealed record InteractionSplit(InteractionSet Train, InteractionSet FoldIn, InteractionSet HeldOut);
