using Hourglass.Datasets;

namespace Hourglass.Tests.Datasets;

/// <summary>Files as a bad copy leaves them.</summary>
internal static class FileMutants
{
    /// <summary>Opens mutants of a file, one after the other: each is read, or refused by one line.</summary>
    /// <param name="path">The file, which is written over.</param>
    /// <param name="opened">What is opened: the file, or its folder.</param>
    /// <param name="whole">The file as it ought to be.</param>
    /// <param name="count">How many mutants.</param>
    /// <param name="begins">How every message begins.</param>
    /// <returns>How many were refused.</returns>
    public static int Open(string path, string opened, byte[] whole, int count, string begins)
    {
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(path, Mutate(whole, random));
            try
            {
                Dataset.Open(opened).Dispose();
            }
            catch (DataException error)
            {
                refused++;
                Assert.StartsWith(begins, error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
            }
        }

        return refused;
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
