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
    /// <exception cref="DataException">Counts, names or shapes do not fit each other.</exception>
    public static Dataset FromTensors(
        IReadOnlyDictionary<string, Tensor> train,
        IReadOnlyDictionary<string, Tensor>? test = null,
        string name = "tensors")
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(name);
        return new(name, new DataSource(TensorSource.Load(name, train, test)));
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
    /// What the tool's <c>--data</c> says: <c>digits</c>, a folder of IDX files, a file of NumPy's (<c>.npy</c> or <c>.npz</c>), or a file
    /// of values (<c>.csv</c>, <c>.tsv</c>, <c>.txt</c>, <c>.data</c> or <c>.dat</c>, each also as <c>.gz</c>).
    /// </summary>
    /// <param name="spec">One of these.</param>
    /// <param name="options">How a file of values is written; they concern nothing else.</param>
    /// <exception cref="DataException">It is none of these, or cannot be read.</exception>
    public static Dataset Open(string spec, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var isFile = spec != "digits" && !Directory.Exists(spec);
        if ((!isFile || NumpySource.IsFile(spec)) && options is { IsDefault: false })
        {
            throw new DataException(
                $"The data '{spec}' is no file of values: separators, decimal marks, headers and columns (--separator, --decimal, "
                + "--no-header, --columns; in C#, CsvOptions) concern only files such as .csv. Leave them out.");
        }

        return spec switch
        {
            "digits" => Digits(),
            _ when !isFile => FromIdx(spec),
            _ when NumpySource.IsFile(spec) => FromNumpy(spec),
            _ when CsvSource.IsFile(spec) => FromCsv(spec, options: options),
            _ when FileKinds.Of(spec) == FileKind.Missing => throw new DataException(
                $"There is no data at '{spec}'; give a folder with IDX files such as MNIST's, a file of values ({Endings}), one of NumPy's "
                + "(.npy, .npz), or the word digits for the built-in set."),
            _ when RegularFile.Obstacle(spec) is { } obstacle => throw new DataException($"'{spec}' cannot be read: {obstacle}"),
            _ => throw new DataException(
                $"The data '{spec}' does not end like a file of values, {Endings}, or of NumPy's, .npy, .npz; rename it if it is one, or "
                + "give a folder with IDX files such as MNIST's, or the word digits."),
        };
    }

    private static string Endings => string.Join(", ", CsvSource.Endings);

    private static string DisplayName(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
