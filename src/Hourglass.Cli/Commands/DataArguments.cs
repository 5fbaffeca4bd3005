using Hourglass.Datasets;

namespace Hourglass.Cli.Commands;

/// <summary>The data that a command was asked to read.</summary>
/// <param name="Data"><c>digits</c>, a folder of IDX files, a file of values such as .csv, or one of NumPy's.</param>
/// <param name="Csv">How a file of values is written.</param>
/// <param name="Binarize">How grey values become zeros and ones.</param>
/// <param name="Limit">Only so many examples of either split, or null.</param>
internal sealed record DataArguments(string Data, CsvOptions Csv, Binarize Binarize, int? Limit)
{
    /// <summary>The word that stands for the built-in data.</summary>
    public const string Digits = "digits";

    /// <summary>Reads the data.</summary>
    /// <exception cref="DataException">There is none, or it cannot be read.</exception>
    public Dataset Open()
    {
        if (this is { Data: Digits, Limit: { } few })
        {
            if (Csv != new CsvOptions())
            {
                // Refuses options that concern files alone, before anything is drawn.
                Dataset.Open(Digits, Csv).Dispose();
            }

            // The first digits do not depend on how many are drawn; those beyond the limit would only cost time.
            return Dataset.Digits(Math.Min(few, 12000), Math.Min(few, 2000));
        }

        var all = Dataset.Open(Data, Csv);
        if (Limit is not { } limit)
        {
            return all;
        }

        using (all)
        {
            return all.Take(limit);
        }
    }
}
