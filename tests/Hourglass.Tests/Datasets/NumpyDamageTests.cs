using Hourglass.Datasets;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Datasets;

/// <summary>Damaged files of NumPy's: read, or one clear message; nothing else.</summary>
public class NumpyDamageTests
{
    private const int Mutants = 1500;

    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 1000)]
    public void Mutants_give_one_message(bool archive, int leastRefused)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(archive ? "t.npz" : "t.npy");
        var whole = archive ? NumpyFiles.Table() : NumpyFiles.Array("<f8", "(3, 4)", new byte[96]);
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < Mutants; i++)
        {
            File.WriteAllBytes(path, Mutate(whole, random));
            try
            {
                Dataset.Open(path).Dispose();
            }
            catch (DataException error)
            {
                refused++;
                Assert.StartsWith($"The file '{path}' cannot be read: ", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(refused >= leastRefused, $"only {refused} refused");
    }

    /// <summary>A bit turned, a byte set, a run doubled, left out or filled, the end cut off.</summary>
    private static byte[] Mutate(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        var changes = random.Next(1, 4);
        for (var i = 0; i < changes && bytes.Length > 1; i++)
        {
            var at = random.Next(bytes.Length);
            var run = Math.Min(bytes.Length - at, random.Next(1, 9));
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = [.. bytes[..(at + run)], .. bytes[at..]];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[(at + run)..]];
                    break;
                case 4:
                    bytes.AsSpan(at, run).Fill(0xFF);
                    break;
                default:
                    bytes = bytes[..at];
                    break;
            }
        }

        return bytes;
    }
}
