using System.Buffers.Binary;
using Hourglass.Checkpoints;
using Hourglass.Tests.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Checkpoints;

/// <summary>Damaged and hostile files: each is refused with a message of our own, never another exception.</summary>
public class SafeTensorsDamageTests
{
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "cut short")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "8 bytes, and 9 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "behind a hole")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        12,
        "inside that of another")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        8,
        "inside that of another")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""",
        16,
        "in its header, a is in it twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "takes 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "8 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "a.shape[0] is -2; expected a whole number, 0 or more")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "a.shape[0] is 2.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}""", 0, "a.shape[0] is -0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-0,8]}}""", 8, "a.data_offsets[0] is -0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}}""", 8, "a.shape[0] is 2e0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", 8, "a.shape[0] is 2.0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[null],"data_offsets":[0,8]}}""", 8, "a.shape[0] is null")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "a.dtype is in it twice")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""",
        16,
        "a is in it twice")]
    [InlineData("""{"a":{"dtype":"\udc00","shape":[2],"data_offsets":[0,8]}}""", 8, "a.dtype holds a text that is no valid Unicode")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,3037000500,3037000500],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", 2, "neither 0 nor 1", 7)]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "a.shape[0] is the text ")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "a.shape is 2; expected a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9223372036854775807,9223372036854775807],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", 8, "a.shape[0] is 99999999999999999999")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "two numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":{}}}""", 8, "a.data_offsets is an object; expected a list")]
    [InlineData("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown type 'F99'")]
    [InlineData("""{"a":{"dtype":"U16","shape":[2],"data_offsets":[0,4]}}""", 4, "U16, which torch does not have here")]
    [InlineData("""{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", 8, "a.dtype is 32; expected a text")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "dtype, shape and data_offsets")]
    [InlineData("""{"a":7}""", 8, "a is 7; expected an object")]
    [InlineData("""{"__metadata__":{"a":7}}""", 0, "__metadata__.a is 7; expected a text")]
    [InlineData("""{"__metadata__":[]}""", 0, "__metadata__ is a list; expected an object")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "__metadata__.a is in it twice")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "no valid Unicode")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[2]]]]],"data_offsets":[0,8]}}""", 8, "JSON")]
    [InlineData("""{"a":""", 0, "JSON")]
    [InlineData(" {}", 0, "begin with '{'")]
    [InlineData("[]", 0, "begin with '{'")]
    [InlineData("", 0, "begin with '{'")]
    public void Says_what_is_wrong_with_a_header(string json, int dataLength, string expected, byte filler = 0)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x"), SafeTensorsTests.File(json, [.. Enumerable.Repeat(filler, dataLength)]));
        var error = Assert.Throws<DataException>(() => SafeTensors.Load(folder.File("x")));
        Assert.Contains(folder.File("x"), error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "a header of 18446744073709551615 bytes is announced")]
    [InlineData(100_000_001, "at most 100000000")]
    [InlineData(99_999_999, "cut short")]
    public void Believes_no_header_length(ulong length, string expected)
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(folder.File("x"), bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataException>(() => SafeTensors.Load(folder.File("x")));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Refuses_every_truncation_and_everything_behind_the_end()
    {
        using var folder = new TemporaryFolder();
        var whole = Sample(folder);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.IsType<DataException>(LoadError(folder, whole[..length]));
        }

        Assert.IsType<DataException>(LoadError(folder, [.. whole, 0]));
        Assert.Null(LoadError(folder, whole));
    }

    [Fact]
    public void Survives_every_damaged_byte()
    {
        using var folder = new TemporaryFolder();
        var whole = Sample(folder);
        var headerEnd = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        var refused = 0;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var tensors = Tensor.TotalCount;
        for (var i = 0; i < headerEnd; i++)
        {
            foreach (var value in new byte[] { 0, 0x22, 0x30, 0x39, 0x5c, 0x7b, 0x7d, 0xff, (byte)(whole[i] ^ 1), (byte)(whole[i] ^ 0x80) })
            {
                byte[] damaged = [.. whole];
                damaged[i] = value;
                var error = LoadError(folder, damaged);
                Assert.True(error is null or DataException, $"byte {i} as {value}: {error}");
                refused += error is null ? 0 : 1;
            }
        }

        // Names may change without harm, everything else may not.
        Assert.InRange(refused, headerEnd * 7, headerEnd * 10);
        Assert.InRange(Tensor.TotalCount, 0, tensors);
    }

    private static byte[] Sample(TemporaryFolder folder)
    {
        using var weight = ones(2, 3);
        using var step = TorchSharp.torch.tensor(5L);
        SafeTensors.Save(
            folder.File("x"),
            new Dictionary<string, Tensor> { ["weight"] = weight, ["step"] = step },
            new Dictionary<string, string> { ["format"] = "pt" });
        return File.ReadAllBytes(folder.File("x"));
    }

    private static Exception? LoadError(TemporaryFolder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder.File("y"), bytes);
        return Record.Exception(() => SafeTensors.Load(folder.File("y")).Dispose());
    }
}
