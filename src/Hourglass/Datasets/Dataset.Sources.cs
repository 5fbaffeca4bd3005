using Hourglass.Datasets.Pictures;
using Hourglass.Datasets.Tables;
using Hourglass.Files;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

public sealed partial class Dataset
{
    /// <summary>
    /// MNIST and its relatives (Fashion-MNIST, KMNIST, EMNIST): <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>,
    /// <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>, plain or gzip (<c>.gz</c>), also with a prefix
    /// (<c>emnist-digits-train-…</c>), <c>test</c> for <c>t10k</c>, and <c>.idx3-ubyte</c>. Without the two test files there is no test
    /// split. Columns <c>images</c> (bytes) and <c>labels</c>; where a split has no file of labels, there are images alone.
    /// </summary>
    /// <exception cref="DataException">A file is missing, damaged, or does not fit the others.</exception>
    public static Dataset FromIdx(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new(DisplayName(folder), IdxFolder.Load(folder));
    }

    /// <summary>
    /// A file of values with a header, one example a line, separated by commas, semicolons, bars, tabs or blanks, in UTF-8 (UTF-16 and
    /// UTF-32 with a byte order mark), plain or gzip. Numbers have a decimal point; an empty field or <c>NaN</c> is missing.
    /// <paramref name="options"/> say where the file is written otherwise: a number with a decimal comma is an error without them. Columns
    /// of text are for classes, and set aside where none reads them, which <see cref="SetAside"/> tells. There is no test split unless
    /// <paramref name="testPath"/> names a second file with the same columns.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="testPath">The file of the test split, or null.</param>
    /// <param name="options">How the files are written, and which columns to read.</param>
    /// <exception cref="DataException">The file cannot be read; the message has the line and the column.</exception>
    public static Dataset FromCsv(string path, string? testPath = null, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(DisplayName(path), CsvSource.Load(path, testPath, options ?? new CsvOptions()));
    }

    /// <summary>
    /// A file of NumPy's, of real numbers or truth values, in either order of bytes and of dimensions. One array (<c>.npy</c>) is a column
    /// of the file's name. Of an archive (<c>.npz</c>), arrays <c>x_train</c> and <c>x_test</c> (or <c>train_x</c>, <c>test_x</c>) are the
    /// column <c>x</c> of the two splits; without such names, the arrays whose first dimension is that of most arrays are columns. Others
    /// are set aside, which <see cref="SetAside"/> tells. Bytes in <c>[N, a, ...]</c> are images. Pickled objects are never read.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">The file cannot be read, or does not say how many examples there are.</exception>
    public static Dataset FromNumpy(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(DisplayName(path), NumpySource.Load(path));
    }

    /// <summary>
    /// Tensors that the caller has: a column a name, <c>[N, ...]</c>. Storage is shared, not copied; the data set has handles of its own.
    /// Bytes in <c>[N, a, ...]</c> are images.
    /// </summary>
    /// <param name="train">The training examples.</param>
    /// <param name="test">The test examples, under the same names.</param>
    /// <param name="name">What to call the data.</param>
    /// <param name="texts">
    /// The texts of columns of classes, by the columns' names: such a column is <c>int64</c> <c>[N]</c>, places among its texts, −1 where
    /// one is missing, and a class reads it as it reads a column of texts of a file.
    /// </param>
    /// <param name="setAside">Columns of where the tensors come from that no variable can read, and why, for messages.</param>
    /// <exception cref="DataException">Counts, names or shapes do not fit each other, or a place is of no text.</exception>
    public static Dataset FromTensors(
        IReadOnlyDictionary<string, Tensor> train,
        IReadOnlyDictionary<string, Tensor>? test = null,
        string name = "tensors",
        IReadOnlyDictionary<string, IReadOnlyList<string>>? texts = null,
        IReadOnlyList<SetAsideColumn>? setAside = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(name);
        return new(name, TensorSource.Load(name, train, test, texts ?? new Dictionary<string, IReadOnlyList<string>>(), setAside ?? []));
    }

    /// <summary>
    /// Handwritten-like digits drawn by code: 28 × 28 bytes, ten classes, strokes with random affine distortion, thickness and jitter. The
    /// same on every machine; the first examples do not depend on how many there are.
    /// </summary>
    /// <param name="count">Training examples, at least 1.</param>
    /// <param name="testCount">Test examples, possibly 0.</param>
    /// <param name="seed">Another seed, other digits.</param>
    public static Dataset Digits(int count = 12000, int testCount = 2000, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(testCount);
        var (images, labels) = DigitSet.Draw(seed, split: 0, count);
        var (testImages, testLabels) = testCount == 0 ? (null, null) : DigitSet.Draw(seed, split: 1, testCount);
        return new(
            "digits",
            new DataSource([new("images", images, testImages, ColumnRole.Images), new("labels", labels, testLabels, ColumnRole.Labels)]));
    }

    /// <summary>
    /// A file of Apache Parquet (<c>.parquet</c>), read by Parquet.Net. Numbers and truth values are columns, null is missing (NaN); lists
    /// of as many numbers in each row are <c>[N, k]</c>; texts are for classes; everything else is set aside.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">The file cannot be read, or has no column of numbers.</exception>
    public static Dataset FromParquet(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(DisplayName(path), ParquetSource.Load(path));
    }

    /// <summary>
    /// A file or stream of Apache Arrow (<c>.arrow</c>, <c>.feather</c> of version 2), packed or not; read by Apache.Arrow. What becomes of
    /// its columns is as with <see cref="FromParquet"/>; dictionaries of texts are texts.
    /// </summary>
    /// <inheritdoc cref="FromParquet"/>
    public static Dataset FromArrow(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(DisplayName(path), ArrowSource.Load(path));
    }

    /// <summary>
    /// Pictures of a folder (PNG, JPEG, BMP, WebP, GIF, TIFF) as a column <c>images</c> of bytes <c>[N, channels, height, width]</c>,
    /// in the order of their names, in which runs of digits count as numbers. Where they lie in a folder for each class, the folders'
    /// names are the texts of a column <c>label</c>. Where one folder is called <c>image</c> (or <c>x</c>, <c>input</c>,
    /// <c>source</c>), each folder is a column of its name, and pictures of one name belong together. Folders <c>train</c> and
    /// <c>test</c> (or <c>val</c>) above these are the splits. Transparency is left out.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Size and colours.</param>
    /// <exception cref="DataException">There is no picture, one cannot be read, or they have several sizes and none was asked
    /// for.</exception>
    public static Dataset FromImages(string folder, ImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new(DisplayName(folder), PictureFolder.Load(folder, options ?? new ImageOptions()));
    }

    /// <summary>
    /// Objects of a type of the caller's: each public property that can be read, or field, is a column. Numbers and truth values (null is
    /// missing), and arrays or lists of as many numbers in each object, are columns; texts and enumerations are for classes; the others are
    /// set aside.
    /// </summary>
    /// <param name="train">The training examples; read once.</param>
    /// <param name="test">The test examples, or null.</param>
    /// <param name="name">What to call the data; the type's name by default.</param>
    /// <exception cref="DataException">There is no example, or the type has no member of numbers.</exception>
    public static Dataset FromRecords<T>(IEnumerable<T> train, IEnumerable<T>? test = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var called = name ?? typeof(T).Name;
        var data = new Dataset(called, TableSource.Of(called, RecordTable.Of(train)));
        if (test is null)
        {
            return data;
        }

        using (data)
        {
            using var tested = new Dataset(called, TableSource.Of(called, RecordTable.Of(test)));
            return data.WithTest(tested);
        }
    }

    /// <summary>
    /// What the tool's <c>--data</c> says: <c>digits</c>, a folder of IDX files or of pictures, or a file by its ending: of values
    /// (<c>.csv</c>, <c>.tsv</c>, <c>.txt</c>, <c>.data</c>, <c>.dat</c>, each also as <c>.gz</c>), of NumPy (<c>.npy</c>, <c>.npz</c>),
    /// Parquet (<c>.parquet</c>, <c>.pq</c>), Arrow (<c>.arrow</c>, <c>.feather</c>, <c>.ipc</c>, <c>.arrows</c>).
    /// </summary>
    /// <param name="spec">One of these.</param>
    /// <param name="options">How a file of values is written; they concern nothing else.</param>
    /// <param name="images">How pictures are read; they concern nothing else.</param>
    /// <exception cref="DataException">It is none of these, or cannot be read.</exception>
    public static Dataset Open(string spec, CsvOptions? options = null, ImageOptions? images = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var kind = DataKinds.Of(spec);
        if (kind is not (DataKind.Csv or DataKind.Unknown) && options is { IsDefault: false })
        {
            throw new DataException(
                $"The data '{spec}' is no file of values: separators, decimal marks, headers and columns (--separator, --decimal, "
                + "--no-header, --columns; in C#, CsvOptions) concern only files such as .csv. Leave them out.");
        }

        if (kind is not (DataKind.Images or DataKind.Unknown) && images is not null && images != new ImageOptions())
        {
            throw new DataException(
                $"The data '{spec}' is no folder of pictures: sizes and colours (--image-size, --image-fit, --image-channels; in C#, "
                + "ImageOptions) concern only pictures. Leave them out.");
        }

        return kind switch
        {
            DataKind.Digits => Digits(),
            DataKind.Images => FromImages(spec, images),
            DataKind.Idx => FromIdx(spec),
            DataKind.Numpy => FromNumpy(spec),
            DataKind.Parquet => FromParquet(spec),
            DataKind.Arrow => FromArrow(spec),
            DataKind.Csv => FromCsv(spec, options: options),
            _ when FileKinds.Of(spec) == FileKind.Missing => throw new DataException(
                $"There is no data at '{spec}'; give a folder with IDX files such as MNIST's or with pictures, a file "
                + $"({DataKinds.Endings}), or the word digits for the built-in set."),
            _ when RegularFile.Obstacle(spec) is { } obstacle => throw new DataException($"'{spec}' cannot be read: {obstacle}"),
            _ => throw new DataException(
                $"The data '{spec}' does not end like a file that is read: {DataKinds.Endings}. Rename it if it is one, or give a folder "
                + "with IDX files such as MNIST's or with pictures, or the word digits."),
        };
    }

    private static string DisplayName(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
