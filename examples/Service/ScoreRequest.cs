using System.Globalization;

namespace Service;

/// <summary>What <c>POST /score</c> reads: <c>{"images": [[…784 numbers from 0 to 1…], …]}</c>.</summary>
/// <param name="Images">One image or more, at most 64.</param>
public sealed record ScoreRequest(float[][]? Images)
{
    /// <summary>The numbers of an image, 28 × 28.</summary>
    public const int Pixels = 784;

    /// <summary>Images of one request.</summary>
    public const int Most = 64;

    /// <summary>What is wrong with the request, for its sender; null where nothing is.</summary>
    public string? Fault()
    {
        if (Images is not { Length: > 0 and <= Most })
        {
            return $"'images' is a list of 1 to {Most} images; found {Images?.Length.ToString(CultureInfo.InvariantCulture) ?? "none"}.";
        }

        for (var i = 0; i < Images.Length; i++)
        {
            var image = Images[i];
            if (image is not { Length: Pixels })
            {
                return $"Image {i} (counted from 0) has {image?.Length ?? 0} numbers; an image has {Pixels}, row by row.";
            }

            var place = Array.FindIndex(image, value => !(value is >= 0 and <= 1));
            if (place >= 0)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Image {i} has {image[place]} at {place} (counted from 0); grey values are from 0 to 1.");
            }
        }

        return null;
    }
}

/// <summary>What it answers.</summary>
/// <param name="Scores">The squared error of each image, summed over its pixels.</param>
/// <param name="Threshold">The score that 99 in 100 digits stay below.</param>
/// <param name="Strange">Whether each image is above it.</param>
public sealed record ScoreResponse(float[] Scores, float Threshold, bool[] Strange);
