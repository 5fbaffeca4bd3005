using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes what a trained model is asked for: codes, what they decode to, reconstructions, samples.</summary>
internal sealed class PublicMethods(PythonContext context, PythonWriter writer)
{
    private readonly EmitContext _emit = context.Emit;

    /// <summary>Writes all of them that the model has.</summary>
    public void Emit()
    {
        EmitEncode();
        EmitOutputs("decode", _emit.Decode, _emit.Decoded, "What describes the data at codes");
        EmitOutputs("predict", _emit.Predict, _emit.Predicted, "What describes labels at codes");
        EmitReconstruct();
        EmitSample();
        foreach (var data in _emit.Model.Data.Where(data => data.Preparations.Count > 0))
        {
            EmitRestore(data);
        }
    }

    private static string RestoreOf(BoundData data) => "restore_" + PythonNames.Plain(data.Name);

    private void EmitEncode()
    {
        var data = PublicApiEmitter.EncoderData(_emit);
        if (_emit.Codes.Count == 0)
        {
            return;
        }

        var body = Begun(
            "encode",
            "dict[str, Tensor]",
            Roots(_emit.Codes),
            data.Select(item => item.Name),
            "Codes of data: of random ones the mean, and the parameters of their distributions.",
            Described(_emit.Codes),
            out _);
        LossMethods.EmitDictionary(writer, Published(body, _emit.Codes));
        body.Close();
    }

    private void EmitOutputs(string method, RegionPlan plan, IReadOnlyList<BoundBinding> outputs, string summary)
    {
        if (outputs.Count == 0)
        {
            return;
        }

        var variables = PublicApiEmitter.VariablesOf(_emit, outputs[0].Role);
        var body = Begun(
            method,
            "dict[str, Tensor]",
            Roots(outputs),
            variables,
            $"{summary}: the mean, and the parameters of distributions.",
            Described(outputs),
            out var names);
        foreach (var (variable, name) in names)
        {
            foreach (var input in plan.Inputs.Where(input => _emit.Represents(input, variable)))
            {
                body.Bind(input, input == context.Program.Latent ? Hot(name, input) : name);
            }
        }

        foreach (var input in plan.Inputs.Where(plan.IsOptional))
        {
            body.Bind(input, "None");
        }

        LossMethods.EmitDictionary(writer, Published(body, outputs));
        body.Close();
    }

    private string Hot(string name, Value onehot) =>
        $"{context.Helper("one_hot")}({name}, {NumberText.Of(onehot.Shape[0])}, {context.Helper("self.like")})";

    private void EmitReconstruct()
    {
        if (_emit.Decoded.Count == 0)
        {
            return;
        }

        var samples = context.Program.Samples.Where(
            sample => _emit.Decode.Inputs.Any(input => _emit.Represents(input, sample.Key))).ToArray();
        var roots = Roots(_emit.Decoded).Concat(samples.Select(sample => context.Graph.Means[(Role.Encode, sample.Key)]));
        var data = PublicApiEmitter.ReconstructionData(_emit);
        var body = Begun(
            "reconstruct",
            "dict[str, Tensor]",
            roots,
            data.Select(item => item.Name),
            "Data through the encoder and the decoder, random codes at their means, in the units of the data.",
            [.. _emit.Decoded.Select(output => $"Gives {PythonText.Quoted(output.Name)}: {output.Shape.WithBatch()}.")],
            out _);
        foreach (var sample in samples)
        {
            body.Bind(sample.Value, body.Named(context.Graph.Means[(Role.Encode, sample.Key)], sample.Key));
        }

        // Nothing is drawn: what the objective repeats for every draw stays one row for each example.
        foreach (var repeated in _emit.Decode.Inputs.Where(input => input.Op is RepeatOp))
        {
            body.Bind(repeated, body.Named(repeated.Inputs[0], repeated.Inputs[0].Name));
        }

        EmitInUnits(body);
        body.Close();
    }

    private void EmitSample()
    {
        var variables = PublicApiEmitter.VariablesOf(_emit, Role.Decode);
        var codes = variables.Where(name => _emit.Model.FindData(name) is null).ToArray();
        if (!PublicApiEmitter.CanSample(_emit) || !codes.SelectMany(code => Needed(code)).All(context.Graph.Drawn.ContainsKey))
        {
            return;
        }

        var conditions = PublicApiEmitter.Conditions(_emit);
        var order = codes.SelectMany(code => Needed(code)).Distinct().ToArray();
        var body = Begun(
            "sample",
            "dict[str, Tensor]",
            Roots(_emit.Decoded).Concat(order.Select(code => context.Graph.Drawn[code])),
            conditions.Select(data => data.Name),
            "Codes drawn from the prior, decoded: the mean of the likelihood at each, in the units of the data.",
            [
                "count: how many.",
                .. _emit.Decoded.Select(output => $"Gives {PythonText.Quoted(output.Name)}: {output.Shape.WithBatch("count")}."),
            ],
            out var names,
            first: "count: int");
        body.Rows = "count";
        foreach (var (variable, name) in names)
        {
            foreach (var input in _emit.Decode.Inputs.Where(input => _emit.Represents(input, variable)))
            {
                body.Bind(input, input == context.Program.Latent ? Hot(name, input) : name);
            }
        }

        foreach (var code in order)
        {
            var (point, drawn) = (context.Graph.Point(code)!, context.Graph.Drawn[code]);
            if (Graphs.Behind([drawn], value => value != point).Contains(point))
            {
                var sizes = PythonText.Tuple(["count", .. point.Shape.Dimensions.Select(size => NumberText.Of(size))]);
                writer.Line($"rows = {context.Helper("self.like")}.new_empty({sizes})");
                body.Bind(point, "rows");
            }

            var name = body.Named(drawn, code);
            body.Bind(point, name);
            foreach (var input in _emit.Decode.Inputs.Where(input => _emit.Represents(input, code)))
            {
                body.Bind(input, name);
            }
        }

        foreach (var input in _emit.Decode.Inputs.Where(_emit.Decode.IsOptional))
        {
            body.Bind(input, "None");
        }

        EmitInUnits(body);
        body.Close();
    }

    /// <summary>A code, behind those that its prior reads.</summary>
    private IEnumerable<string> Needed(string code) => context.Program.Model.PriorOf(code) is { } prior
        ? prior.Reads.Select(reference => reference.Name).Distinct().SelectMany(Needed).Append(code)
        : [code];

    private void EmitInUnits(PythonBody body) => LossMethods.EmitDictionary(
        writer,
        [
            .. _emit.Decoded.Select(output =>
            {
                var mean = body.Use(context.Graph.Means[(output.Role, output.Name)]).Text;
                var data = DescribedData.Of(_emit.Model, output);
                return (output.Name, data is { Preparations.Count: > 0 } ? $"self.{RestoreOf(data)}({mean})" : mean);
            }),
        ]);

    private void EmitRestore(BoundData data)
    {
        var (prepared, stored) = context.Program.Restored[data.Name];
        var body = Begun(
            RestoreOf(data),
            "Tensor",
            [stored],
            [],
            $"Prepared values of {data.Name} in the data's own units.",
            [],
            out _,
            first: "values: Tensor");
        body.Bind(prepared, "values");
        writer.Line($"return {body.Use(stored)}");
        body.Close();
    }

    /// <summary>Opens a method and binds the data that it takes.</summary>
    private PythonBody Begun(
        string method,
        string type,
        IEnumerable<Value> roots,
        IEnumerable<string> variables,
        string summary,
        IReadOnlyList<string> rest,
        out IReadOnlyList<(string Variable, string Name)> names,
        string? first = null)
    {
        var locals = PythonNames.OfMethod([.. context.Functions, "rows", "values"]);
        var all = variables.Select(variable => (Variable: variable, Name: locals.Take(variable))).ToArray();
        names = all;
        writer.Line();
        var parameters = new[] { "self", first }.OfType<string>().Concat(all.Select(pair => $"{pair.Name}: Tensor"));
        writer.Open($"def {method}({string.Join(", ", parameters)}) -> {type}:");
        writer.Doc(summary, [.. all.Select(pair => $"{pair.Name}: {Parameters.Describe(_emit.Model, pair.Variable)}"), .. rest]);
        var roads = roots.ToArray();
        var body = new PythonBody(context, writer, Region.Objective, locals, roads)
        {
            Draws = false,
            Noise = "Noise()",
            Rows = all.Length > 0 ? $"{all[0].Name}.shape[0]" : "",
        };
        foreach (var (variable, name) in all)
        {
            if (context.Program.Inputs.TryGetValue(variable, out var stored))
            {
                body.Bind(stored, name);
            }
        }

        foreach (var mean in context.Graph.Means.Where(mean => !mean.Value.IsNamed))
        {
            body.Prefer(mean.Value, mean.Key.Name + "_mean");
        }

        foreach (var drawn in context.Graph.Drawn)
        {
            body.Prefer(drawn.Value, drawn.Key);
        }

        body.Begin();
        return body;
    }

    private IEnumerable<Value> Roots(IEnumerable<BoundBinding> bindings) => bindings.SelectMany(binding => _emit.ValuesOf(binding))
        .Concat(bindings.Select(binding => context.Graph.Means[(binding.Role, binding.Name)]));

    private IReadOnlyList<string> Described(IEnumerable<BoundBinding> bindings) =>
    [
        .. bindings.Select(binding =>
            $"Gives {string.Join(", ", Keys(binding).Select(PythonText.Quoted))}: {PythonText.Quoted(binding.Name)} is "
            + $"{context.Graph.Means[(binding.Role, binding.Name)].Shape.WithBatch()}."),
    ];

    private IEnumerable<string> Keys(BoundBinding binding) => context.Program.Distributions.TryGetValue(binding.Name, out var density)
        ? density.Parameters.Select(parameter => $"{binding.Name}.{parameter.Name}").Prepend(binding.Name)
        : [binding.Name];

    private IEnumerable<(string Key, string Text)> Published(PythonBody body, IReadOnlyList<BoundBinding> bindings) =>
    [
        .. bindings.SelectMany(binding => Keys(binding).Zip(
            (binding.Distribution is null ? [] : _emit.ValuesOf(binding)).Prepend(context.Graph.Means[(binding.Role, binding.Name)]),
            (key, value) => (key, body.Use(value).Text))),
    ];
}
