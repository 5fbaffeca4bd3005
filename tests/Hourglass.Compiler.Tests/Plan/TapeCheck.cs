namespace Hourglass.Compiler.Tests.Plan;

/// <summary>
/// Runs a step without numbers: follows which name occupies each place, and says where something is read that is not there.
/// </summary>
internal static class TapeCheck
{
    public static IReadOnlyList<string> Complaints(Tape tape)
    {
        var complaints = new List<string>();
        var there = new HashSet<string>(tape.Places.Keys.Where(name => tape.Places[name].IsGiven), StringComparer.Ordinal);
        foreach (var step in tape.Steps)
        {
            complaints.AddRange(step.Reads.Where(name => !there.Contains(name)).Select(name => $"{name} is not there in: {step.Text}"));
            complaints.AddRange(Collisions(tape, step));
            foreach (var name in step.Writes)
            {
                there.RemoveWhere(other => tape.Places[other].Overlaps(tape.Places[name]));
                there.Add(name);
            }

            if (step.Spoils is { } spoiled)
            {
                there.Remove(spoiled);
            }
        }

        complaints.AddRange(tape.Wanted.Where(name => !there.Contains(name)).Select(name => $"{name} is not there at the end"));
        return complaints;
    }

    /// <summary>What one statement reads and writes at once.</summary>
    private static IEnumerable<string> Collisions(Tape tape, TapeStep step)
    {
        for (var i = 0; i < step.Writes.Count; i++)
        {
            var (name, place) = (step.Writes[i], tape.Places[step.Writes[i]]);
            if (place.IsGiven)
            {
                yield return $"{name} is given and is written in: {step.Text}";
            }

            foreach (var other in step.Writes.Take(i).Where(other => tape.Places[other].Overlaps(place)))
            {
                yield return $"{name} and {other} are written at once in: {step.Text}";
            }

            foreach (var read in step.Reads.Distinct().Where(read => tape.Places[read].Overlaps(place)))
            {
                if (tape.Places[read] != place || !step.InPlace.Contains((read, name)))
                {
                    yield return $"{name} is written over {read}, which is still read, in: {step.Text}";
                }
            }
        }
    }

    /// <summary>The numbers that a memory must have.</summary>
    public static long EndOf(Tape tape, string memory) =>
        tape.Places.Values.Where(place => place.Memory == memory).Select(place => place.Offset + place.Size).DefaultIfEmpty(0).Max();

    /// <summary>The most numbers of a memory that are needed at one time: no plan can do with less.</summary>
    public static long NeededOf(Tape tape, string memory)
    {
        var change = new long[tape.Steps.Count + 2];
        foreach (var (name, place) in tape.Places.Where(pair => pair.Value.Memory == memory))
        {
            var (first, last) = tape.LifeOf(name);
            // What is written over is needed up to the statement before: the two are the same numbers.
            var over = last < tape.Steps.Count && tape.Steps[last].Writes.Any(written => written != name && tape.Places[written] == place);
            change[first] += place.Size;
            change[over ? last : last + 1] -= place.Size;
        }

        return change.Aggregate((Now: 0L, Most: 0L), (sum, by) => (sum.Now + by, Math.Max(sum.Most, sum.Now + by))).Most;
    }
}
