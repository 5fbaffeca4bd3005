namespace Hourglass.Editor;

/// <summary>Files that are not open in the editor.</summary>
public interface IFileSource
{
    /// <summary>Reads what a file imports.</summary>
    /// <param name="importer">The full path of the importing file.</param>
    /// <param name="import">The import's path as it is written.</param>
    Imported Import(string importer, string import);

    /// <summary>The text of an <c>.ae</c> file; null where it is not there or cannot be read.</summary>
    string? Read(string path);

    /// <summary>The <c>.ae</c> files of a file's project, for references; some only where there are very many.</summary>
    IReadOnlyList<string> ProjectOf(string path);

    /// <summary>The <c>.ae</c> files of a folder and those below it; some only where there are very many, none where it is not there.
    /// </summary>
    IReadOnlyList<string> FilesOf(string folder);
}
