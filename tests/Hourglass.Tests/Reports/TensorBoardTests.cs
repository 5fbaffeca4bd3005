using System.Text;
using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests.Reports;

/// <summary>Event files, read back by a parser that shares nothing with the writer: bitwise CRC, hand-decoded protobuf.</summary>
public class TensorBoardTests
{
    [Fact]
    public void Holds_every_term_of_every_epoch_also_after_a_resume()
    {
        using var folder = new TemporaryFolder();
        using var data = TinyVae.Data();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false, TensorBoard = true };
        using var first = new TinyVae();
        first.TrainOn(data, options with { Epochs = 2 });
        Check(2, first, folder);
        using var second = new TinyVae();
        var report = second.TrainOn(data, options with { Resume = true });
        Check(3, second, folder, report);
    }

    [Fact]
    public void The_check_value_of_the_literature()
    {
        Assert.Equal(0xE3069283u, Crc(Encoding.ASCII.GetBytes("123456789")));
    }

    private static void Check(int epochs, TinyVae model, TemporaryFolder folder, TrainingReport? report = null)
    {
        foreach (var run in new[] { "train", "test" })
        {
            var file = Directory.GetFiles(folder.File("tensorboard", run)).Single();
            Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
            var records = Records(File.ReadAllBytes(file)).ToList();
            Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(Fields(records[0]).Single(f => f.Number == 3).Bytes));
            Assert.Equal(epochs + 1, records.Count);
            for (var epoch = 1; epoch <= epochs; epoch++)
            {
                var fields = Fields(records[epoch]).ToList();
                Assert.InRange(BitConverter.ToDouble(fields.Single(f => f.Number == 1).Bytes), 1.6e9, 1e11);
                Assert.Equal((ulong)epoch, fields.Single(f => f.Number == 2).Value);
                var values = Fields(fields.Single(f => f.Number == 5).Bytes)
                    .Select(value => Fields(value.Bytes).ToList())
                    .ToDictionary(
                        value => Encoding.UTF8.GetString(value.Single(f => f.Number == 1).Bytes),
                        value => BitConverter.ToSingle(value.Single(f => f.Number == 2).Bytes));
                Assert.Equal([.. model.Description.Terms, "total"], values.Keys);
                if (report is not null)
                {
                    var expected = run == "train" ? report.Epochs[epoch - 1].Train : report.Epochs[epoch - 1].Test;
                    Assert.All(expected, term => Assert.Equal((float)term.Value, values[term.Key]));
                }
            }
        }
    }

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BitConverter.ToUInt64(file, at);
            Assert.Equal(Mask(Crc(file.AsSpan(at, 8))), BitConverter.ToUInt32(file, at + 8));
            var body = file.AsSpan(at + 12, length).ToArray();
            Assert.Equal(Mask(Crc(body)), BitConverter.ToUInt32(file, at + 12 + length));
            yield return body;
            at += 16 + length;
        }
    }

    private static IEnumerable<(int Number, ulong Value, byte[] Bytes)> Fields(byte[] message)
    {
        var at = 0;
        ulong Varint()
        {
            var value = 0ul;
            for (var shift = 0; ; shift += 7)
            {
                var b = message[at++];
                value |= (ulong)(b & 127) << shift;
                if (b < 128)
                {
                    return value;
                }
            }
        }

        while (at < message.Length)
        {
            var key = Varint();
            if ((key & 7) == 0)
            {
                yield return ((int)(key >> 3), Varint(), []);
                continue;
            }

            var length = (key & 7) switch { 1 => 8, 5 => 4, _ => (int)Varint() };
            yield return ((int)(key >> 3), 0, message[at..(at + length)]);
            at += length;
        }
    }

    private static uint Mask(uint crc) => ((crc >> 15) | (crc << 17)) + 0xA282EAD8;

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }
}
