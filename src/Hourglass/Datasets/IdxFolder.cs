using System.Globalization;
using Hourglass.Files;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Finds the four files of MNIST and its relatives in a folder, under any of their usual names.</summary>
internal static class IdxFolder
{
    private const string Usual =
        "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or as .gz";

    /// <summary>Whether a folder has a file of the name of one; false where it cannot be read.</summary>
    public static bool IsOne(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder).Any(path => IsIdx(Plain(Path.GetFileName(path))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Images, and labels where the folder has them for every split.</summary>
    /// <exception cref="DataException">The images are missing, or a file is damaged or does not fit the others.</exception>
    public static DataSource Load(string folder)
    {
        var names = FileNames(folder);
        var trainImages = Find(folder, names, ["train"], "images") ?? throw Missing(folder, names, "train-images-idx3-ubyte");
        var testImages = Find(folder, names, ["t10k", "test"], "images");
        var trainLabels = Find(folder, names, ["train"], "labels");
        var testLabels = Find(folder, names, ["t10k", "test"], "labels");
        if (testImages is null && testLabels is not null)
        {
            throw Missing(folder, names, "t10k-images-idx3-ubyte");
        }

        using var scope = NewDisposeScope();
        var (train, labels) = Split(trainImages, trainLabels);
        var (test, testClasses) = testImages is null ? (null, null) : Split(testImages, testLabels);
        if (test is not null && !test.shape.AsSpan(1).SequenceEqual(train.shape.AsSpan(1)))
        {
            throw new DataException(
                $"The images of '{trainImages}' are {Shapes.Show(train.shape[1..])} and those of '{testImages}' are "
                + $"{Shapes.Show(test.shape[1..])}; both must be of one size. Are the files of one data set?");
        }

        var images = new DataColumn("images", train, test, ColumnRole.Images);
        return WithoutLabels(labels, test, testClasses) is { } reason
            ? new DataSource([images], [], [reason, .. Twins(names)])
            : new DataSource([images, new("labels", labels!, testClasses, ColumnRole.Labels)], [], Twins(names));
    }

    /// <summary>Why the data has no labels; null where it has them.</summary>
    private static string? WithoutLabels(Tensor? labels, Tensor? test, Tensor? testLabels)
    {
        var missing = labels is null ? "train-labels-idx1-ubyte" : test is not null && testLabels is null ? "t10k-labels-idx1-ubyte" : null;
        return missing is null ? null : $"labels are not read, as the folder has no {missing}";
    }

    private static (Tensor Images, Tensor? Labels) Split(string imagesPath, string? labelsPath)
    {
        var images = IdxFile.ReadImages(imagesPath);
        var labels = labelsPath is null ? null : IdxFile.ReadLabels(labelsPath);
        return labels is null || images.shape[0] == labels.shape[0]
            ? (images, labels)
            : throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{imagesPath}' has {images.shape[0]} images, but '{labelsPath}' has {labels.shape[0]} labels; there must be one label an "
                    + $"image. Are the files of one data set?"));
    }

    /// <summary>Files that are there both plain and packed: only one of them is read.</summary>
    private static IReadOnlyList<string> Twins(IReadOnlyList<string> names) =>
        [.. names.Where(name => IsIdx(Plain(name)) && Plain(name) != name && names.Contains(Plain(name), StringComparer.OrdinalIgnoreCase))
            .Select(name => $"{Plain(name)} is read, not {name} beside it")];

    private static IReadOnlyList<string> FileNames(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The folder '{folder}' cannot be read: {RegularFile.Reason(error)} Give a folder that has {Usual}.",
                error);
        }
    }

    /// <summary>
    /// The one file whose name speaks of the split, of <paramref name="what"/> and of IDX; a plain one before its gzip copy. Null where
    /// there is none.
    /// </summary>
    private static string? Find(string folder, IReadOnlyList<string> names, string[] splits, string what)
    {
        var found = names.Where(name => splits.Any(split => IsFile(name, split, what))).ToList();
        var bases = found.GroupBy(Plain, StringComparer.OrdinalIgnoreCase).ToList();
        return bases.Count switch
        {
            0 => null,
            1 => Path.Combine(folder, bases[0].MinBy(name => name.Length)!),
            _ => throw new DataException(
                $"The folder '{folder}' has several files of {splits[0]} {what}: {string.Join(", ", found)}. Put the files of one data set "
                + "into a folder of their own."),
        };
    }

    private static bool IsFile(string name, string split, string what) =>
        IsIdx(Plain(name)) && Plain(name).Contains($"{split}-{what}", StringComparison.OrdinalIgnoreCase);

    private static bool IsIdx(string plain) =>
        plain.EndsWith("-ubyte", StringComparison.OrdinalIgnoreCase) || plain.EndsWith(".idx", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;

    private static DataException Missing(string folder, IReadOnlyList<string> names, string missing)
    {
        var there = names.Count switch
        {
            0 => "it has no file",
            <= 12 => "it has " + string.Join(", ", names),
            _ => string.Create(CultureInfo.InvariantCulture, $"it has {string.Join(", ", names.Take(12))} and {names.Count - 12} more"),
        };
        return new DataException(
            $"The folder '{folder}' lacks {missing} (or {missing}.gz); {there}. Expected are {Usual}: put the files of MNIST or one of its "
            + "relatives there, or give the word digits for the built-in set.");
    }
}
