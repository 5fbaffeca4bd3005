namespace Hourglass.Datasets.Pictures;

/// <summary>How one split of pictures lies in folders.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Columns">The paths of each column, in the order of the examples.</param>
/// <param name="Classes">The class of each example, its folder's name; null where folders are no classes.</param>
internal sealed record PictureLayout(
    string Folder,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Columns,
    IReadOnlyList<string>? Classes)
{
    /// <summary>
    /// A folder of one of these names holds what a model reads; folders beside it hold what belongs to it, under the same names.
    /// </summary>
    private static readonly string[] Inputs = ["image", "images", "x", "input", "inputs", "source", "sources"];

    /// <summary>What a column of this name is to a model.</summary>
    public static ColumnRole RoleOf(string column) =>
        Inputs.Contains(column, StringComparer.OrdinalIgnoreCase) ? ColumnRole.Images : ColumnRole.Targets;

    /// <summary>Finds out.</summary>
    /// <exception cref="DataException">There is no picture.</exception>
    public static PictureLayout Of(string folder)
    {
        var own = PictureFolder.Pictures(folder);
        var below = PictureFolder.Folders(folder)
            .Select(name => (Name: name, Pictures: PictureFolder.Pictures(Path.Combine(folder, name))))
            .Where(item => item.Pictures.Count > 0)
            .ToArray();
        return (own.Count, below.Length) switch
        {
            (0, 0) => throw new DataException(
                $"The folder '{folder}' has no picture ({string.Join(", ", PictureDecoder.Endings)}), and none of its folders has."),
            ( > 0, > 0) => throw new DataException(
                $"The folder '{folder}' has pictures of its own and in '{below[0].Name}'. Put each class into a folder, or all into one."),
            ( > 0, 0) => new PictureLayout(folder, One("images", own), null),
            _ when ArePairs(below) => new PictureLayout(
                folder,
                below.ToDictionary(item => item.Name, item => item.Pictures, StringComparer.Ordinal),
                null),
            _ => new PictureLayout(
                folder,
                One("images", [.. below.SelectMany(item => item.Pictures)]),
                [.. below.SelectMany(item => item.Pictures.Select(_ => item.Name))]),
        };
    }

    /// <summary>Whether the folders are columns.</summary>
    /// <exception cref="DataException">They are, and a picture lacks its partner.</exception>
    private static bool ArePairs((string Name, IReadOnlyList<string> Pictures)[] folders)
    {
        var input = Array.Find(folders, item => Inputs.Contains(item.Name, StringComparer.OrdinalIgnoreCase));
        if (folders.Length < 2 || input.Name is null)
        {
            return false;
        }

        var names = Stems(input.Pictures);
        foreach (var (name, pictures) in folders)
        {
            var odd = names.Except(Stems(pictures), StringComparer.Ordinal)
                .Concat(Stems(pictures).Except(names, StringComparer.Ordinal))
                .FirstOrDefault();
            if (odd is not null || pictures.Count != input.Pictures.Count)
            {
                throw new DataException(
                    $"'{input.Name}' and '{name}' are pairs of pictures, and '{odd ?? names[0]}' is not once in each of them.");
            }
        }

        return true;
    }

    private static string[] Stems(IEnumerable<string> paths) => [.. paths.Select(path => Path.GetFileNameWithoutExtension(path))];

    private static Dictionary<string, IReadOnlyList<string>> One(string name, IReadOnlyList<string> paths) =>
        new(StringComparer.Ordinal) { [name] = paths };
}
