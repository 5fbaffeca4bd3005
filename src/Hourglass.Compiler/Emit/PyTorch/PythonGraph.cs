using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>
/// A model's graph, with what the exported methods give besides: the mean of each code and of each output, and draws of the priors. Their
/// formulas are those of the words; C# has them from classes of the runtime.
/// </summary>
internal sealed class PythonGraph
{
    private PythonGraph(ModelGraph program) => Program = program;

    /// <summary>The graph of the model.</summary>
    public ModelGraph Program { get; }

    /// <summary>The point that stands for a binding: its value, or the mean of its distribution.</summary>
    public Dictionary<(Role Role, string Name), Value> Means { get; } = [];

    /// <summary>A draw of each code from its prior; a code without a prior that can be drawn from is not there.</summary>
    public Dictionary<string, Value> Drawn { get; } = new(StringComparer.Ordinal);

    /// <summary>The functions that words bring along.</summary>
    public IEnumerable<ScriptedFunction> Scripts => Program.Values.Select(value => value.Op)
        .OfType<ScriptedOp>()
        .Select(op => op.Function)
        .Concat(Program.Averages.Select(update => update.Function).OfType<ScriptedFunction>())
        .Distinct();

    /// <summary>The places that draw while an objective is computed, in the order of their numbers.</summary>
    public IReadOnlyList<DrawOp> Draws =>
    [
        .. Graphs.Behind(Program.Trained.Concat(Program.Averages.SelectMany(update => update.Values)))
            .Select(value => value.Op)
            .OfType<DrawOp>()
            .Distinct()
            .OrderBy(op => op.Site),
    ];

    /// <summary>Adds to a graph what methods give.</summary>
    public static PythonGraph Of(ModelGraph program)
    {
        var graph = new PythonGraph(program);
        if (program.Values.FirstOrDefault()?.Build is not { } build)
        {
            return graph;
        }

        (build.Region, build.Origin) = (Region.Objective, default);
        foreach (var binding in program.Model.Bindings.Where(binding => binding.Role is Role.Encode or Role.Decode or Role.Predict))
        {
            build.Scope = binding.Name + "_mean";
            graph.Means[(binding.Role, binding.Name)] = program.Distributions.TryGetValue(binding.Name, out var density)
                ? density.Through(density.Entry.Mean(density))
                : program.Functions[binding.Name];
        }

        foreach (var code in program.Model.Bindings.Where(binding => binding.Role == Role.Encode))
        {
            if (graph.Point(code.Name) is { } z && graph.PriorOf(code.Name, build) is { } prior)
            {
                build.Scope = code.Name + "_drawn";
                var each = prior with
                {
                    Parameters = [.. prior.Parameters.Select(parameter => (parameter.Name, parameter.Value.RepeatTo(z)))],
                };
                if (each.Entry.Draw(each, new DrawSource(build, z)) is { } drawn)
                {
                    graph.Drawn[code.Name] = each.Through(drawn);
                }
            }
        }

        build.Scope = null;
        return graph;
    }

    /// <summary>A code as others read it: its draw, or its value.</summary>
    public Value? Point(string code) => Program.Samples.TryGetValue(code, out var sample) ? sample
        : Program.Functions.TryGetValue(code, out var value) ? value
        : null;

    private Density? PriorOf(string code, GraphBuilder build)
    {
        if (Program.Priors.TryGetValue(code, out var prior))
        {
            return prior;
        }

        return Program.Samples.ContainsKey(code) ? Program.Distributions[code].Standard(build) : null;
    }
}
