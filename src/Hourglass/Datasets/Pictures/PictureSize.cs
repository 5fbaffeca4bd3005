namespace Hourglass.Datasets.Pictures;

/// <summary>What a picture's header says.</summary>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="IsGrey">Whether it has grey values alone.</param>
internal readonly record struct PictureSize(int Height, int Width, bool IsGrey);
