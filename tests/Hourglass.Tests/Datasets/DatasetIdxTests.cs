using Hourglass.Datasets;
using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

public class DatasetIdxTests
{
    private static readonly DataField Counts = new("x", Domain.Count, 0, [784], false);
    private static readonly DataField Label = new("y", Domain.Class, 10, [], false);

    [Fact]
    public void Reads_the_real_mnist()
    {
        using var data = Dataset.FromIdx(SharedData.Mnist);
        using var bound = data.Bind([Counts, Label], new BindOptions { Precision = ScalarType.Float64 });
        Assert.Equal((60000, 10000), (data.Count, data.TestCount));
        Assert.Equal((60000, 10000), (bound.TrainCount, bound.TestCount));
        Assert.Equal("mnist", data.Name);
        var (sum, classes) = Totals(60000, bound.TrainBatch);
        var (testSum, testClasses) = Totals(10000, bound.TestBatch);
        Assert.Equal(1_567_298_545, sum);
        Assert.Equal(264_923_200, testSum);
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], classes);
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], testClasses);
        using var ends = torch.tensor(new long[] { 0, 59999 });
        using var batch = bound.TrainBatch(ends);
        using var sums = batch["x"].sum([1L]);
        Assert.Equal([27525.0, 20920.0], sums.data<double>().ToArray());
        Assert.Equal(5, batch["y"][0].item<long>());
    }

    [Fact]
    public void Streams_files_into_the_tensors()
    {
        using var warm = Dataset.FromIdx(SharedData.Mnist);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var data = Dataset.FromIdx(SharedData.Mnist);

        // The images are 47 MB; unpacking makes a table for each block of what is packed.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte")]
    [InlineData("emnist-digits-train-images-idx3-ubyte.gz", "emnist-digits-train-labels-idx1-ubyte.gz")]
    public void Takes_the_usual_names(string images, string labels)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, bytes) in new[] { (images, IdxFiles.Images), (labels, IdxFiles.Labels) })
        {
            var content = name.EndsWith(".gz", StringComparison.Ordinal) ? IdxFiles.Gzip(bytes) : bytes;
            File.WriteAllBytes(folder.File(name), content);
            File.WriteAllBytes(folder.File(name.Replace("train", "test", StringComparison.Ordinal)), content);
        }

        using var data = Dataset.FromIdx(folder.Path);
        Assert.Equal((3, 3), (data.Count, data.TestCount));
        using var bound = data.Bind([Counts with { Shape = [4] }, Label]);
        using var indices = torch.tensor(new long[] { 2, 0 });
        using var batch = bound.TestBatch(indices);
        Assert.Equal([255f, 254f, 128f, 127f, 0f, 1f, 2f, 3f], batch["x"].data<float>().ToArray());
        Assert.Equal([9L, 7L], batch["y"].data<long>().ToArray());
    }

    [Fact]
    public void Needs_no_test_files()
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        using var data = Dataset.FromIdx(folder.Path);
        using var bound = data.Bind([Label]);
        using var none = torch.tensor(new long[] { 0 });
        Assert.Equal(0, data.TestCount);
        Assert.Throws<InvalidOperationException>(() => bound.TestBatch(none));
    }

    [Theory]
    [InlineData(null, null, "train-labels-idx1-ubyte")]
    [InlineData("t10k-images-idx3-ubyte", null, "train-labels-idx1-ubyte")]
    [InlineData("t10k-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-labels-idx1-ubyte")]
    public void Images_need_no_labels(string? test, string? labels, string missing)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte"), IdxFiles.Images);
        if (test is not null)
        {
            File.WriteAllBytes(folder.File(test), IdxFiles.Images);
        }

        if (labels is not null)
        {
            File.WriteAllBytes(folder.File(labels), IdxFiles.Labels);
        }

        using var data = Dataset.FromIdx(folder.Path);
        using var bound = data.Bind([Counts with { Shape = [4] }, Label with { Optional = true }]);
        Assert.Equal(["images"], data.ColumnNames);
        Assert.Equal((3, test is null ? 0 : 3), (data.Count, data.TestCount));
        var note = $"labels are not read, as the folder has no {missing}";
        Assert.Equal([note], data.Notes);
        Assert.Equal(
            ["x [4] <- images, reshaped from [2, 2]", "y <- nothing: missing in every example"],
            bound.Columns.Select(BindingLines.Line));
        var error = Assert.Throws<DataException>(() => data.Bind([Counts with { Shape = [4] }, Label]));
        Assert.Contains(
            $"The variable 'y' finds no column in the data '{data.Name}', which has the columns images [2, 2]. {note}.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", new[] { 0, 2, 2 }, "announces [0, 2, 2]: it has no example.")]
    [InlineData("train-labels-idx1-ubyte", new[] { 0 }, "announces [0]: it has no example.")]
    [InlineData("train-images-idx3-ubyte", new[] { 3, 0, 2 }, "announces [3, 0, 2] values; every dimension must be at least 1")]
    public void Refuses_files_without_an_example(string name, int[] shape, string expected)
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        foreach (var gzip in new[] { false, true })
        {
            var bytes = IdxFiles.Bytes(shape, []);
            File.WriteAllBytes(folder.File(name), gzip ? IdxFiles.Gzip(bytes) : bytes);
            var error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reads_the_plain_file_where_a_packed_one_lies_beside_it_and_says_so()
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte.gz"), IdxFiles.Gzip(IdxFiles.Bytes([3, 2, 2], new byte[12])));
        using var data = Dataset.FromIdx(folder.Path);
        Assert.Equal([255f, 254f, 128f, 127f], LastImage(data));
        Assert.Equal(["train-images-idx3-ubyte is read, not train-images-idx3-ubyte.gz beside it"], data.Notes);
    }

    [Fact]
    public void Reads_files_of_several_gzip_members()
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        var (head, tail) = (IdxFiles.Images[..21], IdxFiles.Images[21..]);
        File.Delete(folder.File("train-images-idx3-ubyte"));
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte.gz"), [.. IdxFiles.Gzip(head), .. IdxFiles.Gzip(tail)]);
        using var data = Dataset.FromIdx(folder.Path);
        Assert.Equal([255f, 254f, 128f, 127f], LastImage(data));

        var wrong = IdxFiles.Gzip(tail);
        wrong[^8] ^= 1;
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte.gz"), [.. IdxFiles.Gzip(head), .. wrong]);
        var error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
        Assert.Contains("train-images-idx3-ubyte.gz' is damaged: its checksum fails", error.Message, StringComparison.Ordinal);
    }

    private static float[] LastImage(Dataset data)
    {
        using var bound = data.Bind([Counts with { Shape = [4] }]);
        using var indices = torch.tensor(new long[] { 2 });
        using var batch = bound.TrainBatch(indices);
        return batch["x"].data<float>().ToArray();
    }

    [Fact]
    public void Says_what_a_folder_lacks()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("readme.txt"), "");
        var error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
        Assert.Contains("lacks train-images-idx3-ubyte", error.Message, StringComparison.Ordinal);
        Assert.Contains("it has readme.txt", error.Message, StringComparison.Ordinal);

        IdxFiles.WriteTrain(folder.Path);
        File.WriteAllBytes(folder.File("t10k-labels-idx1-ubyte"), IdxFiles.Labels);
        error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
        Assert.Contains("lacks t10k-images-idx3-ubyte", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_sets_in_one_folder()
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        File.WriteAllBytes(folder.File("emnist-letters-train-images-idx3-ubyte"), IdxFiles.Images);
        var error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
        Assert.Contains("several files", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_images_and_labels_that_differ_in_number()
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), IdxFiles.Bytes([2], [1, 2]));
        var error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
        Assert.Contains("3 images", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_test_images_of_another_size()
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        File.WriteAllBytes(folder.File("t10k-images-idx3-ubyte"), IdxFiles.Bytes([1, 1, 3], [1, 2, 3]));
        File.WriteAllBytes(folder.File("t10k-labels-idx1-ubyte"), IdxFiles.Bytes([1], [1]));
        var error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
        Assert.Contains("[2, 2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[1, 3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explains_a_swapped_file()
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte"), IdxFiles.Labels);
        var error = Assert.Throws<DataException>(() => Dataset.FromIdx(folder.Path));
        Assert.Contains("00000801", error.Message, StringComparison.Ordinal);
        Assert.Contains("00000803", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Refuses_every_truncation_and_everything_behind_the_end(bool gzip)
    {
        var whole = gzip ? IdxFiles.Gzip(IdxFiles.Images) : IdxFiles.Images;
        for (var length = 0; length < whole.Length; length++)
        {
            AssertRefused(whole[..length], $"the first {length} bytes");
        }

        AssertRefused(gzip ? IdxFiles.Gzip([.. IdxFiles.Images, 0]) : [.. IdxFiles.Images, 0], "a byte more");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Survives_every_damaged_byte(bool gzip)
    {
        var whole = gzip ? IdxFiles.Gzip(IdxFiles.Images) : IdxFiles.Images;
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        var refused = 0;
        for (var i = 0; i < whole.Length * 8; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i / 8] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(folder.File("train-images-idx3-ubyte"), damaged);
            try
            {
                Dataset.FromIdx(folder.Path).Dispose();
            }
            catch (DataException)
            {
                refused++;
            }
        }

        // A plain file's values have no checksum; its sixteen bytes of header do not bear any change.
        Assert.True(refused >= (gzip ? whole.Length * 4 : 16 * 8), $"only {refused} refused");
    }

    private static (double Sum, int[] Classes) Totals(int count, Func<Tensor, Batch> batches)
    {
        var (sum, classes) = (0.0, new int[10]);
        for (var start = 0; start < count; start += 2500)
        {
            using var scope = NewDisposeScope();
            using var batch = batches(arange(start, start + 2500, ScalarType.Int64));
            sum += batch["x"].sum().item<double>();
            foreach (var label in batch["y"].data<long>())
            {
                classes[label]++;
            }
        }

        return (sum, classes);
    }

    private static void AssertRefused(byte[] images, string what)
    {
        using var folder = new TemporaryFolder();
        IdxFiles.WriteTrain(folder.Path);
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte"), images);
        var error = Record.Exception(() => Dataset.FromIdx(folder.Path).Dispose());
        Assert.True(error is DataException, $"{what}: {error}");
    }
}
