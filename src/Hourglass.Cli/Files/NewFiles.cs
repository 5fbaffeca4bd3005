using Hourglass.Cli.Hosting;

namespace Hourglass.Cli.Files;

/// <summary>Files that a user goes on with: what was there before stays unless asked otherwise.</summary>
/// <param name="Folder">The folder that they go to; empty for the current one.</param>
/// <param name="Overwrite">Whether files that are there may be replaced.</param>
internal sealed record NewFiles(string Folder, bool Overwrite)
{
    /// <summary>Where a file goes.</summary>
    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Writes all of them, or none where one is there already.</summary>
    /// <exception cref="ToolException">One is, or cannot be written.</exception>
    public void Write(IReadOnlyList<(string Path, string Text)> files)
    {
        var placed = files.Select(file => (Path: Path(file.Path), file.Text)).ToArray();
        foreach (var (path, _) in placed)
        {
            if (Directory.Exists(path))
            {
                throw new ToolException($"'{path}' is a folder. Take another name, or another --folder.");
            }

            if (File.Exists(path) && !Overwrite)
            {
                throw new ToolException($"There is a file '{path}' already. Take another name, or let it be replaced: --overwrite.");
            }
        }

        foreach (var (path, text) in placed)
        {
            OutputFile.WriteText(path, text);
        }
    }
}
