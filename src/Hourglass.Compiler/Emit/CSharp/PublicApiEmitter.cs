using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes <c>Encode</c>, <c>Decode</c>, <c>Predict</c> and the priors; <see cref="GenerationEmitter"/> writes what goes through several of
/// them.
/// </summary>
internal sealed class PublicApiEmitter(EmitContext context, SourceWriter writer)
{
    private readonly BoundModel _model = context.Model;

    public void Emit()
    {
        EmitEncode();
        EmitOutput(context.Decode, context.Decoded, "Decode", "Decoded", "The likelihood of the data, or the reconstruction, given codes.");
        EmitOutput(context.Predict, context.Predicted, "Predict", "Predicted", "The likelihood of labels given codes.");
        EmitPriors();
        EmitScores();
        PreparationEmitter.Emit(context, writer);
        new GenerationEmitter(context, writer).Emit();
        LikelihoodEmitter.Emit(context, writer);
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
        && VariablesOf(context, Role.Decode).All(
            name => context.Model.FindData(name) is not null || IsDrawn(context, name))
        && context.Codes.Any(code => IsDrawn(context, code.Name));

    /// <summary>Whether a code can be drawn: it is random, or it has a prior without being so.</summary>
    public static bool IsDrawn(EmitContext context, string code) =>
        context.Program.Samples.ContainsKey(code) || context.Program.Priors.ContainsKey(code);

    /// <summary>The data that sampling is conditioned on.</summary>
    public static IReadOnlyList<BoundData> Conditions(EmitContext context) =>
        [.. VariablesOf(context, Role.Decode).Select(context.Model.FindData).Where(data => data is not null).Select(data => data!)];

    private static BoundData[] DataOf(EmitContext context, params Role[] roles)
    {
        var names = context.Model.Bindings
            .Where(b => roles.Contains(b.Role))
            .SelectMany(b => b.Reads)
            .Select(reference => reference.Name)
            .Concat(roles.Contains(Role.Encode) && context.LatentClasses is { } latent ? [latent] : [])
            .ToArray();
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
        writer.Doc(
            "returns",
            $"{string.Join("; ", context.Codes.Select(code => $"{context.CodeProperty(code.Name)} {code.Shape.WithBatch()}"))}.");
        Open(
            context,
            writer,
            context.Codes.Count > 0 ? context.Codes[0].Span : default,
            ("Code", $"Encode({parameters.Declaration}{asTraining})"),
            parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name)));
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
        writer.Doc(
            "returns",
            string.Join("; ", outputs.Select(output => $"{context.OutputProperty(output.Name)} {output.Shape.WithBatch()}")) + ".");
        var type = outputs.Count == 1 ? EmitContext.TypeOf(outputs[0]) : record;
        Open(context, writer, outputs[0].Span, (type, $"{method}({Declaration(parameters)}{asTraining})"), parameters);
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
            if (context.Program.Inputs.TryGetValue(variable, out var stored))
            {
                body.Bind(stored, name);
            }

            foreach (var input in plan.Inputs.Where(input => context.Represents(input, variable)))
            {
                body.Bind(input, input == context.Program.Latent
                    ? $"Labels.OneHot({name}, {NumberText.Of(input.Shape[0])}, WeightType)"
                    : name);
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

        writer.Doc(
            "param",
            " name=\"training\"",
            "Whether to compute what a training step computes: noise, dropout, the statistics of the batch.");
        return ", bool training = false";
    }

    private static string Declaration(IEnumerable<(string Variable, string Name)> parameters) =>
        string.Join(", ", parameters.Select(parameter => $"Tensor {parameter.Name}"));

    /// <summary>Opens a method that looks at its arguments and frees what it makes.</summary>
    public static void Open(
        EmitContext context,
        SourceWriter writer,
        TextSpan origin,
        (string Type, string Declared) signature,
        IEnumerable<(string Variable, string Name)> parameters,
        string gradients = "Gradients pass, except under torch.no_grad().")
    {
        writer.Doc("remarks", $"Computes what evaluation computes, in whatever mode the model is. {gradients}");
        writer.Doc("exception", " cref=\"DataException\"", "An argument has another shape or type, or is elsewhere than the weights.");
        writer.Declare(origin, $"public {signature.Type} ", signature.Declared);
        writer.Open();
        ArgumentEmitter.Emit(context, writer, parameters);
        writer.Line("using var scope = torch.NewDisposeScope();");
    }

    private void EmitPriors()
    {
        foreach (var pair in context.Program.Priors)
        {
            var prior = _model.PriorOf(pair.Key)!;
            var body = new MethodBody(context, writer, Region.Objective, new Identifiers(ReservedNames.Locals));
            writer.Line();
            if (prior.Sources.Count == 0)
            {
                EmitPriorWord(pair.Key, pair.Value, prior.Span, body);
                continue;
            }

            writer.Doc("summary", $"The prior of {pair.Key} given other codes.");
            var parameters = DeclareVariables(body, context.Priors[pair.Key], prior.Reads.Select(reference => reference.Name).Distinct());
            var asTraining = DeclareTraining(context.Priors[pair.Key]);
            Open(
                context,
                writer,
                prior.Span,
                (FlowText.TypeOf(pair.Value), $"{PriorMethod(context, pair.Key)}({Declaration(parameters)}{asTraining})"),
                parameters);
            var arguments = pair.Value.Parameters.Select(parameter => Moved(body.Use(parameter.Value))).ToArray();
            writer.Unmap();
            writer.Line($"return {FlowText.New(context, pair.Value, arguments)};");
            writer.Close();
        }
    }

    private void EmitScores()
    {
        foreach (var (critic, plan) in context.Critics)
        {
            var binding = _model.Find(critic)!;
            var body = new MethodBody(context, writer, Region.Objective, new Identifiers(ReservedNames.Locals));
            writer.Line();
            writer.Doc("summary", $"What the critic {critic} makes of values: the higher, the less like what the model makes.");
            var parameters = DeclareVariables(body, plan, binding.Reads.Select(reference => reference.Name).Distinct());
            var asTraining = DeclareTraining(plan);
            writer.Doc("returns", $"{binding.Shape.WithBatch()}.");
            var method = "ScoreBy" + Identifiers.PascalOf(critic);
            Open(context, writer, binding.Span, ("Tensor", $"{method}({Declaration(parameters)}{asTraining})"), parameters);
            BindJudged(body, plan, parameters);
            var score = Moved(body.Use(context.Program.Scores[(critic, Region.Critic)]));
            writer.Unmap();
            writer.Line($"return {score};");
            writer.Close();
        }
    }

    /// <summary>Data that a critic reads stand where the model's steps have what is decoded: as terms read them, prepared.</summary>
    private void BindJudged(MethodBody body, RegionPlan plan, IReadOnlyList<(string Variable, string Name)> parameters)
    {
        foreach (var input in plan.Inputs.Where(input => Graphs.Behind([input]).Any(value => value.Region == Region.Decode)))
        {
            var (variable, name) = parameters.First(
                parameter => !plan.Inputs.Any(other => context.Represents(other, parameter.Variable)));
            body.Bind(input, context.Program.Prepared.TryGetValue(variable, out var prepared) ? body.Use(prepared).Text : name);
        }
    }

    /// <summary>A prior that reads no other code is the same for as many draws as are asked for.</summary>
    private void EmitPriorWord(string code, Density prior, TextSpan origin, MethodBody body)
    {
        writer.Doc("summary", $"The prior of {code}.");
        writer.Doc("param", " name=\"count\"", "For how many draws.");
        writer.Doc("exception", " cref=\"DataException\"", "The number is negative.");
        writer.Declare(origin, $"public {FlowText.TypeOf(prior)} ", $"{PriorMethod(context, code)}(int count)");
        writer.Open();
        writer.Line("Argument.CheckCount(count);");
        writer.Line("using var scope = torch.NewDisposeScope();");
        var parameters = prior.Parameters.Select(parameter => Expanded(body.Use(parameter.Value), parameter.Value.Shape)).ToArray();
        writer.Unmap();
        writer.Line($"return {FlowText.New(context, prior, parameters)};");
        writer.Close();
    }

    private static string Expanded(Code parameter, Shape shape) =>
        $"{parameter.Receiver}.expand(count, {Numbers.List(shape.Dimensions)}).MoveToOuterDisposeScope()";

    public static string PriorMethod(EmitContext context, string code) => "PriorOf" + context.CodeProperty(code);

    private string Publish(MethodBody body, BoundBinding binding)
    {
        var values = context.ValuesOf(binding).Select(value => Moved(body.Use(value))).ToArray();
        writer.Unmap();
        return binding.Distribution is null ? values[0] : FlowText.New(context, context.Program.Distributions[binding.Name], values);
    }

    /// <summary>A parameter outlives every scope by itself; anything else is handed to the caller's.</summary>
    private static string Moved(Code value) =>
        value.Text.Contains('.') && !value.Text.Contains('(') ? value.Text : $"{value.Receiver}.MoveToOuterDisposeScope()";
}
