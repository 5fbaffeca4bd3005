using SkiaSharp;

namespace Hourglass.Reports;

/// <summary>Whether pictures can be drawn at all.</summary>
internal static class DrawingLibrary
{
    /// <summary>
    /// The first line of what the system says where SkiaSharp's native library cannot be loaded; null where it can. Asked before anything
    /// is drawn, as what fails while a picture is drawn may be the model's fault just as well.
    /// </summary>
    public static string? WhyNot()
    {
        try
        {
            using var bitmap = new SKBitmap(1, 1);
            return null;
        }
        catch (Exception e)
        {
            return e.GetBaseException().Message.Split('\n')[0].Trim();
        }
    }
}
