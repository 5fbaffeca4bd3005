using System.Globalization;

namespace Hourglass.Benchmarks.Memory;

/// <summary>A reading in a long run; a line of text between the process that measures and the one that reports.</summary>
/// <param name="Step">Steps so far.</param>
/// <param name="Resident">Resident bytes.</param>
/// <param name="OnThread">Managed bytes that the training thread has allocated so far.</param>
/// <param name="OnAll">The same of all threads.</param>
internal readonly record struct ResidentReading(int Step, long Resident, long OnThread, long OnAll)
{
    /// <summary>Reads a line.</summary>
    public static ResidentReading Parse(string line)
    {
        var numbers = line.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new ResidentReading((int)numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>The line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Step} {Resident} {OnThread} {OnAll}");
}
