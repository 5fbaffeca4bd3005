using Hourglass.Cli.Hosting;

namespace Hourglass.Cli.Files;

/// <summary>A folder that gets the files of an export.</summary>
internal static class OutputFolder
{
    /// <summary>Looks at it before any work is done.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">The files that it shall get.</param>
    /// <param name="overwrite">Whether files that are there may be replaced.</param>
    /// <exception cref="ToolException">One is there.</exception>
    public static void RequireFree(string folder, IEnumerable<string> names, bool overwrite)
    {
        if (!overwrite && names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } file)
        {
            throw new ToolException($"There is a file '{file}' already. Name another folder, or let it be replaced: --overwrite.");
        }
    }
}
