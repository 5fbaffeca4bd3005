namespace Hourglass.Datasets;

/// <summary>How pictures become of one size.</summary>
public enum ImageFit
{
    /// <summary>Both sides are scaled on their own; the proportions may change.</summary>
    Stretch,

    /// <summary>Scaled until the picture covers the size, then cut around its middle.</summary>
    Crop,
}

/// <summary>How the pictures of a folder are read.</summary>
public sealed record ImageOptions
{
    /// <summary>The height in pixels, or null for that of the pictures, which must all have one.</summary>
    public int? Height { get; init; }

    /// <summary>The width in pixels; given with <see cref="Height"/> or not at all.</summary>
    public int? Width { get; init; }

    /// <summary>How pictures of other proportions get that size.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Stretch;

    /// <summary>
    /// 1 for grey values (0.299 R + 0.587 G + 0.114 B, ITU-R BT.601), 3 for red, green and blue; null for 1 where all pictures are grey.
    /// </summary>
    public int? Channels { get; init; }
}
