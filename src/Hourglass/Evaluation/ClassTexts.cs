using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Files;

namespace Hourglass.Evaluation;

/// <summary>
/// The texts that a model's classes stood for in its training: <c>classes.json</c> in the output folder. Other data may have fewer, more or
/// none of them; <see cref="BindOptions.Texts"/> reads them as the training did.
/// </summary>
public static class ClassTexts
{
    /// <summary>The file's name.</summary>
    public const string Name = "classes.json";

    /// <summary>The texts by variable, the first is class 0; empty where the training had none.</summary>
    /// <param name="run">The output folder of the training, or a file of weights in it.</param>
    /// <exception cref="DataException">The file is damaged, or cannot be read.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(string run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var path = Path.Combine(Directory.Exists(run) ? run : Path.GetDirectoryName(run) ?? "", Name);
        if (FileKinds.Of(path) == FileKind.Missing)
        {
            return new Dictionary<string, IReadOnlyList<string>>();
        }

        using var stream = RegularFile.OpenRead(path);
        try
        {
            var texts = JsonSerializer.Deserialize(stream, HourglassJson.Default.DictionaryStringStringArray);
            return texts is not null && texts.Values.All(list => list is not null && list.All(text => text is not null))
                ? texts.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal)
                : throw Damaged(path, null);
        }
        catch (JsonException exception)
        {
            throw Damaged(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the texts of the variables that have any, in the place of former ones.</summary>
    internal static void Write(string folder, IReadOnlyList<ColumnBinding> columns)
    {
        var texts = columns.Where(column => column.Texts.Count > 0)
            .ToDictionary(column => column.Variable, column => column.Texts.ToArray());
        if (texts.Count > 0)
        {
            AtomicFile.WriteText(
                Path.Combine(folder, Name), JsonSerializer.Serialize(texts, HourglassJson.Default.DictionaryStringStringArray) + "\n");
        }
    }

    private static DataException Damaged(string path, Exception? cause)
    {
        var message = $"'{path}' is damaged: it has a list of texts for each variable of classes. Train again, or remove the file, and "
            + "classes are called as the data at hand call them.";
        return cause is null ? new DataException(message) : new DataException(message, cause);
    }
}
