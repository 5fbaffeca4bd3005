using System.Globalization;
using System.Text;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>
/// A plan as text: for each memory its size, and for each place where it lies and from which statement to which it is needed.
/// </summary>
internal static class PlanDump
{
    public static string Of(string step, Tape tape, BufferPlan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{step}, {tape.Steps.Count} statements\n");
        foreach (var (memory, numbers) in new[]
        {
            (Place.Rows, plan.RowNumbers),
            (Place.Fixed, plan.FixedNumbers),
            (Place.OwnRows, plan.OwnRowNumbers),
            (Place.OwnFixed, plan.OwnFixedNumbers),
            (Place.OwnPairs, plan.OwnPairNumbers)
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{memory}: {numbers} numbers, {TapeCheck.NeededOf(tape, memory)} needed at once\n");
        }

        var lives = tape.Places
            .Where(pair => !pair.Value.IsGiven)
            .Select(pair => (Name: pair.Key, Place: pair.Value, Life: tape.LifeOf(pair.Key)));
        foreach (var (name, place, (first, last)) in lives.OrderBy(value => value.Life.First))
        {
            var at = place.Memory is Place.Rows or Place.Fixed or Place.OwnRows or Place.OwnFixed or Place.OwnPairs
                ? $"{place.Memory} {place.Offset} to {place.Offset + place.Size}"
                : place.Memory;
            var until = last == tape.Steps.Count ? "the end" : $"{last}";
            var over = tape.Steps[first].InPlace
                .Where(pair => pair.Write == name && tape.Places[pair.Read] == place)
                .Select(pair => $", over {pair.Read}")
                .FirstOrDefault();
            text.Append(CultureInfo.InvariantCulture, $"{name} {place.Extent}: {at}, {first} to {until}{over}\n");
        }

        return text.ToString();
    }
}
