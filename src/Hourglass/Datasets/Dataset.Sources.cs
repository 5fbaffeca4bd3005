using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

public sealed partial class Dataset
{
    /// <summary>
    /// MNIST and its relatives (Fashion-MNIST, KMNIST, EMNIST): <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>,
    /// <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>, plain or gzip (<c>.gz</c>), also with a prefix (<c>emnist-digits-train-…</c>),
    /// <c>test</c> for <c>t10k</c>, and <c>.idx3-ubyte</c>. Without the two test files there is no test split. Columns <c>images</c> (bytes) and
    /// <c>labels</c>.
    /// </summary>
    /// <exception cref="DataException">A file is missing, damaged, or does not fit the others.</exception>
    public static Dataset FromIdx(string folder) => new(DisplayName(folder), IdxFolder.Load(folder));

    /// <summary>
    /// A file of comma-separated (also semicolon, tab or bar) values in UTF-8 with a header, one example a line. Numbers have a decimal point;
    /// an empty field or <c>NaN</c> is missing. Columns of text are set aside. There is no test split unless
    /// <paramref name="testPath"/> names a second file with the same columns.
    /// </summary>
    /// <exception cref="DataException">The file cannot be read; the message has the line and the column.</exception>
    public static Dataset FromCsv(string path, string? testPath = null)
    {
        var (columns, text) = CsvSource.Load(path, testPath);
        return new(DisplayName(path), columns, text);
    }

    /// <summary>
    /// Tensors that the caller has: a column a name, <c>[N, ...]</c>. Storage is shared, not copied; the data set has handles of its own. Bytes in
    /// <c>[N, a, ...]</c> are images.
    /// </summary>
    /// <param name="train">The training examples.</param>
    /// <param name="test">The test examples, under the same names.</param>
    /// <param name="name">What to call the data.</param>
    /// <exception cref="DataException">Counts, names or shapes do not fit each other.</exception>
    public static Dataset FromTensors(IReadOnlyDictionary<string, Tensor> train, IReadOnlyDictionary<string, Tensor>? test = null, string name = "tensors") =>
        new(name, TensorSource.Load(name, train, test));

    /// <summary>
    /// Handwritten-like digits drawn by code: 28 × 28 bytes, ten classes, strokes with random affine distortion, thickness and jitter. The same on
    /// every machine; the first examples do not depend on how many there are.
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
            [new("images", images, testImages, ColumnRole.Images), new("labels", labels, testLabels, ColumnRole.Labels)]);
    }

    /// <summary>What the tool's <c>--data</c> says: <c>digits</c>, a folder of IDX files, or a <c>.csv</c> file.</summary>
    /// <exception cref="DataException">It is none of these, or cannot be read.</exception>
    public static Dataset Open(string spec) => spec switch
    {
        "digits" => Digits(),
        _ when Directory.Exists(spec) => FromIdx(spec),
        _ when spec.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) => FromCsv(spec),
        _ when File.Exists(spec) => throw new DataException($"The data '{spec}' is a file that does not end in .csv; give a .csv file, a folder with IDX files such as MNIST's, or the word digits."),
        _ => throw new DataException($"There is no data at '{spec}'; give a folder with IDX files such as MNIST's, a .csv file, or the word digits for the built-in set."),
    };

    private static string DisplayName(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
