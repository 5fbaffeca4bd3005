using Hourglass.Metrics;

namespace Hourglass.Interactions;

/// <summary>What a recommender is judged by; users without held-out items are left out and counted.</summary>
/// <param name="Recall">Recall@k by k.</param>
/// <param name="Gain">NDCG@k by k.</param>
public sealed record RankingFigures(IReadOnlyDictionary<int, UserAverage> Recall, IReadOnlyDictionary<int, UserAverage> Gain);
