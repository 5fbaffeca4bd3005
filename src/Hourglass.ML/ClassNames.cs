using System.Globalization;

namespace Hourglass.ML;

/// <summary>A name for each class.</summary>
internal static class ClassNames
{
    /// <summary>The data's texts; classes that they have no text for are called by their number.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> texts, int count) =>
        [.. Enumerable.Range(0, count).Select(k => k < texts.Count ? texts[k] : k.ToString(CultureInfo.InvariantCulture))];
}
