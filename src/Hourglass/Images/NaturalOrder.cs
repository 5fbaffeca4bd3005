namespace Hourglass.Images;

/// <summary>Names in the order in which people count: runs of digits are numbers, so that 2 comes before 10.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The only one.</summary>
    public static readonly NaturalOrder Instance = new();

    private NaturalOrder()
    {
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        while (!a.IsEmpty && !b.IsEmpty)
        {
            var (left, right) = (Digits(a), Digits(b));
            if (left == 0 || right == 0)
            {
                if (a[0] != b[0])
                {
                    return a[0].CompareTo(b[0]);
                }

                a = a[1..];
                b = b[1..];
                continue;
            }

            var number = a[..left].TrimStart('0');
            var other = b[..right].TrimStart('0');
            var order = number.Length != other.Length ? number.Length.CompareTo(other.Length) : number.SequenceCompareTo(other);
            if (order != 0)
            {
                return order;
            }

            a = a[left..];
            b = b[right..];
        }

        return a.IsEmpty != b.IsEmpty ? (a.IsEmpty ? -1 : 1) : string.CompareOrdinal(x, y);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
