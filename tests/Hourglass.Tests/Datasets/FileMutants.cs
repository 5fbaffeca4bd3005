namespace Hourglass.Tests.Datasets;

/// <summary>Files as a bad copy leaves them.</summary>
internal static class FileMutants
{
    /// <summary>A bit turned, a byte set, a run doubled, left out or filled, the end cut off.</summary>
    public static byte[] Mutate(byte[] whole, Random random)
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
