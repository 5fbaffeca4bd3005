namespace Hourglass.Images;

/// <summary>What becomes of the places that several tiles describe.</summary>
public enum TileBorder
{
    /// <summary>
    /// Each place is taken from the tile in which it lies farther from the border, where a network sees most around it. Exact where the
    /// overlap is twice as far as the network sees, or more.
    /// </summary>
    Crop,

    /// <summary>The mean of all tiles, with weights that fall towards a tile's border: no seam where tiles disagree.</summary>
    Blend,
}
