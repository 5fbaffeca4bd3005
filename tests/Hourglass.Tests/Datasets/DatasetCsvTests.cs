using System.Globalization;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

public class DatasetCsvTests
{
    private static readonly DataField Pair = new("x", Domain.Real, 0, [2], false);
    private static readonly DataField Label = new("y", Domain.Class, 3, [], false);

    [Theory]
    [InlineData("x0,x1,y\n1.5,-2,0\n3,4e2,2\n")]
    [InlineData("x0,x1,y\r\n1.5,-2,0\r\n3,4e2,2\r\n")]
    [InlineData("y,x_1,x_0\n0,-2,1.5\n2,4e2,3")]
    [InlineData("x.2,x.1,class\n-2,1.5,0\n\n400,3,2\n")]
    [InlineData("x[0];x[1];Label\n1.5;-2;0\n3;4e2;2\n")]
    [InlineData("\uFEFF\"x0\"\t\"x1\"\ty\n1.5\t\"-2\"\t0\n 3 \t4e2\t2\n")]
    [InlineData("width,height,kind,y\n1.5,-2,round,0\n3,4e2,flat,2\n")]
    public void Reads_what_people_write(string text)
    {
        using var culture = new CultureScope("de-DE");
        using var file = new CsvFile(text);
        using var data = Dataset.FromCsv(file.Path);
        using var bound = data.Bind([Pair, Label]);
        using var indices = torch.tensor(new long[] { 0, 1 });
        using var batch = bound.TrainBatch(indices);
        Assert.Equal((2, 0), (data.Count, data.TestCount));
        Assert.Equal([2L, 2L], batch["x"].shape);
        Assert.Equal([1.5f, -2f, 3f, 400f], batch["x"].data<float>().ToArray());
        Assert.Equal([0L, 2L], batch["y"].data<long>().ToArray());
    }

    [Fact]
    public void Takes_a_second_file_as_test_split()
    {
        using var train = new CsvFile("a,b,y\n1,2,0\n3,4,1\n");
        using var test = new CsvFile("y,b,a\n2,6.5,5\n");
        using var data = Dataset.FromCsv(train.Path, test.Path);
        using var bound = data.Bind([Pair, Label]);
        using var indices = torch.tensor(new long[] { 0 });
        using var batch = bound.TestBatch(indices);
        Assert.Equal((2, 1), (data.Count, data.TestCount));
        Assert.Equal([5f, 6.5f], batch["x"].data<float>().ToArray());
        Assert.Equal(2, batch["y"].item<long>());
    }

    [Fact]
    public void Keeps_missing_values_of_optional_variables()
    {
        using var file = new CsvFile("x0,x1,y\n1,,0\nNaN,2,\n3,4,1\n");
        using var data = Dataset.FromCsv(file.Path);
        using var bound = data.Bind([Pair with { Optional = true }, Label with { Optional = true }]);
        using var indices = torch.tensor(new long[] { 0, 1, 2 });
        using var batch = bound.TrainBatch(indices);
        Assert.Equal([1f, float.NaN, float.NaN, 2f, 3f, 4f], batch["x"].data<float>().ToArray());
        Assert.Equal([0L, -1L, 1L], batch["y"].data<long>().ToArray());
    }

    [Fact]
    public void Refuses_missing_values_of_required_variables()
    {
        using var file = new CsvFile("x0,x1\n1,2\n3,\n");
        using var data = Dataset.FromCsv(file.Path);
        var error = Assert.Throws<DataException>(() => data.Bind([Pair]));
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
        Assert.Contains("example 1 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scales_a_table_of_pixels()
    {
        using var file = new CsvFile("label,pixel0,pixel1,pixel2\n7,0,51,255\n1,128,127,3\n");
        using var data = Dataset.FromCsv(file.Path);
        using var scaled = data.Bind([new("x", Domain.Unit, 0, [3], false), Label with { Classes = 10 }]);
        using var counts = data.Bind([new("x", Domain.Count, 0, [3], false)]);
        using var real = data.Bind([new("x", Domain.Real, 0, [3], false)]);
        using var binary = data.Bind([new("x", Domain.Binary, 0, [3], false)], new BindOptions { Binarize = Binarize.Threshold });
        using var indices = torch.tensor(new long[] { 0 });
        float[] Row(BoundDataset bound)
        {
            using var batch = bound.TrainBatch(indices);
            return batch["x"].data<float>().ToArray();
        }

        Assert.Equal([0f, 51f / 255f, 1f], Row(scaled));
        Assert.Equal([0f, 51f, 255f], Row(counts));
        Assert.Equal([0f, 51f, 255f], Row(real));
        Assert.Equal([0f, 0f, 1f], Row(binary));
    }

    [Theory]
    [InlineData("x0,x1\n1,2\n3,4,5\n", "(3)")]
    [InlineData("x0,x1\n1,2\n\n3\n", "(4)")]
    [InlineData("x0,x1\n1,2\nabc,4\n", "(3): 'abc' in the column 'x0' (1)")]
    [InlineData("x0,x1\n1,n/a\n3,4\n", "(2): 'n/a' in the column 'x1' (2)")]
    [InlineData("x0;x1\n1;2\n3;4,5\n", "(3): '4,5' in the column 'x1' (2)")]
    [InlineData("x0,x0\n1,2\n", "(1): the column 'x0' is there 2 times")]
    [InlineData(
        "1,2\n3,4\n",
        "(1): the first line has nothing but numbers (1, 2), but it must name the columns. If it is data, give --no-header")]
    [InlineData("x0,x1\n", "no line of data")]
    [InlineData("", "is empty")]
    [InlineData("a,b\nred,blue\n", "no column of numbers; set aside: a (text: 'red' in line 2), b (text: 'blue' in line 2)")]
    [InlineData("x0,x1\n1,\"2\n3,4\n", "(2)")]
    public void Says_where_a_file_is_wrong(string text, string expected)
    {
        using var culture = new CultureScope("de-DE");
        using var file = new CsvFile(text);
        var error = Assert.Throws<DataException>(() => Dataset.FromCsv(file.Path));
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Bytes up to 255 are kept as such, which only their values may show; 256 and −0 are none.</summary>
    [Theory]
    [InlineData("0", "255")]
    [InlineData("0", "256")]
    [InlineData("255", "256")]
    [InlineData("255", "-1")]
    [InlineData("-0", "1")]
    [InlineData("1", "-0.0")]
    [InlineData("255", "254.5")]
    public void Keeps_the_value_at_the_border_of_bytes(string first, string second)
    {
        foreach (var (a, b) in new[] { (first, second), (second, first) })
        {
            using var file = new CsvFile($"x0,x1\n{a},1\n{b},2\n");
            using var data = Dataset.FromCsv(file.Path);
            using var bound = data.Bind([Pair]);
            using var indices = torch.tensor(new long[] { 0, 1 });
            using var batch = bound.TrainBatch(indices);
            float[] expected = [float.Parse(a, CultureInfo.InvariantCulture), 1, float.Parse(b, CultureInfo.InvariantCulture), 2];
            Assert.Equal(
                expected.Select(BitConverter.SingleToInt32Bits),
                batch["x"].data<float>().ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }

    /// <summary>A table whose largest value is 255 may be of pictures; with 256 it is not.</summary>
    [Fact]
    public void Only_bytes_are_grey_values()
    {
        var unit = Pair with { Domain = Domain.Unit };
        using var bytes = new CsvFile("x0,x1\n0,51\n3,255\n");
        using var pictures = Dataset.FromCsv(bytes.Path);
        using var bound = pictures.Bind([unit]);
        Assert.Equal("x [2] <- x0, x1, bytes divided by 255", BindingLines.Line(Assert.Single(bound.Columns)));

        using var more = new CsvFile("x0,x1\n0,51\n3,256\n");
        using var numbers = Dataset.FromCsv(more.Path);
        var error = Assert.Throws<DataException>(() => numbers.Bind([unit]));
        Assert.Contains("has 51 in the column 'x1'; its values range from 0 to 256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_only_one_of_the_files_has()
    {
        using var train = new CsvFile("a,b,c\n1,2,3\n");
        using var test = new CsvFile("d;c;b;a\n0;x;2;1\n");
        using var data = Dataset.FromCsv(train.Path, test.Path);
        Assert.Equal(["a", "b"], data.ColumnNames);
        Assert.Equal([new("c", "text: 'x' in line 2 of the test file"), new("d", "only in the test file")], data.SetAside);
        Assert.Equal(["fields of data.csv are separated by semicolons"], data.Notes);
    }

    [Fact]
    public void Says_what_a_test_file_lacks()
    {
        using var train = new CsvFile("a,b\n1,2\n");
        using var test = new CsvFile("a,c\n1,2\n");
        var error = Assert.Throws<DataException>(() => Dataset.FromCsv(train.Path, test.Path));
        Assert.Contains("lacks the column 'b'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.csv", "cannot be read")]
    [InlineData("missing", "no data at")]
    public void Says_that_there_is_no_such_file(string name, string expected)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<DataException>(() => Dataset.Open(folder.File(name)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opens_what_the_tool_is_given()
    {
        using var file = new CsvFile("x0,x1\n1,2\n");
        using var csv = Dataset.Open(file.Path);
        using var digits = Dataset.Open("digits");
        using var mnist = Dataset.Open(SharedData.Mnist);
        Assert.Equal((1, 12000, 60000), (csv.Count, digits.Count, mnist.Count));
        var error = Assert.Throws<DataException>(() => Dataset.Open(typeof(Dataset).Assembly.Location));
        Assert.Contains("does not end like a file that is read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Survives_every_damaged_byte()
    {
        const string Text = "x0,\"x1\",y\r\n1.5,-2,0\r\n3,\"4\",2\r\n";
        using var file = new CsvFile(Text);
        var bytes = File.ReadAllBytes(file.Path);
        var refused = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var value in new byte[] { 0, 10, 13, 34, 44, 59, 120, 195, 255 })
            {
                byte[] damaged = [.. bytes];
                damaged[i] = value;
                File.WriteAllBytes(file.Path, damaged);
                try
                {
                    using var data = Dataset.FromCsv(file.Path);
                    data.Bind([Pair, Label]).Dispose();
                }
                catch (DataException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, bytes.Length, bytes.Length * 9);
    }

    private sealed class CsvFile : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public CsvFile(string text) => File.WriteAllText(Path, text);

        public string Path => _folder.File("data.csv");

        public void Dispose() => _folder.Dispose();
    }

    private sealed class CultureScope : IDisposable
    {
        private readonly CultureInfo _before = CultureInfo.CurrentCulture;

        public CultureScope(string name) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);

        public void Dispose() => CultureInfo.CurrentCulture = _before;
    }
}
