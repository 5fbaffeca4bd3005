using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Lower;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>A graph while it is put together: the values of the model in it, its inputs and outputs.</summary>
internal sealed class GraphParts
{
    private readonly EmitContext _context;
    private readonly CancellationToken _cancellation;
    private readonly Inference _values;
    private readonly List<GraphValue> _inputs = [];
    private readonly List<GraphValue> _outputs = [];
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<Value, string> _samples;

    /// <summary>A graph without inputs and outputs.</summary>
    /// <param name="context">The model.</param>
    /// <param name="encoded">Whether the encoder has run; what only it knows is not there otherwise.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    public GraphParts(EmitContext context, bool encoded, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
        Build = new GraphBuilder(cancellation, OnnxCalls.Knows) { Region = Region.Objective };
        var draws = context.LatentClasses is { } latent ? context.Model.FindData(latent)!.Classes : context.Model.Sampling.Draws;
        _values = new Inference(Build, [], encoded, draws);
        _samples = Program.Samples.ToDictionary(sample => sample.Value, sample => sample.Key);
    }

    /// <summary>The new graph.</summary>
    public GraphBuilder Build { get; }

    /// <summary>A value of the model, random codes behind it at their means.</summary>
    public Value Of(Value value)
    {
        var behind = Graphs.Behind([value], goesOn: at => !_values.Knows(at) && !_samples.ContainsKey(at));
        foreach (var sample in behind.Where(at => _samples.ContainsKey(at) && !_values.Knows(at)).OrderBy(at => at.Id))
        {
            _values.Put(sample, MeanOf(Program.Distributions[_samples[sample]]));
        }

        return _values.Of(value);
    }

    /// <summary>Has a code, or a parameter of its distribution, be an input.</summary>
    public void TakeCode(string variable)
    {
        var (name, value) = variable.IndexOf('.') is > 0 and var dot
            ? (variable.Substring(0, dot), Program.Distributions[variable.Substring(0, dot)][variable.Substring(dot + 1)])
            : (variable, Program.Samples.TryGetValue(variable, out var sample) ? sample : Program.Functions[variable]);
        var input = Build.Add(new DataOp(variable, value.Shape, Classes: false), variable);
        _values.Put(value, input);
        _inputs.Add(new GraphValue(
            input,
            variable,
            name,
            name == variable ? $"The code {name}." : $"The {variable.Substring(name.Length + 1)} of the code {name}."));
    }

    /// <summary>Has classes that are a code be those of the data, given for all examples.</summary>
    public void TakeLatentClasses()
    {
        if (_context.LatentClasses is { } latent)
        {
            var data = _context.Model.FindData(latent)!;
            _values.Put(Program.Latent!, Stored(data).OneHot(data.Classes));
        }
    }

    /// <summary>Has a value of the model be another one.</summary>
    public void Put(Value value, Value other) => _values.Put(value, other);

    /// <summary>Has classes be missing for all examples.</summary>
    public void Miss(string classes)
    {
        _missing.Add(classes);
        _values.Put(Program.Inputs[classes], Build.Fill(Factor.Of(-1), Program.Inputs[classes].Extent));
    }

    /// <summary>An input of its own.</summary>
    public void Take(Value leaf, string name, string variable, string summary) =>
        _inputs.Add(new GraphValue(leaf, name, variable, summary));

    /// <summary>An output.</summary>
    public void Give(Value value, string name, string variable, string summary) =>
        _outputs.Add(new GraphValue(value, name, variable, summary));

    /// <summary>An output for what a binding gives, in the units of the data that it describes.</summary>
    public void GiveMean(BoundBinding binding, string summary)
    {
        var isCode = _context.Codes.Contains(binding);
        Give(isCode ? Mean(binding) : MeanInUnits(binding), binding.Name, binding.Name, summary);
    }

    /// <summary>An output for each parameter of a distribution, of what is before bijections.</summary>
    public void GiveParameters(BoundBinding binding)
    {
        if (binding.Distribution is null)
        {
            return;
        }

        var density = Program.Distributions[binding.Name];
        var behind = density.Flow is null ? "" : ", before what its flow makes of it";
        foreach (var (parameter, value) in density.Parameters)
        {
            Give(
                Of(value),
                $"{binding.Name}_{parameter}",
                binding.Name,
                $"The {parameter} of the distribution {density.Entry.Name} of {binding.Name}{behind}.");
        }
    }

    /// <summary>What a binding gives: a value, or the mean of a distribution.</summary>
    public Value Mean(BoundBinding binding) => binding.Distribution is null
        ? Of(Program.Functions[binding.Name])
        : MeanOf(Program.Distributions[binding.Name]);

    /// <summary>The same in the units of the data that it describes.</summary>
    public Value MeanInUnits(BoundBinding binding)
    {
        var mean = Mean(binding);
        if (DescribedData.Of(_context.Model, binding) is not { Preparations.Count: > 0 } data)
        {
            return mean;
        }

        var (prepared, stored) = Program.Restored[data.Name];
        return new Inference(Build, [new(prepared, mean)], encoded: true).Of(stored);
    }

    /// <summary>Data as they are stored.</summary>
    public Value Stored(BoundData data) => Of(Program.Inputs[data.Name]);

    /// <summary>Values of data in their own units, as the model reads them.</summary>
    public Value Prepared(BoundData data, Value values) => Program.Prepared.TryGetValue(data.Name, out var prepared)
        ? new Inference(Build, [new(Program.Inputs[data.Name], values.Reshape(data.Shape))], encoded: true).Of(prepared)
        : values;

    /// <summary>A distribution of the model in the new graph.</summary>
    public Density DensityOf(Density density) => density with
    {
        Parameters = [.. density.Parameters.Select(parameter => (parameter.Name, Of(parameter.Value)))],
    };

    /// <summary>The graph.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">The data that are inputs, in their order.</param>
    public WrittenGraph Write(string name, IReadOnlyList<BoundData> data)
    {
        var inputs = data.Where(item => !_missing.Contains(item.Name))
            .Select(item => new GraphValue(Stored(item), item.Name, item.Name, Summary(item)));
        return GraphWriter.Write(name, [.. _inputs, .. inputs], _outputs, _cancellation);
    }

    private ModelGraph Program => _context.Program;

    private Value MeanOf(Density density)
    {
        var mapped = DensityOf(density);
        return mapped.Through(mapped.Entry.Mean(mapped));
    }

    private static string Summary(BoundData data) => data.Classes > 0
        ? $"The data {data.Name}: classes from 0 to {NumberText.Of(data.Classes - 1)}{(data.Optional ? ", -1 where one is missing" : "")}."
        : $"The data {data.Name}, {data.Stored.Name}{(data.Preparations.Count > 0 ? ", in their own units" : "")}"
            + $"{(data.Optional ? ", NaN where a number is missing" : "")}.";
}
