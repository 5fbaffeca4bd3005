namespace Hourglass.Datasets.Pictures;

/// <summary>The form that all pictures of a data set have.</summary>
/// <param name="Channels">1 for grey values, 3 for red, green and blue.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Fit">How pictures of other proportions get there.</param>
internal sealed record PictureForm(int Channels, int Height, int Width, ImageFit Fit);
