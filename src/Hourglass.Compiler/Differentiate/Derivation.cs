using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Differentiate;

/// <summary>Derives a training step from a model's graph.</summary>
internal static class Derivation
{
    /// <summary>The graph of the step.</summary>
    /// <param name="model">The model.</param>
    /// <param name="phase">The phase that the step is of.</param>
    /// <param name="turn">Which turn of it: the model's is the first, the critics' the second.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    /// <exception cref="UnderivedException">No rule derives a part of the objective, or the step would be too large to write
    /// down.</exception>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static StepGraph Derive(ModelGraph model, BoundPhase phase, int turn, CancellationToken cancellation = default)
    {
        var objective = model.ObjectiveOf(phase);
        if (objective.IsFound)
        {
            throw new UnderivedException($"the posterior that `{phase.Method!.Entry.Name}` finds");
        }

        var ofCritics = turn > 0;
        var moved = new HashSet<Layer>(model.MovedBy(phase, turn));
        var build = new GraphBuilder(cancellation, limit: 4 * Limits.StepValues)
        {
            Fixed = [.. model.Layers.Where(layer => !moved.Contains(layer)).SelectMany(layer => layer.Keys)],
        };
        var values = Forward(model, phase, ofCritics, build);
        var terms = (ofCritics ? objective.CriticTerms : objective.Terms).Select(term => (term.Term, Value: values[term.Value])).ToArray();
        var scheduled = terms.Select(term => term.Term).Where(term => term.Weight.IsGiven).ToArray();
        var seeds = terms.Select(term => (term.Value, Slope(build, term.Term, term.Value, scheduled))).ToArray();
        var weights = Weights(model, build);
        if (!ofCritics && objective.Directions.Count > 0)
        {
            return Finished(build, terms, Directions(objective, values), []);
        }

        var gradients = ofCritics
            ? ReverseMode.Gradients(build, seeds, weights)
            : Gradients(model, objective, build, seeds, weights, values);
        var pairs = weights.Zip(gradients, (weight, gradient) => (Weight: (WeightOp)weight.Op, Gradient: gradient))
            .Where(pair => pair.Gradient is not null)
            .Select(pair => (pair.Weight, Gradient: pair.Gradient!))
            .ToArray();
        return Finished(build, terms, pairs, scheduled);
    }

    /// <summary>What moves parameters in the place of gradients.</summary>
    private static (WeightOp Weight, Value Gradient)[] Directions(LoweredObjective objective, Dictionary<Value, Value> values) =>
    [
        .. objective.Directions.Select(direction => ((WeightOp)direction.Weight.Op, values[direction.Value])),
    ];

    private static StepGraph Finished(
        GraphBuilder build,
        (BoundTerm Term, Value Value)[] terms,
        (WeightOp Weight, Value Gradient)[] pairs,
        BoundTerm[] scheduled)
    {
        var graph = new StepGraph(build.Values, terms, pairs, build.Averages, scheduled);
        var live = Live(build.Values, graph.Roots);
        return live.Length <= Limits.StepValues
            ? graph with { Values = live }
            : throw new UnderivedException($"a step of more than {NumberText.Of(Limits.StepValues)} values");
    }

    /// <summary>The gradients of the terms; those of the encoder's parameters, where something trains them in the place of some.</summary>
    private static IReadOnlyList<Value?> Gradients(
        ModelGraph model,
        LoweredObjective objective,
        GraphBuilder build,
        IReadOnlyList<(Value Value, Value Gradient)> seeds,
        IReadOnlyList<Value> weights,
        Dictionary<Value, Value> values)
    {
        if (objective.EncoderTerms.Count == 0)
        {
            return ReverseMode.Gradients(build, seeds, weights);
        }

        var keys = new HashSet<string>(
            model.Layers.Where(layer => layer.Container == ModelScope.ContainerOf(Role.Encode)).SelectMany(layer => layer.Keys),
            StringComparer.Ordinal);
        bool IsEncoders(Value weight) => keys.Contains(((WeightOp)weight.Op).Key);
        var encoderSeeds = objective.Terms
            .Select((term, i) => objective.EncoderTerms.TryGetValue(term.Term, out var other)
                ? (values[other], seeds[i].Gradient)
                : seeds[i])
            .ToArray();
        var rest = weights.Where(weight => !IsEncoders(weight)).ToArray();
        var encoders = weights.Where(IsEncoders).ToArray();
        var gradients = rest.Zip(ReverseMode.Gradients(build, seeds, rest), (weight, gradient) => (weight, gradient))
            .Concat(encoders.Zip(ReverseMode.Gradients(build, encoderSeeds, encoders), (weight, gradient) => (weight, gradient)))
            .ToDictionary(pair => pair.weight, pair => pair.gradient);
        return [.. weights.Select(weight => gradients[weight])];
    }

    /// <summary>
    /// The primitives of what a training step computes: bodies in place of calls, what holds while training in place of choices.
    /// </summary>
    private static Dictionary<Value, Value> Forward(ModelGraph model, BoundPhase phase, bool ofCritics, GraphBuilder build)
    {
        var mapped = new Dictionary<Value, Value>();
        var objective = model.ObjectiveOf(phase);
        var averages = ofCritics ? [] : Averages(model, objective);
        var roots = ofCritics ? objective.CriticRoots : objective.Roots.Concat(averages.SelectMany(average => average.Values));
        foreach (var value in Live(model.Values, roots))
        {
            Value[] inputs = [.. value.Inputs.Select(input => mapped[input])];
            build.Origin = value.Origin;
            build.Scope = value.Name;
            mapped[value] = value.Op switch
            {
                AliasOp => inputs[0],
                SelectOp select => inputs[select.HoldsIn(phase.Name) ? 0 : 1],

                // What another step trains is a number like others here, and whatever it is behind needs no detaching.
                DetachOp when ofCritics => inputs[0],
                WeightOp weight when build.Fixed.Contains(weight.Key) => build.Add(weight with { IsTrained = false }, value.Name),
                CallOp call => build.Call(call.Name, call.Extent, call.Arguments, inputs, call.Body),
                DrawOp => build.Add(value.Op, value.Name),
                _ => value.Op.Apply(build, value.Name, inputs),
            };
        }

        build.Scope = null;
        build.Averages.AddRange(averages.Select(average => average.Of(value => mapped[value])));
        return mapped;
    }

    /// <summary>The statistics of stages that the objective has a use for.</summary>
    private static RunningUpdate[] Averages(ModelGraph model, LoweredObjective objective)
    {
        var used = Graphs.Behind(objective.Roots);
        return [.. model.Averages.Where(average => average.Values.Any(used.Contains))];
    }

    /// <summary>The parameters that the graph reads and the step trains, in the order of the model's layers.</summary>
    private static Value[] Weights(ModelGraph model, GraphBuilder build)
    {
        var read = build.Values
            .Where(value => value.Op is WeightOp { IsTrained: true })
            .ToDictionary(value => ((WeightOp)value.Op).Key, StringComparer.Ordinal);
        return [.. model.Layers.SelectMany(layer => layer.Keys).Where(read.ContainsKey).Select(key => read[key])];
    }

    /// <summary>The gradient of the total by a term: its weight, with the sign of the distance where it is held at a capacity.</summary>
    private static Value Slope(GraphBuilder build, BoundTerm term, Value value, BoundTerm[] scheduled)
    {
        var moving = build.Fill(WeightOf(term, scheduled), Extent.Scalar);
        return term.Weight.IsCapacity ? build.Scale(build.Map(Functions.Sign, build.Minus(value, moving)), term.Weight.Factor) : moving;
    }

    private static Factor WeightOf(BoundTerm term, BoundTerm[] scheduled)
    {
        var index = Array.IndexOf(scheduled, term);
        return index < 0 ? Factor.Of(term.Weight.Factor) : Factor.Weight(index);
    }

    /// <summary>The values that others are computed from, and those.</summary>
    private static Value[] Live(IReadOnlyList<Value> values, IEnumerable<Value> roots)
    {
        var live = Graphs.Behind(roots);
        return [.. values.Where(live.Contains)];
    }
}
