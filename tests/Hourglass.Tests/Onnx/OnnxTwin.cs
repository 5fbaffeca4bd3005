using Hourglass.Datasets;
using Hourglass.Distributions;
using Hourglass.Evaluation;
using Hourglass.Tests.Steps;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Onnx;

/// <summary>A model and its files in ONNX Runtime, on the same examples.</summary>
internal sealed class OnnxTwin : IDisposable
{
    public const int Examples = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly Autoencoder _model;
    private readonly Dictionary<string, Tensor> _data;
    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Exports a model whose statistics are no longer those that it began with.</summary>
    public OnnxTwin(Autoencoder model)
    {
        _model = model;
        model.eval();
        using (var random = new RandomScope(11))
        {
            foreach (var (_, buffer) in model.named_buffers().Where(pair => pair.buffer.is_floating_point()))
            {
                buffer.copy_(rand(buffer.shape) + 0.5);
            }
        }

        _data = TestModels.Data(model, Examples);
        Export = model.ExportOnnx(_folder.Path);
    }

    public OnnxFiles Export { get; }

    public Dictionary<string, Tensor> Data => _data;

    public OnnxSession Open(OnnxGraph graph) => new(Export.Written[graph]);

    /// <summary>The largest difference of each graph, relative to the largest number of the same result.</summary>
    public Dictionary<OnnxGraph, double> Differences()
    {
        using var noGrad = no_grad();
        return Export.Written.Keys.ToDictionary(graph => graph, Difference);
    }

    /// <summary>The same of one graph.</summary>
    public double Difference(OnnxGraph graph)
    {
        using var session = Open(graph);
        var inputs = Inputs(session);
        var made = session.Run(inputs);
        var expected = Expected(graph, inputs, made.Keys);
        Assert.NotEmpty(made);
        return made.Max(pair => Difference(expected[pair.Key], pair.Value, $"{graph}.{pair.Key}"));
    }

    /// <summary>Of one result.</summary>
    public static double Difference(Tensor expected, Tensor made, string name)
    {
        Assert.True(expected.shape.AsSpan().SequenceEqual(made.shape), $"{name}: [{string.Join(", ", made.shape)}]");
        var (wide, own) = (expected.to_type(ScalarType.Float64), made.to_type(ScalarType.Float64));
        Assert.True(own.isfinite().all().item<bool>(), $"{name} has numbers that are none.");
        var largest = wide.abs().max().item<double>();
        return (wide - own).abs().max().item<double>() / Math.Max(largest, 1e-30);
    }

    /// <summary>Values for what a graph takes: data, the codes of these data, random numbers.</summary>
    public Dictionary<string, Tensor> Inputs(OnnxSession session)
    {
        using var random = new RandomScope(7);
        return session.Inputs.ToDictionary(pair => pair.Key, pair => Input(pair.Key, pair.Value.Dimensions), StringComparer.Ordinal);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    private Tensor Input(string name, int[] sizes)
    {
        if (_data.TryGetValue(name, out var data))
        {
            return data;
        }

        long[] shape = [.. sizes.Select(size => size < 0 ? Examples : (long)size)];
        return name switch
        {
            _ when IsNoise(name, "_normal") => randn(shape),
            _ when IsNoise(name, "_uniform") => rand(shape).clamp_min(1e-6),
            _ => Code(name),
        };
    }

    /// <summary>A code, <c>z</c>, or a parameter of its distribution, <c>z_mean</c>.</summary>
    private Tensor Code(string name)
    {
        var codes = ModelMethods.Call(_model, "Encode", _data);
        var properties = codes.GetType().GetProperties();
        if (properties.FirstOrDefault(property => ModelMethods.Plain(property.Name) == ModelMethods.Plain(name)) is { } whole)
        {
            return ModelMethods.Mean(whole.GetValue(codes)!);
        }

        var code = name[..name.LastIndexOf('_')];
        return ModelMethods.Parameter(ModelMethods.Part(codes, code), name[(code.Length + 1)..]);
    }

    private static bool IsNoise(string name, string kind) => name.Contains(kind, StringComparison.Ordinal);

    private Dictionary<string, Tensor> Expected(OnnxGraph graph, Dictionary<string, Tensor> inputs, IEnumerable<string> names)
    {
        using var batch = new Batch(_data.ToDictionary(pair => pair.Key, pair => pair.Value.alias()), Examples);
        return graph switch
        {
            OnnxGraph.Encode => names.ToDictionary(name => name, name => OfCodes(ModelMethods.Call(_model, "Encode", inputs), name)),
            OnnxGraph.Decode => names.ToDictionary(
                name => name,
                name => OfDecoded(ModelMethods.Call(_model, "Decode", inputs), name, names)),
            OnnxGraph.Reconstruct => new() { ["reconstruction"] = _model.Untyped.Reconstruct(batch)! },
            OnnxGraph.Predict => _model.Untyped.Predict(batch).ToDictionary(pair => pair.Key, pair => pair.Value),
            OnnxGraph.Score => names.ToDictionary(
                name => name,
                name => ReconstructionError.Elements(_model, batch, name == "prepared")!.nan_to_num(0).sum(1)),
            _ => new() { ["sample"] = Sampled(inputs) },
        };
    }

    private static Tensor OfCodes(object codes, string name)
    {
        var plain = name.EndsWith("_out", StringComparison.Ordinal) ? name[..^4] : name;
        var property = codes.GetType().GetProperties().FirstOrDefault(item => ModelMethods.Plain(item.Name) == ModelMethods.Plain(plain));
        if (property is not null)
        {
            return ModelMethods.Mean(property.GetValue(codes)!);
        }

        var code = name[..name.LastIndexOf('_')];
        return ModelMethods.Parameter(ModelMethods.Part(codes, code), name[(code.Length + 1)..]);
    }

    /// <summary>The first name is that of the first output.</summary>
    private Tensor OfDecoded(object decoded, string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        var output = all.Where(other => $"{name}_".StartsWith(other + "_", StringComparison.Ordinal)).MinBy(other => other.Length)!;
        var value = ModelMethods.Part(decoded, output);
        if (name != output)
        {
            return ModelMethods.Parameter(value, name[(output.Length + 1)..]);
        }

        var fields = _model.Description.Fields.Select(field => field.Name);
        var data = fields.Contains(output) ? output : output == all[0] ? _model.Description.ReconstructedField : null;
        return ModelMethods.InUnits(_model, data, ModelMethods.Mean(value));
    }

    private Tensor Sampled(Dictionary<string, Tensor> inputs)
    {
        var values = inputs.Where(pair => _data.ContainsKey(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var code in inputs.Keys.Except(values.Keys).Select(CodeOf).Distinct().ToArray())
        {
            Draw(code, inputs, values);
        }

        var decoded = ModelMethods.Call(_model, "Decode", values);
        var first = decoded is Tensor or IDistribution ? decoded : decoded.GetType().GetProperties().First(IsOutput).GetValue(decoded)!;
        return ModelMethods.InUnits(_model, _model.Description.ReconstructedField, ModelMethods.Mean(first));
    }

    private static bool IsOutput(System.Reflection.PropertyInfo property) => property.Name != "EqualityContract";

    /// <summary>The code that random numbers are of: <c>z</c> of <c>z_normal</c> and of <c>z_uniform_2</c>.</summary>
    private static string CodeOf(string input) =>
        input[..Math.Max(input.LastIndexOf("_normal", StringComparison.Ordinal), input.LastIndexOf("_uniform", StringComparison.Ordinal))];

    private void Draw(string code, Dictionary<string, Tensor> inputs, Dictionary<string, Tensor> values)
    {
        var method = _model.GetType().GetMethods()
            .FirstOrDefault(method => ModelMethods.Plain(method.Name) == "priorof" + ModelMethods.Plain(code));
        var reads = method?.GetParameters().Where(parameter => parameter.ParameterType == typeof(Tensor)).ToArray() ?? [];
        foreach (var read in reads.Where(read => !values.ContainsKey(read.Name!)))
        {
            Draw(read.Name!, inputs, values);
        }

        var prior = reads.Length > 0
            ? (IDistribution)ModelMethods.Call(_model, method!.Name, values)
            : _model.Untyped.Prior(code, Examples)!;
        var numbers = inputs.Where(pair => CodeOfOrNull(pair.Key) == code).Select(pair => pair.Value).ToArray();
        values[code] = prior.GetType().GetProperty("Base")?.GetValue(prior) is IDistribution inner
            ? ModelMethods.Through(prior, PriorDraws.Of(inner, numbers))
            : PriorDraws.Of(prior, numbers);
    }

    private string? CodeOfOrNull(string input) => _data.ContainsKey(input) ? null : CodeOf(input);
}
