using System.Buffers.Binary;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Arrays that stay in their file: the same values as in memory, and more than memory has.</summary>
public sealed class MappedArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_and_single_precision_are_read_where_they_lie()
    {
        var path = _folder.File("a");
        var rows = (MappedArray.LeastBytes / 64) + 3;
        using (var file = File.Create(path))
        {
            file.SetLength(32 + (rows * 64));
            file.Position = 32 + (5 * 64);
            file.Write(BitConverter.GetBytes(1.5f));
        }

        using var values = MappedArray.Of(path, 32, [rows, 16], ScalarType.Float32)!;
        Assert.Equal([rows, 16], values.shape);
        Assert.Equal((1.5f, 0), (values[5, 0].item<float>(), values[rows - 1, 15].item<float>()));
        using var bytes = MappedArray.Of(path, 32, [rows, 64], ScalarType.Byte)!;
        Assert.Equal([0, 0, 0xC0, 0x3F], bytes[5].data<byte>().Take(4));
        Assert.Null(MappedArray.Of(path, 30, [rows, 16], ScalarType.Float32));
        Assert.Null(MappedArray.Of(path, 32, [rows, 8], ScalarType.Float64));
        Assert.Null(MappedArray.Of(path, 32, [1000, 16], ScalarType.Float32));
    }

    /// <summary>A sparse file of 20 GiB: nobody has the memory that it would take.</summary>
    [Fact]
    public void A_file_of_twenty_gibibytes_is_opened_and_read()
    {
        const int Rows = 20 << 10;
        var path = _folder.File("train-images-idx3-ubyte");
        using (var file = File.Create(path))
        {
            Span<byte> header = stackalloc byte[16];
            int[] numbers = [0x0803, Rows, 1 << 10, 1 << 10];
            for (var i = 0; i < numbers.Length; i++)
            {
                BinaryPrimitives.WriteInt32BigEndian(header[(4 * i)..], numbers[i]);
            }

            file.Write(header);
            file.SetLength(16 + ((long)Rows << 20));
            file.Position = file.Length - 1;
            file.WriteByte(200);
        }

        using var images = IdxFile.ReadImages(path);
        Assert.Equal([Rows, 1 << 10, 1 << 10], images.shape);
        Assert.Equal(200, images[Rows - 1, 1023, 1023].item<byte>());
        Assert.Equal(0, images[Rows / 2, 5, 5].item<byte>());
    }
}
