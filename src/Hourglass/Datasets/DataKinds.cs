using Hourglass.Datasets.Pictures;
using Hourglass.Datasets.Tables;

namespace Hourglass.Datasets;

/// <summary>What a path or a word names.</summary>
internal enum DataKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>The built-in digits.</summary>
    Digits,

    /// <summary>A folder of IDX files.</summary>
    Idx,

    /// <summary>A folder of pictures.</summary>
    Images,

    /// <summary>A file of values.</summary>
    Csv,

    /// <summary>A file of NumPy's.</summary>
    Numpy,

    /// <summary>A file of Apache Parquet.</summary>
    Parquet,

    /// <summary>A file or stream of Apache Arrow.</summary>
    Arrow,
}

/// <summary>Tells by a path what it names, without reading more than a folder's names.</summary>
internal static class DataKinds
{
    private static readonly (DataKind Kind, IReadOnlyList<string> Endings)[] Files =
    [
        (DataKind.Csv, CsvSource.Endings),
        (DataKind.Numpy, NumpySource.Endings),
        (DataKind.Parquet, ParquetSource.Endings),
        (DataKind.Arrow, ArrowSource.Endings),
    ];

    /// <summary>The endings of all files that are read, for messages.</summary>
    public static string Endings => string.Join(", ", Files.SelectMany(file => file.Endings));

    /// <summary>What it names.</summary>
    public static DataKind Of(string spec) => spec switch
    {
        "digits" => DataKind.Digits,
        _ when Directory.Exists(spec) => !IdxFolder.IsOne(spec) && PictureFolder.IsOne(spec) ? DataKind.Images : DataKind.Idx,
        _ when CsvSource.IsFile(spec) => DataKind.Csv,
        _ => Array.Find(Files, file => file.Endings.Any(ending => spec.EndsWith(ending, StringComparison.OrdinalIgnoreCase))).Kind,
    };
}
