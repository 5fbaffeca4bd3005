using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes <c>Encode</c>, <c>Decode</c>, <c>Predict</c>, the priors, <c>Reconstruct</c> and <c>Sample</c>.</summary>
internal sealed class PublicApiEmitter(EmitContext context, SourceWriter writer)
{
    private readonly BoundModel _model = context.Model;

    public void Emit()
    {
        EmitEncode();
        EmitOutput(context.Decode, context.Decoded, "Decode", "Decoded", "The likelihood of the data, or the reconstruction, given codes.");
        EmitOutput(context.Predict, context.Predicted, "Predict", "Predicted", "The likelihood of labels given codes.");
        EmitPriors();
        EmitReconstruct();
        EmitSample();
    }

    /// <summary>The data that the encoder reads, in the order of declaration.</summary>
    public static IReadOnlyList<BoundData> EncoderData(EmitContext context) => DataOf(context, Role.Encode);

    /// <summary>The data that encoding and decoding read, in the order of declaration.</summary>
    public static IReadOnlyList<BoundData> ReconstructionData(EmitContext context) => DataOf(context, Role.Encode, Role.Decode);

    /// <summary>The variables that a region's public method takes, in the order of their first use.</summary>
    public static IReadOnlyList<string> VariablesOf(EmitContext context, Role role) =>
        [.. context.Model.Bindings.Where(b => b.Role == role).SelectMany(b => b.Reads).Select(reference => reference.Name).Distinct()
            .Where(name => !context.Model.Bindings.Any(b => b.Role == role && b.Name == name && context.Model.FindData(name) is null))];

    /// <summary>Whether samples can be drawn: every variable that the decoder reads has a prior or is a condition.</summary>
    public static bool CanSample(EmitContext context) =>
        context.Decoded.Count > 0
        && VariablesOf(context, Role.Decode).All(name => context.Model.FindData(name) is not null || context.Program.Samples.ContainsKey(name))
        && context.Program.Samples.Count > 0;

    /// <summary>The data that sampling is conditioned on.</summary>
    public static IReadOnlyList<BoundData> Conditions(EmitContext context) =>
        [.. VariablesOf(context, Role.Decode).Select(context.Model.FindData).Where(data => data is not null).Select(data => data!)];

    private static BoundData[] DataOf(EmitContext context, params Role[] roles)
    {
        var names = context.Model.Bindings.Where(b => roles.Contains(b.Role)).SelectMany(b => b.Reads).Select(reference => reference.Name).ToArray();
        return [.. context.Model.Data.Where(data => names.Contains(data.Name, StringComparer.Ordinal))];
    }

    private void EmitEncode()
    {
        var data = EncoderData(context);
        writer.Line();
        writer.Doc("summary", "The codes of a batch.");
        var locals = new Identifiers(ReservedNames.Locals);
        var parameters = Parameters.Of(data, locals, writer);
        var asTraining = DeclareTraining(context.Encode);
        writer.Doc("returns", $"{string.Join("; ", context.Codes.Select(code => $"{context.CodeProperty(code.Name)} {code.Shape.WithBatch()}"))}.");
        Open($"public Code Encode({parameters.Declaration}{asTraining})", parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name)));
        var body = new MethodBody(context, writer, Region.Objective, locals) { Draw = "false" };
        foreach (var (item, name) in parameters.Names)
        {
            body.Bind(context.Program.Inputs[item.Name], name);
        }

        writer.Line($"return new Code({string.Join(", ", context.Codes.Select(code => Publish(body, code)).ToArray())});");
        writer.Close();
    }

    private void EmitOutput(RegionPlan plan, IReadOnlyList<BoundBinding> outputs, string method, string record, string summary)
    {
        if (outputs.Count == 0)
        {
            return;
        }

        var body = new MethodBody(context, writer, Region.Objective, new Identifiers(ReservedNames.Locals));
        writer.Line();
        writer.Doc("summary", summary);
        var parameters = DeclareVariables(body, plan, VariablesOf(context, outputs[0].Role));
        var asTraining = DeclareTraining(plan);
        writer.Doc("returns", string.Join("; ", outputs.Select(output => $"{context.OutputProperty(output.Name)} {output.Shape.WithBatch()}")) + ".");
        var type = outputs.Count == 1 ? EmitContext.TypeOf(outputs[0]) : record;
        Open($"public {type} {method}({Declaration(parameters)}{asTraining})", parameters);
        var results = outputs.Select(output => Publish(body, output)).ToArray();
        writer.Unmap();
        writer.Line(outputs.Count == 1 ? $"return {results[0]};" : $"return new {record}({string.Join(", ", results)});");
        writer.Close();
    }

    /// <summary>Documents variables as parameters, binds a region's inputs to them, and gives their names.</summary>
    private IReadOnlyList<(string Variable, string Name)> DeclareVariables(MethodBody body, RegionPlan plan, IEnumerable<string> variables)
    {
        var parameters = new List<(string, string)>();
        foreach (var variable in variables)
        {
            var name = body.Local(variable);
            parameters.Add((variable, name));
            writer.Doc("param", $" name=\"{name}\"", Parameters.Describe(_model, variable));
            foreach (var input in plan.Inputs.Where(input => Represents(input, variable)))
            {
                body.Bind(input, name);
            }
        }

        foreach (var input in plan.Inputs.Where(plan.IsOptional))
        {
            body.Bind(input, "null");
        }

        return parameters;
    }

    /// <summary>The parameter by which a method is asked for what training computes; empty where that is what it computes anyway.</summary>
    private string DeclareTraining(RegionPlan plan)
    {
        if (!plan.TakesTraining)
        {
            return "";
        }

        writer.Doc("param", " name=\"training\"", "Whether to compute what a training step computes: noise, dropout, the statistics of the batch.");
        return ", bool training = false";
    }

    private static string Declaration(IEnumerable<(string Variable, string Name)> parameters) =>
        string.Join(", ", parameters.Select(parameter => $"Tensor {parameter.Name}"));

    /// <summary>Opens a method that looks at its arguments and frees what it makes.</summary>
    private void Open(string signature, IEnumerable<(string Variable, string Name)> parameters)
    {
        writer.Doc("remarks", "Computes what evaluation computes, in whatever mode the model is. Gradients pass, except under torch.no_grad().");
        writer.Doc("exception", " cref=\"DataException\"", "An argument has another shape or type, or is elsewhere than the weights.");
        writer.Open(signature);
        ArgumentEmitter.Emit(context, writer, parameters);
        writer.Line("using var scope = torch.NewDisposeScope();");
    }

    private bool Represents(Value input, string variable)
    {
        var value = input.Op is RepeatOp ? input.Inputs[0] : input;
        if (context.Program.Inputs.TryGetValue(variable, out var data) && value == data)
        {
            return true;
        }

        if (context.Program.Samples.TryGetValue(variable, out var sample) && value == sample)
        {
            return true;
        }

        if (context.Program.Functions.TryGetValue(variable, out var function) && value == function)
        {
            return true;
        }

        var dot = variable.IndexOf('.');
        return dot > 0
            && context.Program.Distributions.TryGetValue(variable.Substring(0, dot), out var distribution)
            && distribution[variable.Substring(dot + 1)] == value;
    }

    private void EmitPriors()
    {
        foreach (var pair in context.Program.Priors)
        {
            var prior = _model.PriorOf(pair.Key)!;
            var body = new MethodBody(context, writer, Region.Objective, new Identifiers(ReservedNames.Locals));
            writer.Line();
            writer.Doc("summary", $"The prior of {pair.Key} given other codes.");
            var parameters = DeclareVariables(body, context.Priors[pair.Key], prior.Reads.Select(reference => reference.Name).Distinct());
            var asTraining = DeclareTraining(context.Priors[pair.Key]);
            Open($"public {pair.Value.Entry.RuntimeType} {PriorMethod(pair.Key)}({Declaration(parameters)}{asTraining})", parameters);
            var arguments = pair.Value.Parameters.Select(parameter => Moved(body.Use(parameter.Value))).ToArray();
            writer.Unmap();
            writer.Line($"return new {pair.Value.Entry.RuntimeType}({string.Join(", ", arguments)});");
            writer.Close();
        }
    }

    private string PriorMethod(string code) => "PriorOf" + context.CodeProperty(code);

    private void EmitReconstruct()
    {
        if (context.Decoded.Count == 0)
        {
            return;
        }

        var first = context.Decoded[0];
        var locals = new Identifiers(ReservedNames.Locals);
        writer.Line();
        writer.Doc("summary", "Data through the encoder and the decoder, random codes at their means.");
        var parameters = Parameters.Of(ReconstructionData(context), locals, writer);
        writer.Doc("returns", $"{first.Shape.WithBatch()}.");
        var isWhole = context.Decode.Inputs.Any(context.Decode.IsOptional);
        Open($"public Tensor Reconstruct({parameters.Declaration})", isWhole ? Named(parameters) : Several(parameters));
        if (isWhole)
        {
            EmitReconstructWhole(first, parameters, locals);
            writer.Close();
            return;
        }

        var encoded = string.Join(", ", EncoderData(context).Select(data => parameters.NameOf(data.Name)));
        writer.Line($"var code = Encode({encoded});");
        var arguments = VariablesOf(context, Role.Decode).Select(variable => Argument(variable, parameters));
        writer.Line($"return {Mean(first, $"Decode({string.Join(", ", arguments)})")}.MoveToOuterDisposeScope();");
        writer.Close();
    }

    /// <summary>A decoder that reads what only the encoder knows is called with it.</summary>
    private void EmitReconstructWhole(BoundBinding first, Parameters parameters, Identifiers locals)
    {
        var body = new MethodBody(context, writer, Region.Objective, locals) { Draw = "false", Training = "false" };
        foreach (var (data, name) in parameters.Names)
        {
            body.Bind(context.Program.Inputs[data.Name], name);
        }

        foreach (var sample in context.Program.Samples.Where(sample => context.Decode.Inputs.Any(input => Represents(input, sample.Key))))
        {
            var code = _model.Bindings.First(binding => binding.Role == Role.Encode && binding.Name == sample.Key);
            body.Bind(sample.Value, $"{Distribution(code, context.ValuesOf(code).Select(value => body.Use(value).Text))}.Mean");
        }

        var parts = context.ValuesOf(first).Select(value => body.Use(value).Text);
        writer.Line($"return {(first.Distribution is null ? parts.First() : $"{Distribution(first, parts)}.Mean")}.MoveToOuterDisposeScope();");
    }

    private static string Distribution(BoundBinding binding, IEnumerable<string> parameters) =>
        $"new {binding.Distribution!.Entry.RuntimeType}({string.Join(", ", parameters)})";

    /// <summary>A single argument is looked at by <c>Encode</c>; of several the numbers of examples are compared here, where the caller knows their names.</summary>
    private static IEnumerable<(string Variable, string Name)> Several(Parameters parameters) =>
        parameters.Names.Count < 2 ? [] : Named(parameters);

    private static IEnumerable<(string Variable, string Name)> Named(Parameters parameters) =>
        parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name));

    private string Argument(string variable, Parameters parameters)
    {
        if (_model.FindData(variable) is not null)
        {
            return parameters.NameOf(variable);
        }

        var dot = variable.IndexOf('.');
        if (dot > 0)
        {
            return $"code.{context.CodeProperty(variable.Substring(0, dot))}.{PropertyOf(variable.Substring(0, dot), variable.Substring(dot + 1))}";
        }

        var property = $"code.{context.CodeProperty(variable)}";
        return context.Program.Samples.ContainsKey(variable) ? $"{property}.Mean" : property;
    }

    /// <summary>The runtime's property of a distribution's parameter.</summary>
    private string PropertyOf(string code, string parameter) => context.Program.Distributions[code].Entry.PropertyOf(parameter);

    private string Mean(BoundBinding output, string call)
    {
        var value = context.Decoded.Count == 1 ? call : $"{call}.{context.OutputProperty(output.Name)}";
        return output.Distribution is null ? value : $"{value}.Mean";
    }

    private void EmitSample()
    {
        if (!CanSample(context))
        {
            return;
        }

        var first = context.Decoded[0];
        var locals = new Identifiers(ReservedNames.Locals);
        writer.Line();
        writer.Doc("summary", "Codes drawn from the prior, decoded: the mean of the likelihood at each.");
        writer.Doc("param", " name=\"count\"", "How many.");
        var parameters = Parameters.Of(Conditions(context), locals, writer);
        writer.Doc("returns", $"[count{string.Concat(first.Shape.Dimensions.Select(d => ", " + NumberText.Of(d)))}].");
        Open($"public Tensor Sample(int count{(parameters.Declaration.Length == 0 ? "" : ", " + parameters.Declaration)})", parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name)));
        writer.Line("Argument.CheckCount(count);");
        foreach (var (_, name) in parameters.Names)
        {
            writer.Line($"Argument.CheckCount({name}, {XmlText.Literal(name)}, count);");
        }

        var drawn = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in VariablesOf(context, Role.Decode).Where(context.Program.Samples.ContainsKey))
        {
            DrawPrior(variable, locals, drawn);
        }

        var arguments = VariablesOf(context, Role.Decode).Select(variable => drawn.TryGetValue(variable, out var name) ? name : parameters.NameOf(variable));
        writer.Line($"return {Mean(first, $"Decode({string.Join(", ", arguments)})")}.MoveToOuterDisposeScope();");
        writer.Close();
    }

    /// <summary>Draws a code, those that its prior depends on first.</summary>
    private void DrawPrior(string variable, Identifiers locals, Dictionary<string, string> drawn)
    {
        if (drawn.ContainsKey(variable))
        {
            return;
        }

        if (!context.Program.Priors.ContainsKey(variable))
        {
            var shape = context.Program.Distributions[variable].Event;
            var name = locals.Camel(variable);
            var sizes = string.Concat(shape.Dimensions.Select(size => ", " + NumberText.Of(size)));
            writer.Line($"var {name} = {context.Program.Distributions[variable].Entry.RuntimeType}.Standard([count{sizes}], WeightType, WeightDevice).Sample();");
            drawn.Add(variable, name);
            return;
        }

        var reads = _model.PriorOf(variable)!.Reads.Select(reference => reference.Name).Distinct().ToArray();
        foreach (var read in reads)
        {
            DrawPrior(read, locals, drawn);
        }

        var local = locals.Camel(variable);
        writer.Line($"var {local} = {PriorMethod(variable)}({string.Join(", ", reads.Select(read => drawn[read]))}).Sample();");
        drawn.Add(variable, local);
    }

    private string Publish(MethodBody body, BoundBinding binding)
    {
        var values = context.ValuesOf(binding).Select(value => Moved(body.Use(value))).ToArray();
        writer.Unmap();
        return binding.Distribution is { } distribution ? $"new {distribution.Entry.RuntimeType}({string.Join(", ", values)})" : values[0];
    }

    /// <summary>A parameter outlives every scope by itself; anything else is handed to the caller's.</summary>
    private static string Moved(Code value) =>
        value.Text.Contains('.') && !value.Text.Contains('(') ? value.Text : $"{value.Receiver}.MoveToOuterDisposeScope()";
}
