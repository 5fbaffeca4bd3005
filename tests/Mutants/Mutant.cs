using System.Globalization;

namespace Hourglass.Mutants;

/// <summary>A text with one edit, as a slip of the hand would make it; the same for the same seed and number.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Base">The text that was edited.</param>
/// <param name="Kind">The edit.</param>
/// <param name="Text">The text after the edit.</param>
internal sealed record Mutant(int Number, MutantBase Base, string Kind, string Text)
{
    private static readonly string[] Marks =
    [
        "(", ")", "{", "}", "[", "]", "\"", ",", ":", ";", "=", "~", "->", "+", "-", "*", "/", "?", ".", "//", "///", "@", "\0", "\ud800",
        "ß",
    ];

    private static readonly string[] Numbers =
        ["0", "1", "2", "-1", "0.5", "1e-3", "7", "28", "784", "1000000", "2147483648", "1e308", "1e999", "0.1.2", "3x", "00"];

    private static readonly string[] Kinds =
        ["cut", "twice", "swap", "word", "name", "num", "mark", "line", "moved", "splice", "short", "letter"];

    /// <summary>The mutant of a number.</summary>
    public static Mutant Of(IReadOnlyList<MutantBase> bases, int seed, int number)
    {
        var random = new Random(HashOf(seed, number));
        var from = bases[random.Next(bases.Count)];
        var kind = Kinds[random.Next(Kinds.Length)];
        var pieces = from.Pieces.ToList();
        Edit(kind, pieces, from, bases[random.Next(bases.Count)], random);
        return new Mutant(number, from, kind, string.Concat(pieces));
    }

    /// <summary>Names it, so that it can be made again.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} ({Kind} in {Base.Name})");

    private static int HashOf(int seed, int number) =>
        unchecked((int)((((ulong)(uint)seed << 32) | (uint)number) * 0x9E3779B97F4A7C15UL >> 33));

    private static void Edit(string kind, List<string> pieces, MutantBase from, MutantBase other, Random random)
    {
        int Token() => Pick(from.Tokens);
        int Pick(IReadOnlyList<int> places) => places.Count == 0 ? Token() : places[random.Next(places.Count)];
        T Any<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
        switch (kind)
        {
            case "cut":
                pieces.RemoveAt(Token());
                break;
            case "twice":
                var place = Token();
                pieces.Insert(place, pieces[place]);
                break;
            case "swap":
                var (one, two) = (Token(), Token());
                (pieces[one], pieces[two]) = (pieces[two], pieces[one]);
                break;
            case "word":
                pieces[Pick(from.Words)] = other.Pieces[Any(other.Words)];
                break;
            case "name":
                pieces[Pick(from.Words)] = from.Pieces[Pick(from.Words)];
                break;
            case "num":
                pieces[Pick(from.Numbers)] = Any(Numbers);
                break;
            case "mark":
                pieces.Insert(Token(), Any(Marks));
                break;
            case "line":
                var (start, end) = Line(from, random);
                pieces.RemoveRange(start, end - start);
                break;
            case "moved":
                var (first, last) = Line(from, random);
                var line = pieces.GetRange(first, last - first);
                pieces.RemoveRange(first, last - first);
                var target = Pick(from.Ends);
                pieces.InsertRange(Math.Min(target < first ? target + 1 : Math.Max(first, target + 1 - line.Count), pieces.Count), line);
                break;
            case "splice":
                var part = random.Next(other.Pieces.Count);
                pieces.InsertRange(Token(), other.Pieces.Skip(part).Take(1 + random.Next(12)));
                break;
            case "short":
                var cut = Token();
                pieces.RemoveRange(cut, pieces.Count - cut);
                break;
            default:
                var word = Pick(from.Words);
                pieces[word] = pieces[word].Remove(random.Next(pieces[word].Length), 1);
                break;
        }
    }

    /// <summary>A line with its end.</summary>
    private static (int Start, int End) Line(MutantBase from, Random random)
    {
        if (from.Ends.Count == 0)
        {
            return (0, from.Pieces.Count);
        }

        var line = random.Next(from.Ends.Count);
        return (line == 0 ? 0 : from.Ends[line - 1] + 1, from.Ends[line] + 1);
    }
}
