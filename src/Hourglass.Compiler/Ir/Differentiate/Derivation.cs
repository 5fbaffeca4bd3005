using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>Derives a training step from a model's graph.</summary>
public static class Derivation
{
    /// <summary>The graph of the step.</summary>
    /// <exception cref="UnderivedException">No rule derives a part of the objective, or the step would be too large to write down.</exception>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static StepGraph Derive(IrProgram program, CancellationToken cancellation = default)
    {
        var build = new StepBuilder(cancellation);
        var stages = new StageExpansion(build, program.Model);
        var objective = new TermExpansion(build, stages);
        foreach (var value in Needed(program))
        {
            build.Origin = value.Origin;
            stages.Set(value, value.Op is ScalarOp ? objective.Expand(value) : stages.Expand(value));
        }

        var terms = program.Terms.Select(term => (term.Term, Value: stages[term.Value])).ToArray();
        var scheduled = program.Terms.Select(term => term.Term).Where(term => term.Weight.Schedule is not null).ToArray();
        var seeds = terms.Select(term => (term.Value, build.Fill(WeightOf(term.Term, scheduled), Extent.Scalar))).ToArray();
        var weights = Weights(program, build);
        var gradients = ReverseMode.Gradients(build, seeds, weights);
        var pairs = weights.Zip(gradients, (weight, gradient) => (Weight: (WeightOp)weight.Op, Gradient: gradient))
            .Where(pair => pair.Gradient is not null)
            .Select(pair => (pair.Weight, Gradient: pair.Gradient!))
            .ToArray();
        var graph = new StepGraph(build.Values, terms, pairs, stages.Averages, scheduled);
        var live = Live(build.Values, graph.Roots);
        return live.Length <= Limits.StepValues
            ? graph with { Values = live }
            : throw new UnderivedException($"a step of more than {NumberText.Of(Limits.StepValues)} values");
    }

    /// <summary>The parameters that the graph reads, in the order of the program's layers.</summary>
    private static StepValue[] Weights(IrProgram program, StepBuilder build)
    {
        var read = build.Values.Where(value => value.Op is WeightOp).ToDictionary(value => ((WeightOp)value.Op).Key, StringComparer.Ordinal);
        return [.. program.Layers.SelectMany(LayerKeys.Of).Where(read.ContainsKey).Select(key => read[key])];
    }

    private static Factor WeightOf(BoundTerm term, BoundTerm[] scheduled)
    {
        var index = Array.IndexOf(scheduled, term);
        return index < 0 ? Factor.Of(term.Weight.Factor) : Factor.Weight(index);
    }

    private static IEnumerable<IrValue> Needed(IrProgram program)
    {
        var needed = new HashSet<IrValue>(program.Terms.Select(term => term.Value));
        foreach (var value in program.Values.Reverse().Where(needed.Contains))
        {
            needed.UnionWith(value.Inputs);
        }

        return program.Values.Where(needed.Contains);
    }

    private static StepValue[] Live(IReadOnlyList<StepValue> values, IEnumerable<StepValue> roots)
    {
        var live = new HashSet<StepValue>(roots);
        foreach (var value in values.Reverse().Where(live.Contains))
        {
            live.UnionWith(value.Inputs);
        }

        return [.. values.Where(live.Contains)];
    }
}
