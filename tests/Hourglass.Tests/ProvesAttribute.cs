namespace Hourglass.Tests;

/// <summary>
/// The words of the language whose mathematics a class of tests proves against something that is not this code: a closed form, differences,
/// quadrature, another library. <see cref="EveryWordTests"/> finds words without such a proof.
/// </summary>
/// <param name="words">The words.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ProvesAttribute(params string[] words) : Attribute
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; } = words;
}
