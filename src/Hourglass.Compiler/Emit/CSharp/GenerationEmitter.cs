using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes <c>Reconstruct</c> and <c>Sample</c>: what goes through encoder, priors and decoder.</summary>
internal sealed class GenerationEmitter(EmitContext context, SourceWriter writer)
{
    private readonly BoundModel _model = context.Model;

    public void Emit()
    {
        EmitReconstruct();
        EmitSample();
    }

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
        var parameters = Parameters.Of(PublicApiEmitter.ReconstructionData(context), locals, writer);
        writer.Doc("returns", $"{first.Shape.WithBatch()}.");
        var isWhole = context.Decode.Inputs.Any(input => context.Decode.IsOptional(input) || input == context.Program.Latent);
        PublicApiEmitter.Open(
            context,
            writer,
            first.Span,
            ("Tensor", $"Reconstruct({parameters.Declaration})"),
            isWhole ? Named(parameters) : Several(parameters));
        if (isWhole)
        {
            EmitReconstructWhole(first, parameters, locals);
            writer.Close();
            return;
        }

        var encoded = string.Join(", ", PublicApiEmitter.EncoderData(context).Select(data => parameters.NameOf(data.Name)));
        writer.Line($"var code = Encode({encoded});");
        var arguments = PublicApiEmitter.VariablesOf(context, Role.Decode).Select(variable => Argument(variable, parameters));
        writer.Line($"return {MeanText.OfOutput(context, first, $"Decode({string.Join(", ", arguments)})")}.MoveToOuterDisposeScope();");
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

        foreach (var sample in context.Program.Samples.Where(
            sample => context.Decode.Inputs.Any(input => context.Represents(input, sample.Key))))
        {
            var code = _model.Bindings.First(binding => binding.Role == Role.Encode && binding.Name == sample.Key);
            body.Bind(sample.Value, $"{Distribution(code, context.ValuesOf(code).Select(value => body.Use(value).Text))}.Mean");
        }

        // Nothing is drawn: what the objective repeats for every draw stays one row for each example.
        foreach (var repeated in context.Decode.Inputs.Where(input => input.Op is RepeatOp))
        {
            body.Bind(repeated, body.Use(repeated.Inputs[0]).Text);
        }

        var parts = context.ValuesOf(first).Select(value => body.Use(value).Text);
        var mean = first.Distribution is null ? parts.First() : $"{Distribution(first, parts)}.Mean";
        writer.Line($"return {MeanText.InUnits(context, first, mean)}.MoveToOuterDisposeScope();");
    }

    private string Distribution(BoundBinding binding, IEnumerable<string> parameters) =>
        FlowText.New(context, context.Program.Distributions[binding.Name], parameters);

    /// <summary>
    /// A single argument is looked at by <c>Encode</c>; of several the numbers of examples are compared here, where the caller knows their
    /// names.
    /// </summary>
    private static IEnumerable<(string Variable, string Name)> Several(Parameters parameters) =>
        parameters.Names.Count < 2 ? [] : Named(parameters);

    private static IEnumerable<(string Variable, string Name)> Named(Parameters parameters) =>
        parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name));

    private string Argument(string variable, Parameters parameters) => _model.FindData(variable) is not null
        ? parameters.NameOf(variable)
        : MeanText.OfCode(context, variable);

    private void EmitSample()
    {
        if (!PublicApiEmitter.CanSample(context))
        {
            return;
        }

        var first = context.Decoded[0];
        var locals = new Identifiers(ReservedNames.Locals);
        writer.Line();
        writer.Doc("summary", "Codes drawn from the prior, decoded: the mean of the likelihood at each.");
        writer.Doc("param", " name=\"count\"", "How many.");
        var parameters = Parameters.Of(PublicApiEmitter.Conditions(context), locals, writer);
        writer.Doc("returns", $"[count{string.Concat(first.Shape.Dimensions.Select(d => ", " + NumberText.Of(d)))}].");
        PublicApiEmitter.Open(
            context,
            writer,
            first.Span,
            ("Tensor", $"Sample(int count{(parameters.Declaration.Length == 0 ? "" : ", " + parameters.Declaration)})"),
            parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name)));
        writer.Line("Argument.CheckCount(count);");
        foreach (var (_, name) in parameters.Names)
        {
            writer.Line($"Argument.CheckCount({name}, {XmlText.Literal(name)}, count);");
        }

        var drawn = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in PublicApiEmitter.VariablesOf(context, Role.Decode).Where(name => PublicApiEmitter.IsDrawn(context, name)))
        {
            DrawPrior(variable, locals, drawn);
        }

        var arguments = PublicApiEmitter.VariablesOf(context, Role.Decode)
            .Select(variable => drawn.TryGetValue(variable, out var name) ? name : parameters.NameOf(variable));
        writer.Line($"return {MeanText.OfOutput(context, first, $"Decode({string.Join(", ", arguments)})")}.MoveToOuterDisposeScope();");
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
            var name = locals.Camel(variable);
            var standard = context.Program.Distributions[variable] with { Flow = null };
            writer.Line($"var {name} = {FlowText.Standard(context, standard)}.Sample();");
            drawn.Add(variable, name);
            return;
        }

        var reads = _model.PriorOf(variable)!.Reads.Select(reference => reference.Name).Distinct().ToArray();
        foreach (var read in reads)
        {
            DrawPrior(read, locals, drawn);
        }

        var local = locals.Camel(variable);
        var arguments = reads.Length == 0 ? "count" : string.Join(", ", reads.Select(read => drawn[read]));
        writer.Line($"var {local} = {PublicApiEmitter.PriorMethod(context, variable)}({arguments}).Sample();");
        drawn.Add(variable, local);
    }
}
