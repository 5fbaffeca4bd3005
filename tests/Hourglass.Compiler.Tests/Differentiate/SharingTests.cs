using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Nothing is computed twice, and nothing for no reason.</summary>
public sealed class SharingTests
{
    public static TheoryData<string> Models => StepModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void No_two_values_are_the_same_operation_on_the_same_inputs(string name)
    {
        var values = StepModels.Read(name).Graph.Values;

        Assert.Empty(values.GroupBy(KeyOf, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_value_is_needed_by_a_term_a_gradient_or_a_running_average(string name)
    {
        var graph = StepModels.Read(name).Graph;
        var open = new Stack<Value>(graph.Roots);
        var needed = new HashSet<int>();
        while (open.TryPop(out var value))
        {
            if (needed.Add(value.Id))
            {
                foreach (var input in value.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        Assert.Equal(needed.Order(), graph.Values.Select(value => value.Id));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Values_stand_behind_what_they_are_computed_from_and_have_the_sizes_that_their_operation_gives(string name)
    {
        var seen = new HashSet<int>();
        foreach (var value in StepModels.Read(name).Graph.Values)
        {
            Assert.All(value.Inputs, input => Assert.Contains(input.Id, seen));
            Assert.Equal(value.Op.ExtentOf(value.Inputs), value.Extent);
            seen.Add(value.Id);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_gradient_has_the_sizes_of_its_parameter(string name) =>
        Assert.All(StepModels.Read(name).Graph.Gradients, pair => Assert.Equal(new Extent(0, pair.Weight.Shape), pair.Gradient.Extent));

    [Fact]
    public void Two_equal_parts_of_a_model_are_computed_once()
    {
        var graph = StepModels.Parse(
            "model M { data x: real[4] encode h = x -> dense(3, tanh) "
            + "decode y = h -> dense(4) minimize sse(y, x) + 0.5 * l2(h) + 0.25 * l2(h) }").Graph;

        Assert.Equal(graph.Terms[1].Value, graph.Terms[2].Value);
        Assert.Single(
            graph.Values,
            value => value.Op is MapOp { Function.Name: "square" } && value.Inputs[0].Op is MapOp { Function.Name: "tanh" });
    }

    [Fact]
    public void What_no_term_depends_on_is_left_out()
    {
        var graph = StepModels.Parse(
            "model M { data x: real[4] data unused: real[7] encode h = x -> dense(3) encode g = x -> dense(5) "
            + "decode y = h -> dense(4) minimize sse(y, x) }").Graph;

        Assert.DoesNotContain(graph.Values, value => value.Op is DataOp { Field: "unused" } || value.Extent.Shape.Dimensions.Contains(5));
        Assert.Equal(4, graph.Gradients.Count);
    }

    /// <summary>Written out, so that an operation's own equality is not asked.</summary>
    private static string KeyOf(Value value) =>
        $"{value.Op.GetType().Name} {value.Op} {value.Extent} ({string.Join(", ", value.Inputs.Select(input => $"%{input.Id}"))})";
}
