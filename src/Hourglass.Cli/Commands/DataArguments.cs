using System.Globalization;
using Hourglass.Datasets;

namespace Hourglass.Cli.Commands;

/// <summary>The data that a command was asked to read.</summary>
/// <param name="Data">What <see cref="Dataset.Open"/> reads.</param>
/// <param name="Test">Data of the same columns, all of them to test on; or null.</param>
/// <param name="Csv">How a file of values is written.</param>
/// <param name="Binarize">How grey values become zeros and ones.</param>
/// <param name="Limit">Only so many examples of either split, or null.</param>
internal sealed record DataArguments(string Data, string? Test, CsvOptions Csv, Binarize Binarize, int? Limit)
{
    /// <summary>The word that stands for the built-in data.</summary>
    public const string Digits = "digits";

    /// <summary>The share of the examples that is set aside as the test split; null for what the data says.</summary>
    public double? Share { get; init; }

    /// <summary>How pictures are read.</summary>
    public ImageOptions Images { get; init; } = new();

    /// <summary>Reads the data.</summary>
    /// <exception cref="DataException">There is none, or it cannot be read.</exception>
    public Dataset Open()
    {
        var data = Then(Read(), Test is null ? null : all =>
        {
            using var test = Dataset.Open(Test, Csv, Images);
            return all.WithTest(test);
        });
        data = Then(data, Limit is { } limit ? all => all.Take(limit) : null);
        return Then(data, Share is { } share ? all => all.Split(share) : null);
    }

    /// <summary>The options that say the same, with their values; empty ones have none.</summary>
    public IEnumerable<(string Option, string Value)> Words()
    {
        (string Option, string? Value)[] words =
        [
            ("--data", Data == Digits ? null : Data),
            ("--test", Test),
            ("--separator", Csv.Separator switch { null => null, '\t' => "tab", ' ' => "blank", var mark => mark.ToString() }),
            ("--decimal", Csv.Decimal == '.' ? null : Csv.Decimal.ToString()),
            ("--no-header", Csv.Header ? null : ""),
            .. (Csv.Columns ?? []).Select(column => ("--columns", (string?)column)),
            ("--image-size", Images is { Height: { } height, Width: { } width } ? FormattableString.Invariant($"{height}x{width}") : null),
            ("--image-fit", Images.Fit == ImageFit.Stretch ? null : Images.Fit.ToString().ToLowerInvariant()),
            ("--image-channels", Images.Channels switch { null => null, 1 => "grey", _ => "rgb" }),
            ("--binarize", Binarize == Binarize.None ? null : Binarize.ToString().ToLowerInvariant()),
            ("--limit", Limit?.ToString(CultureInfo.InvariantCulture)),
            ("--split", Share?.ToString("R", CultureInfo.InvariantCulture)),
        ];
        return words.Where(word => word.Value is not null).Select(word => (word.Option, word.Value!));
    }

    private Dataset Read()
    {
        if (this is { Data: Digits, Limit: { } few })
        {
            if (Csv != new CsvOptions() || Images != new ImageOptions())
            {
                // Refuses options that concern files alone, before anything is drawn.
                Dataset.Open(Digits, Csv, Images).Dispose();
            }

            // The first digits do not depend on how many are drawn; those beyond the limit would only cost time.
            return Dataset.Digits(Math.Min(few, 12000), Math.Min(few, 2000));
        }

        return Dataset.Open(Data, Csv, Images);
    }

    private static Dataset Then(Dataset data, Func<Dataset, Dataset>? change)
    {
        if (change is null)
        {
            return data;
        }

        using (data)
        {
            return change(data);
        }
    }
}
