using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Plan;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>The check of the plans finds plans that are wrong.</summary>
public sealed class CorruptionTests
{
    public static TheoryData<string, bool> Steps =>
        [
            ("01-linear-pca", true),
            ("01-linear-pca", false),
            ("08-contractive-deep", false),
            ("12-vae", true),
            ("12-vae", false),
            ("15-beta-vae", false),
            ("21-hierarchical", true)
        ];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_place_that_is_moved_onto_another_that_is_still_needed_is_found(string name, bool native)
    {
        var tape = Read(name, native);
        var movable = tape.Places
            .Where(pair => pair.Value.Memory is Place.Rows or Place.Fixed or Place.OwnRows or Place.OwnFixed or Place.OwnPairs)
            .Select(pair => (Name: pair.Key, Place: pair.Value, Life: tape.LifeOf(pair.Key)))
            .ToArray();
        var tried = 0;
        foreach (var one in movable)
        {
            foreach (var other in movable.Where(
                other => other.Place.Memory == one.Place.Memory && one.Life.First < other.Life.First && other.Life.First < one.Life.Last))
            {
                var corrupted = tape with
                {
                    Places = With(tape.Places, other.Name, other.Place with { Offset = one.Place.Offset + one.Place.Size - 1 })
                };

                Assert.NotEmpty(TapeCheck.Complaints(corrupted));
                tried++;
            }
        }

        Assert.True(tried > 0);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_value_written_over_an_argument_by_what_does_not_work_element_by_element_is_found(string name, bool native)
    {
        var tape = Read(name, native);
        var inPlace = Enumerable.Range(0, tape.Steps.Count)
            .Where(at => tape.Steps[at].Reads.Any(
                read => tape.Steps[at].Writes.Any(written => tape.Places[read].Overlaps(tape.Places[written]))))
            .ToArray();

        Assert.NotEmpty(inPlace);
        Assert.All(
            inPlace,
            at => Assert.NotEmpty(TapeCheck.Complaints(
                tape with { Steps = [.. tape.Steps.Select((step, i) => i == at ? step with { InPlace = [] } : step)] })));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_value_written_over_an_argument_of_other_sizes_is_found(string name, bool native)
    {
        var tape = Read(name, native);
        var written = tape.Steps
            .Where(step => step.InPlace.Any(pair => tape.Places[pair.Read] == tape.Places[pair.Write]))
            .Select(step => step.InPlace.First(pair => tape.Places[pair.Read] == tape.Places[pair.Write]).Write)
            .ToArray();

        Assert.NotEmpty(written);
        Assert.All(
            written,
            value => Assert.NotEmpty(
                TapeCheck.Complaints(tape with { Places = With(tape.Places, value, tape.Places[value] with { Extent = "[other]" }) })));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_statement_that_is_left_out_is_found(string name, bool native)
    {
        var tape = Read(name, native);
        var writing = Enumerable.Range(0, tape.Steps.Count)
            .Where(at => tape.Steps[at].Writes.Count > 0
                && tape.Steps[at].Writes.Any(tape.Wanted.Concat(tape.Steps.SelectMany(step => step.Reads)).Contains))
            .ToArray();

        Assert.NotEmpty(writing);
        Assert.All(writing, at => Assert.NotEmpty(TapeCheck.Complaints(tape with { Steps = [.. tape.Steps.Where((_, i) => i != at)] })));
    }

    [Fact]
    public void A_parameter_that_moves_before_its_last_use_is_found()
    {
        var tape = Read("12-vae", native: true);
        var tried = 0;
        foreach (var update in tape.Steps.Where(step => step.Spoils is not null))
        {
            var last = tape.Steps.Select((step, at) => step.Reads.Contains(update.Spoils!) ? at : -1).Max();
            var early = tape.Steps.Take(last).Append(update with { Reads = [] }).Concat(tape.Steps.Skip(last)).ToArray();

            Assert.NotEmpty(TapeCheck.Complaints(tape with { Steps = early }));
            tried++;
        }

        Assert.Equal(10, tried);
    }

    [Fact]
    public void A_plan_that_gives_two_values_one_slot_is_found()
    {
        var (training, graph) = StepModels.Read("12-vae");
        var script = StepScript.Of(graph, training);
        var hidden = graph.Values.Single(
            value => value.Name == "dense1" && value.Inputs[0].Inputs.Any(input => input.Inputs.Any(of => of.Name == "x")));
        var mean = graph.Values.First(value => value.Name == "z_mean" && script.Plan.Slots.ContainsKey(value));
        var slots = script.Plan.Slots.ToDictionary(pair => pair.Key, pair => pair.Key == mean ? script.Plan.Slots[hidden] : pair.Value);

        var complaints = TapeCheck.Complaints(PortableTape.Of(graph, script, script.Plan with { Slots = slots }));

        // The head of the variance still reads the hidden layer that the mean was written over.
        Assert.Contains(
            complaints,
            complaint => complaint.StartsWith("dense1 is not there", StringComparison.Ordinal)
                && complaint.EndsWith("out=z_logvar)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_memory_that_is_too_small_for_its_last_place_is_found()
    {
        var (training, graph) = StepModels.Read("12-vae");
        var script = StepScript.Of(graph, training);
        var (value, slot) = script.Plan.Slots
            .Where(pair => pair.Value.Kind == SlotKind.Rows)
            .MaxBy(pair => pair.Value.Offset + pair.Key.Extent.PerExample);
        var slots = script.Plan.Slots.ToDictionary(
            pair => pair.Key,
            pair => pair.Key == value ? slot with { Offset = slot.Offset + 1 } : pair.Value);

        Assert.Equal(
            script.Plan.RowNumbers + 1,
            TapeCheck.EndOf(PortableTape.Of(graph, script, script.Plan with { Slots = slots }), Place.Rows));
    }

    private static Tape Read(string name, bool native)
    {
        var (training, graph) = StepModels.Read(name);
        if (native)
        {
            return NativeTape.TryRead(graph, training)!.Value.Tape;
        }

        var script = StepScript.Of(graph, training);
        return PortableTape.Of(graph, script, script.Plan);
    }

    private static Dictionary<string, Place> With(IReadOnlyDictionary<string, Place> places, string name, Place place) =>
        new(places, StringComparer.Ordinal) { [name] = place };
}
