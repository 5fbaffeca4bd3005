namespace Hourglass.Damage;

/// <summary>A way to damage a checkpoint.</summary>
/// <param name="Name">What is done.</param>
/// <param name="MustRefuse">Whether no such checkpoint can be a training's; otherwise what comes of it may be another one that is
/// possible.</param>
/// <param name="Apply">Does it.</param>
internal sealed record DamageKind(string Name, bool MustRefuse, Action<Random, Checkpoint> Apply)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DamageKind> All { get; } =
    [
        .. ManifestDamage.Kinds, .. FileDamage.Kinds, .. HeaderDamage.Kinds, .. TensorDamage.Kinds,
    ];

    /// <summary>The kind of a numbered damage, and what decides the rest of it.</summary>
    public static (DamageKind Kind, Random Random) Of(int seed, int number) =>
        (All[number % All.Count], new Random(unchecked((seed * 1_000_003) + number)));

    /// <summary>One of several.</summary>
    public static T Pick<T>(Random random, IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
