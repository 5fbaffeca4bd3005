using Hourglass.Checkpoints;

namespace Hourglass.Reports;

/// <summary>Files of pictures: <see cref="ImageGrid"/>'s, or those of a library for diagrams.</summary>
public static class PictureFile
{
    /// <summary>Writes a file whole or not at all; its folder is made, and a file that is there is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its bytes, such as <c>plot.GetImageBytes(800, 400, ImageFormat.Png)</c> of ScottPlot.</param>
    /// <exception cref="HourglassException">It cannot be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.WriteBytes(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HourglassException($"The picture '{path}' cannot be written: {e.Message}", e);
        }
    }
}
