using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Checkpoints;

/// <summary>The format, against files laid out by hand from its published description.</summary>
public class SafeTensorsTests
{
    /// <summary>
    /// What Python's <c>safetensors.torch.save</c> writes for these tensors: wide types first, then by name, padded with spaces to eight
    /// bytes.
    /// </summary>
    private static readonly byte[] Known = File(
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"""
            + "\"h\":" + """{"dtype":"BF16","shape":[2],"data_offsets":[16,20]},"b":{"dtype":"U8","shape":[3],"data_offsets":[20,23]}}""",
        [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 192, 128, 63, 0, 192, 1, 2, 255]);

    [Fact]
    public void Writes_the_known_file_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        using var a = torch.tensor(new float[,] { { 1, 2 }, { 3, -4 } });
        using var b = torch.tensor(new byte[] { 1, 2, 255 });
        using var h = torch.tensor(new float[] { 1, -2 }, ScalarType.BFloat16);
        SafeTensors.Save(
            folder.File("x"),
            new Dictionary<string, Tensor> { ["b"] = b, ["h"] = h, ["a"] = a },
            new Dictionary<string, string> { ["format"] = "pt" });
        Assert.Equal(Convert.ToHexString(Known), Convert.ToHexString(System.IO.File.ReadAllBytes(folder.File("x"))));
        Assert.Equal(["x"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Reads_the_known_file()
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllBytes(folder.File("x"), Known);
        using var file = SafeTensors.Load(folder.File("x"));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(["a", "b", "h"], file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([2L, 2L], file.Tensors["a"].shape);
        Assert.Equal([1f, 2f, 3f, -4f], file.Tensors["a"].data<float>().ToArray());
        Assert.Equal([1, 2, 255], file.Tensors["b"].data<byte>().ToArray());
        using var wide = file.Tensors["h"].to_type(ScalarType.Float32);
        Assert.Equal([1f, -2f], wide.data<float>().ToArray());
    }

    [Theory]
    [InlineData(ScalarType.Bool, "BOOL", 1)]
    [InlineData(ScalarType.Byte, "U8", 1)]
    [InlineData(ScalarType.Int8, "I8", 1)]
    [InlineData(ScalarType.Int16, "I16", 2)]
    [InlineData(ScalarType.Int32, "I32", 4)]
    [InlineData(ScalarType.Int64, "I64", 8)]
    [InlineData(ScalarType.Float16, "F16", 2)]
    [InlineData(ScalarType.BFloat16, "BF16", 2)]
    [InlineData(ScalarType.Float32, "F32", 4)]
    [InlineData(ScalarType.Float64, "F64", 8)]
    [InlineData(ScalarType.ComplexFloat32, "C64", 8)]
    public void Brings_back_every_type(ScalarType type, string name, int size)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var values = Numbers.NormalSingles(3, 3, 4, 2).mul_(3).to_type(type);
        var saved = new Dictionary<string, Tensor>
        {
            ["weight"] = values,
            ["turned"] = values.transpose(0, 2),
            ["scalar"] = values[0, 0, 0],
            ["none"] = empty([2, 0, 3], type),
        };
        SafeTensors.Save(folder.File("x"), saved);

        // An independent look at the header, with nothing of the product's.
        var bytes = System.IO.File.ReadAllBytes(folder.File("x"));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        Assert.Equal(0, length % 8);
        foreach (var (key, tensor) in saved)
        {
            var entry = header.RootElement.GetProperty(key);
            Assert.Equal(name, entry.GetProperty("dtype").GetString());
            Assert.Equal(tensor.shape, entry.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()));
            Assert.Equal(
                tensor.numel() * size,
                entry.GetProperty("data_offsets")[1].GetInt64() - entry.GetProperty("data_offsets")[0].GetInt64());
            var begin = 8 + length + (int)entry.GetProperty("data_offsets")[0].GetInt64();
            Assert.Equal(
                tensor.numel() == 0 ? [] : tensor.contiguous().bytes.ToArray(),
                bytes.AsSpan(begin, (int)tensor.numel() * size).ToArray());
        }

        using var file = SafeTensors.Load(folder.File("x"));
        Assert.Equal(saved.Keys.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, tensor) in saved)
        {
            Assert.Equal(type, file.Tensors[key].dtype);
            Assert.Equal(tensor.shape, file.Tensors[key].shape);
            Assert.Equal(
                tensor.numel() == 0 ? [] : tensor.contiguous().bytes.ToArray(),
                tensor.numel() == 0 ? [] : file.Tensors[key].bytes.ToArray());
        }

        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Keeps_bits_that_arithmetic_would_lose()
    {
        using var folder = new TemporaryFolder();
        using var odd = torch.tensor(
            new[] { float.NaN, -0f, float.NegativeInfinity, float.Epsilon, BitConverter.Int32BitsToSingle(0x7fc12345) });
        SafeTensors.Save(folder.File("x"), new Dictionary<string, Tensor> { ["odd"] = odd });
        using var file = SafeTensors.Load(folder.File("x"));
        Assert.Equal(odd.bytes.ToArray(), file.Tensors["odd"].bytes.ToArray());
    }

    [Fact]
    public void Takes_any_name_and_any_text()
    {
        using var folder = new TemporaryFolder();
        using var one = ones(1);
        string[] names = ["a\"b", "back\\slash", "zeile\nneu", "größe.β", "😀", "a/b", "<&>", ""];
        SafeTensors.Save(
            folder.File("x"),
            names.ToDictionary(name => name, _ => one),
            names.ToDictionary(name => name, name => name + "!"));
        using var file = SafeTensors.Load(folder.File("x"));
        Assert.Equal(names.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(name + "!", file.Metadata[name]));
    }

    [Fact]
    public void Saves_nothing_at_all()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Save(folder.File("x"), new Dictionary<string, Tensor>());
        using var file = SafeTensors.Load(folder.File("x"));
        Assert.Empty(file.Tensors);
    }

    [Fact]
    public void Crosses_the_slices_in_which_it_writes()
    {
        using var folder = new TemporaryFolder();
        using var large = arange((1 << 24) + 5, ScalarType.Int32);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SafeTensors.Save(folder.File("x"), new Dictionary<string, Tensor> { ["large"] = large });
        using var file = SafeTensors.Load(folder.File("x"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.True(large.Equals(file.Tensors["large"]));
    }

    [Fact]
    public void Replaces_a_file_only_when_the_new_one_is_complete()
    {
        using var folder = new TemporaryFolder();
        using var one = ones(1);
        using var foreign = one.to_type(ScalarType.ComplexFloat64);
        SafeTensors.Save(folder.File("x"), new Dictionary<string, Tensor> { ["v"] = one });
        var before = System.IO.File.ReadAllBytes(folder.File("x"));
        var error = Assert.Throws<HourglassException>(
            () => SafeTensors.Save(folder.File("x"), new Dictionary<string, Tensor> { ["v"] = foreign }));
        Assert.Contains("'v' is of type ComplexFloat64", error.Message, StringComparison.Ordinal);

        // The second tensor fails in the middle of writing.
        var gone = ones(1);
        gone.Dispose();
        var half = new Failing(new Dictionary<string, Tensor> { ["a"] = one, ["b"] = one }, gone);
        Assert.ThrowsAny<Exception>(() => SafeTensors.Save(folder.File("x"), half));
        Assert.Equal(before, System.IO.File.ReadAllBytes(folder.File("x")));
        Assert.Equal(["x"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Says_why_a_file_cannot_be_written_or_read()
    {
        using var folder = new TemporaryFolder();
        using var one = ones(1);
        var missing = Path.Combine(folder.Path, "none", "x");
        Assert.Contains(
            "cannot be written",
            Assert.Throws<HourglassException>(() => SafeTensors.Save(missing, new Dictionary<string, Tensor> { ["v"] = one })).Message,
            StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<DataException>(() => SafeTensors.Load(missing)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "cannot be read",
            Assert.Throws<DataException>(() => SafeTensors.Load(folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "__metadata__",
            Assert.Throws<HourglassException>(
                () => SafeTensors.Save(folder.File("x"), new Dictionary<string, Tensor> { ["__metadata__"] = one })).Message,
            StringComparison.Ordinal);
    }

    internal static byte[] File(string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var padded = (header.Length + 7) / 8 * 8;
        var result = new byte[8 + padded + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(result, padded);
        result.AsSpan(8, padded).Fill((byte)' ');
        header.CopyTo(result, 8);
        data.CopyTo(result, 8 + padded);
        return result;
    }

    /// <summary>Shows good tensors while the header is made, and a disposed one when "b" is looked up.</summary>
    private sealed class Failing(Dictionary<string, Tensor> tensors, Tensor gone)
        : Dictionary<string, Tensor>(tensors), IReadOnlyDictionary<string, Tensor>
    {
        Tensor IReadOnlyDictionary<string, Tensor>.this[string key] => key == "b" ? gone : this[key];
    }
}
