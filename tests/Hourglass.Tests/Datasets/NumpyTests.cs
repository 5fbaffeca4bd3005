using System.Globalization;
using System.IO.Compression;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

public sealed class NumpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Types, orders of bytes: values that show every byte.</summary>
    [Theory]
    [InlineData("|b1", "00 01 01", "0 1 1")]
    [InlineData("|u1", "00 80 FF", "0 128 255")]
    [InlineData("|i1", "00 80 FF", "0 -128 -1")]
    [InlineData("<i2", "0201 FEFF 0080", "258 -2 -32768")]
    [InlineData(">i2", "0102 FFFE 8000", "258 -2 -32768")]
    [InlineData("<u2", "0201 FEFF 0080", "258 65534 32768")]
    [InlineData(">u2", "0102 FFFE 8000", "258 65534 32768")]
    [InlineData("<i4", "04030201 FEFFFFFF 00000080", "16909060 -2 -2147483648")]
    [InlineData(">i4", "01020304 FFFFFFFE 80000000", "16909060 -2 -2147483648")]
    [InlineData("<u4", "04030201 FEFFFFFF 00000080", "16909060 4294967294 2147483648")]
    [InlineData(">u4", "01020304 FFFFFFFE 80000000", "16909060 4294967294 2147483648")]
    [InlineData("<i8", "0000000000010000 FEFFFFFFFFFFFFFF 0000000000000000", "1099511627776 -2 0")]
    [InlineData(">i8", "0000010000000000 FFFFFFFFFFFFFFFE 0000000000000000", "1099511627776 -2 0")]
    [InlineData("<u8", "0000000000010000 0100000000000000 0000000000000000", "1099511627776 1 0")]
    [InlineData(">u8", "0000010000000000 0000000000000001 0000000000000000", "1099511627776 1 0")]
    [InlineData("<f2", "003C 00C0 FF7B", "1 -2 65504")]
    [InlineData(">f2", "3C00 C000 7BFF", "1 -2 65504")]
    [InlineData("<f4", "0000803F 000000C0 00002041", "1 -2 10")]
    [InlineData(">f4", "3F800000 C0000000 41200000", "1 -2 10")]
    [InlineData("<f8", "000000000000F03F 00000000000000C0 0000000000002440", "1 -2 10")]
    [InlineData(">f8", "3FF0000000000000 C000000000000000 4024000000000000", "1 -2 10")]
    public void Every_type_in_both_orders_of_bytes(string descr, string hex, string expected)
    {
        var bytes = NumpyFiles.Array(descr, "(3,)", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(expected, Values(Write("x.npy", bytes), []));
    }

    [Theory]
    [InlineData(false, "1 2 3 4 5 6")]
    [InlineData(true, "1 3 5 2 4 6")]
    public void Both_orders_of_dimensions(bool fortran, string expected)
    {
        var bytes = NumpyFiles.Array("<f8", "(2, 3)", NumpyFiles.Doubles(false, 1, 2, 3, 4, 5, 6), fortran);
        Assert.Equal(expected, Values(Write("x.npy", bytes), [3]));
    }

    /// <summary>[2, 2, 3] by Fortran: element (i, j, k) lies at i + 2 j + 4 k.</summary>
    [Fact]
    public void Three_dimensions_by_Fortran()
    {
        var bytes = NumpyFiles.Array("|u1", "(2, 2, 3)", [.. Enumerable.Range(0, 12).Select(i => (byte)i)], fortran: true);
        Assert.Equal("0 4 8 2 6 10 1 5 9 3 7 11", Values(Write("x.npy", bytes), [2, 3], Domain.Count));
    }

    [Theory]
    [InlineData("{'shape': (2L,), \"fortran_order\":False,'descr':'<f8'}", 1)]
    [InlineData("  {'descr': '<f8', 'fortran_order': True , 'shape': ( 2 , ) , }", 2)]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 3)]
    public void Headers_as_Python_may_write_them(string header, byte version) =>
        Assert.Equal("1.5 -3", Values(Write("x.npy", NumpyFiles.Raw(header, NumpyFiles.Doubles(false, 1.5, -3), version)), []));

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "it holds Python objects, which pickle would have to run code")]
    [InlineData("{'descr': '<U5', 'fortran_order': False, 'shape': (2,), }", "it holds text.")]
    [InlineData("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (2,), }", "it holds dates or times.")]
    [InlineData("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", "it holds complex numbers.")]
    [InlineData("{'descr': '|V16', 'fortran_order': False, 'shape': (1,), }", "it holds records or raw bytes.")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", "it holds records.")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", "its elements are of the unknown type '<f16'")]
    [InlineData("{'descr': 'f8', 'fortran_order': False, 'shape': (2,), }", "its elements are of the unknown type 'f8'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }", "its header lacks shape")]
    [InlineData("{'descr': '<f8', 'descr': '<f8', }", "its header has the key 'descr' twice")]
    [InlineData("{'descr': '<f8', 'run': 1}", "its header has the key 'run' besides descr, fortran_order and shape")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (2,), }", "character 35 of its header is '0', expected True or False")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2), }", "its shape is no tuple")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-2,), }", "is '-', expected a dimension")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", "announces [3], 152 bytes; it may be cut short")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }", "more than is read")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", "a dimension is beyond 64 bits")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), } 1", "is '1', expected nothing more")]
    [InlineData("__import__('os')", "character 1 of its header is '_', expected '{'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (", "is missing, expected a dimension")]
    public void Headers_that_are_refused(string header, string expected) =>
        Refused(expected, Write("x.npy", NumpyFiles.Raw(header, new byte[16])));

    [Theory]
    [InlineData("<f8", "()", 8, "it has the shape []; its first dimension must count the examples")]
    [InlineData("<f8", "(0, 3)", 0, "it has the shape [0, 3]")]
    [InlineData("<f8", "(2, 0)", 0, "it has the shape [2, 0]")]
    public void Arrays_without_examples(string descr, string shape, int bytes, string expected) =>
        Refused(expected, Write("x.npy", NumpyFiles.Array(descr, shape, new byte[bytes])));

    [Fact]
    public void What_is_no_array_is_told()
    {
        Refused("it is a pickle", Write("x.npy", [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0]));
        Refused("it begins with the bytes 312C322C330A; an array of NumPy's begins with 934E554D5059", Write("x.npy", "1,2,3\n4,5"u8));
        Refused("it is of version 4.0 of the format", Write("x.npy", NumpyFiles.Raw("{", [], version: 4)));
        Refused("it ends before its last value", Write("x.npy", []));
        Refused("a truth value that is neither 0 nor 1", Write("x.npy", NumpyFiles.Array("|b1", "(1,)", [2])));
        Refused("a number above 9223372036854775807", Write("x.npy", NumpyFiles.Array("<u8", "(1,)", [0, 0, 0, 0, 0, 0, 0, 0x80])));
        Refused("there is no such file", _folder.File("nothing.npy"));
    }

    [Fact]
    public void An_archive_has_a_column_for_each_array()
    {
        using var data = Dataset.Open(Write("t.npz", NumpyFiles.Table()));
        Assert.Equal(("t.npz", 5, 0), (data.Name, data.Count, data.TestCount));
        Assert.Equal(["X", "y"], data.ColumnNames);
        using var bound = data.Bind([new("x", Domain.Real, 0, [2], false), new("y", Domain.Class, 2, [], false)]);
        using var batch = bound.TrainBatch(tensor([4L, 0]));
        Assert.Equal([8, 9.25f, 0.5f, 1], batch["x"].data<float>().ToArray());
        Assert.Equal([1L, 0], batch["y"].data<long>().ToArray());
    }

    [Fact]
    public void Arrays_of_other_lengths_and_types_are_set_aside_with_the_reason()
    {
        var path = Write("t.npz", NumpyFiles.Zip(
            ("x.npy", NumpyFiles.Longs(1, 2, 3)),
            ("y.npy", NumpyFiles.Longs(0, 1, 0)),
            ("mean.npy", NumpyFiles.Longs(4, 5)),
            ("seed.npy", NumpyFiles.Array("<f8", "()", new byte[8])),
            ("names.npy", NumpyFiles.Array("<U2", "(3,)", new byte[24])),
            ("readme.txt", [1])));
        using var data = Dataset.Open(path);
        Assert.Equal(["x", "y"], data.ColumnNames);
        Assert.Equal(
            ["seed: a single number", "names: it holds text. Save numbers, such as numpy.unique(a, return_inverse=True)[1]",
                "readme.txt: no array: its name does not end in .npy", "mean: [2] is not of 3 examples"],
            data.SetAside.Select(column => $"{column.Name}: {column.Reason}"));
    }

    [Fact]
    public void Names_can_say_the_splits()
    {
        using var data = Dataset.Open(Write("t.npz", NumpyFiles.Zip(
            ("train_images.npy", NumpyFiles.Longs(1, 2, 3)),
            ("train_labels.npy", NumpyFiles.Longs(0, 1, 0)),
            ("test_images.npy", NumpyFiles.Longs(4, 5)),
            ("test_labels.npy", NumpyFiles.Longs(1, 1)),
            ("val_images.npy", NumpyFiles.Longs(6)))));
        Assert.Equal((3, 2), (data.Count, data.TestCount));
        Assert.Equal(["images", "labels"], data.ColumnNames);
        Assert.Equal("of neither the training nor the test split", Assert.Single(data.SetAside).Reason);
    }

    [Fact]
    public void Archives_that_are_refused()
    {
        var three = NumpyFiles.Longs(1, 2, 3);
        Refused("array 'x': another has the same name", Write("t.npz", NumpyFiles.Zip(("x.npy", three), ("x.npy", three))));
        Refused("array 'x': it has", Write("t.npz", NumpyFiles.Zip(("x.npy", three[..^1]))));
        Refused(
            "x [3], m [2]. Save arrays of one length",
            Write("t.npz", NumpyFiles.Zip(("x.npy", three), ("m.npy", NumpyFiles.Longs(4, 5)))));
        Refused("it has no array of numbers that could be a column; set aside: a", Write("t.npz", NumpyFiles.Zip(("a", three))));
        Refused(
            "of its training split differ in their first dimension",
            Write("t.npz", NumpyFiles.Zip(("x_train.npy", three), ("y_train.npy", NumpyFiles.Longs(1)))));
        var whole = NumpyFiles.Table();
        Refused("its zip archive is damaged", Write("t.npz", whole.AsSpan(0, whole.Length - 30)));
    }

    /// <summary>A zip entry says how long it is; it is believed only as far as the file bears it out.</summary>
    [Fact]
    public void An_archive_that_claims_more_than_it_can_unpack_to()
    {
        var header = NumpyFiles.Array("<f8", "(100000000,)", []);
        var bytes = NumpyFiles.Zip(("x.npy", header));
        var claimed = BitConverter.GetBytes(header.Length + 800000000);
        var directory = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        claimed.CopyTo(bytes.AsSpan(directory + 24));
        Refused("packed bytes cannot unpack to 800000128", Write("t.npz", bytes));
    }

    [Fact]
    public void Damage_of_elements_is_found_by_the_checksum()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("x.npy", CompressionLevel.NoCompression).Open();
            entry.Write(NumpyFiles.Longs(1, 2, 0x123456));
        }

        var bytes = memory.ToArray();
        bytes[bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x56, 0x34, 0x12])] ^= 1;
        Refused("its bytes do not agree with their checksum", Write("t.npz", bytes));
    }

    [Theory]
    [InlineData("18_Ionosphere.npz", 351, 32, 126)]
    [InlineData("23_mammography.npz", 11183, 6, 260)]
    [InlineData("38_thyroid.npz", 3772, 6, 93)]
    [InlineData("40_vowels.npz", 1456, 12, 50)]
    [InlineData("43_WDBC.npz", 367, 30, 10)]
    public void Real_archives(string file, int count, int width, int anomalies)
    {
        using var data = Dataset.Open(Path.Combine(SharedData.AdBench, file));
        using var bound = data.Bind([new("x", Domain.Real, 0, [width], false), new("y", Domain.Class, 2, [], false)]);
        using var batch = bound.TrainBatch(arange(count, ScalarType.Int64));
        Assert.Equal((count, anomalies), (data.Count, (int)batch["y"].sum().item<long>()));
    }

    private static string Values(string path, long[] shape, Domain domain = Domain.Real)
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.Open(path);
        using var bound = data.Bind([new("x", domain, 0, shape, false)], new() { Precision = ScalarType.Float64 });
        using var batch = bound.TrainBatch(arange(data.Count, ScalarType.Int64));
        return string.Join(' ', batch["x"].data<double>().Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
    }

    private static void Refused(string expected, string path)
    {
        var error = Assert.Throws<DataException>(() => Dataset.Open(path).Dispose());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{path}' cannot be read: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }
}
