namespace Recommender;

/// <summary>How well a method ranks what users are not known to have.</summary>
/// <param name="Name">The method.</param>
/// <param name="Gain">NDCG@100.</param>
/// <param name="Recall20">Recall@20.</param>
/// <param name="Recall50">Recall@50.</param>
internal sealed record Judged(string Name, double Gain, double Recall20, double Recall50);
