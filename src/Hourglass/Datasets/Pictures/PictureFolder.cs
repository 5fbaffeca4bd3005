using System.Globalization;
using Hourglass.Files;
using Hourglass.Images;
using Hourglass.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Pictures;

/// <summary>
/// Columns from a folder of pictures: by themselves, in a folder for each class, or in folders of pairs (one picture of the same name in
/// each). Folders <c>train</c> and <c>test</c> above them are the two splits.
/// </summary>
internal static class PictureFolder
{
    private static readonly string[] Tests = ["test", "val", "valid", "validation"];

    /// <summary>Whether a folder holds pictures, directly or one or two folders below.</summary>
    public static bool IsOne(string folder)
    {
        try
        {
            return Holds(folder, depth: 2);
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            return false;
        }
    }

    /// <summary>Reads the folder.</summary>
    /// <exception cref="DataException">There is no picture, the folders do not fit each other, or a picture cannot be read.</exception>
    public static DataSource Load(string folder, ImageOptions options)
    {
        if (DrawingLibrary.WhyNot() is { } reason)
        {
            throw new DataException($"Pictures cannot be read here: {reason}");
        }

        try
        {
            using var scope = NewDisposeScope();
            var folders = Folders(folder);
            if (folders.FirstOrDefault(name => name.Equals("train", StringComparison.OrdinalIgnoreCase)) is not { } train)
            {
                return Source(PictureLayout.Of(folder), null, options);
            }

            var tests = folders.Where(name => Tests.Contains(name, StringComparer.OrdinalIgnoreCase)).ToArray();
            var test = tests.OrderBy(name => Array.FindIndex(Tests, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault();
            return Source(
                PictureLayout.Of(Path.Combine(folder, train)),
                test is null ? null : PictureLayout.Of(Path.Combine(folder, test)),
                options) with
            {
                Notes = [.. folders.Where(name => name != train && name != test).Select(name => $"the folder {name} is not read")],
            };
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            throw new DataException($"The folder '{folder}' cannot be read: {RegularFile.Reason(error)}", error);
        }
    }

    /// <summary>The names of a folder's folders, in their order; hidden ones are none.</summary>
    internal static IReadOnlyList<string> Folders(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder)
            .Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The pictures of a folder by their names, in which runs of digits count as numbers.</summary>
    internal static IReadOnlyList<string> Pictures(string folder)
    {
        var paths = Directory.EnumerateFiles(folder).Where(PictureDecoder.IsPicture).ToList();
        paths.Sort((a, b) => NaturalOrder.Instance.Compare(Path.GetFileName(a), Path.GetFileName(b)));
        return paths;
    }

    private static bool Holds(string folder, int depth) => Directory.EnumerateFiles(folder).Any(PictureDecoder.IsPicture)
        || (depth > 0 && Folders(folder).Any(name => Holds(Path.Combine(folder, name), depth - 1)));

    private static DataSource Source(PictureLayout train, PictureLayout? test, ImageOptions options)
    {
        if (test is not null && !train.Columns.Keys.Order().SequenceEqual(test.Columns.Keys.Order(), StringComparer.Ordinal))
        {
            throw new DataException(
                $"'{train.Folder}' has {string.Join(", ", train.Columns.Keys)} and '{test.Folder}' has "
                + $"{string.Join(", ", test.Columns.Keys)}; both splits must be laid out alike.");
        }

        var columns = train.Columns
            .Select(pair => Column(pair.Key, pair.Value, test?.Columns[pair.Key], options, PictureLayout.RoleOf(pair.Key)))
            .ToArray();
        return train.Classes is null
            ? new DataSource(columns)
            : new DataSource(columns) { Texts = [Labels(train, test)] };
    }

    private static DataColumn Column(
        string name,
        IReadOnlyList<string> train,
        IReadOnlyList<string>? test,
        ImageOptions options,
        ColumnRole role)
    {
        var form = PictureStack.Form([.. train, .. test ?? []], options);
        return new DataColumn(
            name,
            PictureStack.Read(train, form),
            test is null ? null : PictureStack.Read(test, form),
            role);
    }

    private static DataColumn Labels(PictureLayout train, PictureLayout? test)
    {
        if (test is { Classes: null })
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{train.Folder}' has a folder for each of {train.Classes!.Distinct().Count()} classes "
                    + $"and '{test.Folder}' has none; lay out both alike."));
        }

        return DataColumn.OfTexts("label", train.Classes!, test?.Classes);
    }
}
