using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>What all parts of the file share: the graph in regions, the names of its members, and the helpers that it calls.</summary>
internal sealed class PythonContext
{
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _members = new(StringComparer.Ordinal);
    private readonly PythonNames _names = new(
        [
            "forward", "encode", "decode", "predict", "reconstruct", "sample", "loss", "critic_loss", "like", "load", "save", "epoch",
            "phase", "finish_step", "self",
        ]);

    /// <summary>A model whose layers have names that Python takes.</summary>
    /// <exception cref="UnexportedException">A layer has no such name.</exception>
    public PythonContext(PythonGraph graph)
    {
        Graph = graph;
        Emit = new EmitContext(graph.Program);
        foreach (var layer in Program.Layers)
        {
            if (PythonNames.WhyNoLayer(layer.Name) is { } why)
            {
                throw new UnexportedException(
                    $"The layer `{layer.Path}` cannot be exported: `{layer.Name}` {why}", "Give the stage, or the variable, another name");
            }

            foreach (var member in layer.Definition.Parameters.Concat(layer.Definition.Buffers))
            {
                var key = layer.KeyOf(member.Member);
                _members[key] = PathOf(key);
            }
        }
    }

    /// <summary>The graph.</summary>
    public PythonGraph Graph { get; }

    /// <summary>The graph of the model.</summary>
    public ModelGraph Program => Graph.Program;

    /// <summary>The graph in regions.</summary>
    public EmitContext Emit { get; }

    /// <summary>Functions and classes of the file that something calls.</summary>
    public HashSet<string> Helpers { get; } = new(StringComparer.Ordinal);

    /// <summary>Functions that words bring along.</summary>
    public List<ScriptedFunction> Scripts { get; } = [];

    /// <summary>Every name of the file that a method may call.</summary>
    public IEnumerable<string> Functions => PythonHelpers.Names.Concat(Graph.Scripts.Select(script => script.Name));

    /// <summary>How methods reach a tensor, by its key.</summary>
    public string MemberOf(string key) => _members[key];

    /// <summary>How methods reach a layer, or anything of it, by its path: a number is a place in a list.</summary>
    public static string PathOf(string path) => "self" + string.Concat(
        path.Split('.').Select(part => char.IsDigit(part[0]) ? $"[{part}]" : "." + part));

    /// <summary>The method that computes a region.</summary>
    public string MethodOf(RegionPlan plan)
    {
        if (!_methods.TryGetValue(plan.Method, out var name))
        {
            _methods.Add(plan.Method, name = _names.Take("_" + PythonText.Snake(plan.Method)));
        }

        return name;
    }

    /// <summary>Reserves the name of a member.</summary>
    public string Member(string name) => _names.Take(name);

    /// <summary>A function or a class of the file, which is then written.</summary>
    public string Helper(string name)
    {
        Helpers.Add(name);
        return name;
    }

    /// <summary>A function that a word brings along, which is then written.</summary>
    public string Script(ScriptedFunction function)
    {
        if (!Scripts.Contains(function))
        {
            Scripts.Add(function);
        }

        return function.Name;
    }

    /// <summary>What a region's steps move besides what their optimizer moves.</summary>
    public IEnumerable<RunningUpdate> UpdatesOf(RegionPlan plan) =>
        Program.Averages.Where(update => update.Values.Any(value => value.Region == plan.Region && plan.Body.Contains(value)));
}
