using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes what an evaluation asks of a model without knowing its type: codes, classes, weights of draws, what codes decode to.
/// </summary>
internal sealed class EvaluationEmitter(EmitContext context, SourceWriter writer)
{
    private readonly BoundModel _model = context.Model;

    public void Emit()
    {
        EmitCodes();
        EmitPriors();
        EmitPredictions();
        EmitLogWeights();
        EmitDecode();
        EmitSample();
    }

    private void EmitCodes()
    {
        if (context.Codes.Count == 0)
        {
            return;
        }

        Open("System.Collections.Generic.IReadOnlyList<BatchCode> CodesBatch(Batch batch)");
        writer.Line($"var code = Encode({BatchData(PublicApiEmitter.EncoderData(context))});");
        var codes = context.Codes.Select(CodeText).ToArray();
        writer.Line("return");
        writer.Line("[");
        foreach (var code in codes)
        {
            writer.Line($"    {code},");
        }

        writer.Line("];");
        writer.Close();
    }

    private string CodeText(BoundBinding code)
    {
        var property = $"code.{context.CodeProperty(code.Name)}";
        string?[] known =
        [
            IsOfDataAlone(code) ? $"Posterior = {PosteriorText(code, property)}" : null,
            PriorText(code) is null ? null : $"Prior = PriorBatch({XmlText.Literal(code.Name)}, batch.Count)",
        ];
        var given = string.Join(", ", known.OfType<string>());
        return $"new BatchCode({XmlText.Literal(code.Name)}, {property}{(code.Distribution is null ? "" : ".Mean")})"
            + (given.Length == 0 ? "" : $" {{ {given} }}");
    }

    /// <summary>
    /// Whether a random code is drawn given the data alone; with another random code, or classes that may be missing, in between, q(z | x)
    /// is an integral.
    /// </summary>
    private bool IsOfDataAlone(BoundBinding code) => code.Distribution is not null
        && !Graphs.Behind(context.ValuesOf(code)).Any(
            value => value == context.Program.Latent || context.Program.Samples.Values.Contains(value));

    /// <summary>Classes are a code as other bindings read them: one-hot vectors.</summary>
    private string PosteriorText(BoundBinding code, string property) => code.Name == context.LatentClasses
        ? $"new OneHotCategorical({property}.Logits, classes: {NumberText.Of(ClassesOf(code))})"
        : property;

    private int ClassesOf(BoundBinding latent) => _model.FindData(latent.Name)!.Classes;

    private void EmitPriors()
    {
        var priors = context.Codes.Where(code => PriorText(code) is not null).ToArray();
        if (priors.Length == 0)
        {
            return;
        }

        Open("IDistribution? PriorBatch(string? code, int count) => code switch");
        foreach (var code in priors)
        {
            var isFirst = code == context.Codes.FirstOrDefault(item => item.Shape.IsVector);
            writer.Line($"{XmlText.Literal(code.Name)}{(isFirst ? " or null" : "")} => {PriorText(code)},");
        }

        writer.Line("_ => null,");
        writer.Close(";");
    }

    /// <summary>A prior by itself; null for none, and for one that needs other codes.</summary>
    private string? PriorText(BoundBinding code) => (context.Program.Priors.ContainsKey(code.Name), code.Distribution) switch
    {
        _ when code.Name == context.LatentClasses =>
            $"OneHotCategorical.Standard([count, {NumberText.Of(ClassesOf(code))}], classes: {NumberText.Of(ClassesOf(code))}, "
            + "WeightType, WeightDevice)",
        (true, _) when _model.PriorOf(code.Name)!.Sources.Count > 0 => null,
        (true, _) => $"{PublicApiEmitter.PriorMethod(context, code.Name)}(count)",
        (false, null) => null,
        _ => FlowText.Standard(context, context.Program.Distributions[code.Name] with { Flow = null }),
    };

    /// <summary>The encoder is not told the classes that it is asked for.</summary>
    private void EmitPredictions()
    {
        var outputs = PredictedClasses(context);
        var latent = context.LatentClasses;
        if (outputs.Count == 0 && latent is null)
        {
            return;
        }

        var given = PublicApiEmitter.EncoderData(context).Select(data => data.Name == latent || outputs.Any(o => o.Name == data.Name)
            ? $"torch.full_like({BatchDatum(data.Name)}, -1)"
            : BatchDatum(data.Name));
        Open("System.Collections.Generic.IReadOnlyDictionary<string, Tensor> PredictBatch(Batch batch)");
        writer.Line($"var code = Encode({string.Join(", ", given)});");
        writer.Line("return new System.Collections.Generic.Dictionary<string, Tensor>");
        writer.Line("{");
        if (latent is not null)
        {
            writer.Line($"    [{XmlText.Literal(latent)}] = code.{context.CodeProperty(latent)}.Mean,");
        }

        foreach (var output in outputs)
        {
            var arguments = PublicApiEmitter.VariablesOf(context, output.Role)
                .Select(name => _model.FindData(name) is null ? MeanText.OfCode(context, name) : BatchDatum(name));
            var call = $"{(output.Role == Role.Predict ? "Predict" : "Decode")}({string.Join(", ", arguments)})";
            writer.Line($"    [{XmlText.Literal(output.Name)}] = {MeanText.OfOutput(context, output, call)},");
        }

        writer.Line("};");
        writer.Close();
    }

    /// <summary>
    /// The outputs that say how probable each class of data is, where codes and data suffice for them and the encoder can do without it.
    /// </summary>
    public static IReadOnlyList<BoundBinding> PredictedClasses(EmitContext context) =>
    [
        .. ClassesOf(context, Role.Predict, context.Predict, context.Predicted),
        .. ClassesOf(context, Role.Decode, context.Decode, context.Decoded),
    ];

    private static IEnumerable<BoundBinding> ClassesOf(
        EmitContext context, Role role, RegionPlan plan, IReadOnlyList<BoundBinding> outputs)
    {
        var known = PublicApiEmitter.VariablesOf(context, role).All(name =>
            context.Model.FindData(name) is not null || context.Codes.Any(code => code.Name == name.Split('.')[0]));
        return !known || plan.Inputs.Any(input => plan.IsOptional(input) || input == context.Program.Latent)
            ? []
            : outputs.Where(output => output.Distribution?.RuntimeType == "Categorical"
                && context.Model.FindData(output.Name) is { Classes: > 0, Shape.Rank: 0 } data
                && (data.Optional || !PublicApiEmitter.EncoderData(context).Contains(data)));
    }

    private void EmitLogWeights()
    {
        if (context.Program.LogWeights is not { } weights)
        {
            return;
        }

        var copies = context.LikelihoodData.Select(data => $"ImportanceSampling.Copies({BatchDatum(data.Name)}, times)");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line("protected override Tensor? LogWeightsBatch(Batch batch, int draws) =>");
        writer.Line(
            $"    ImportanceSampling.LogWeights(draws, {NumberText.Of(weights.Extent.Rows)}, batch.Count, "
            + $"times => LogWeights({string.Join(", ", copies)}));");
    }

    /// <summary>The decoder, where it reads one code, and which.</summary>
    private void EmitDecode()
    {
        var variables = PublicApiEmitter.VariablesOf(context, Role.Decode);
        string[] read = [.. variables.Where(name => _model.FindData(name) is null)];
        if (context.Decoded.Count == 0 || read is not [var only] || context.Codes.All(code => code.Name != only))
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"protected override string? DecodedCode => {XmlText.Literal(only)};");
        var arguments = variables.Select(name => name == only ? "codes" : $"ConditionOf(conditions, {XmlText.Literal(name)})");
        Open("Tensor? DecodeBatch(Tensor codes, Batch? conditions = null)");
        writer.Line("using var scope = torch.NewDisposeScope();");
        var mean = MeanText.OfOutput(context, context.Decoded[0], $"Decode({string.Join(", ", arguments)})");
        writer.Line($"return {mean}.MoveToOuterDisposeScope();");
        writer.Close();
    }

    private void EmitSample()
    {
        if (!PublicApiEmitter.CanSample(context) || PublicApiEmitter.Conditions(context) is not { Count: > 0 } conditions)
        {
            return;
        }

        var arguments = conditions.Select(data => $", {ConditionText(data)}");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"protected override Tensor? SampleBatch(int count, Batch conditions) => Sample(count{string.Concat(arguments)});");
    }

    /// <summary>Classes that are a code are drawn where they are not given.</summary>
    private string ConditionText(BoundData data)
    {
        var given = $"ConditionOf(conditions, {XmlText.Literal(data.Name)})";
        return data.Name == context.LatentClasses ? $"Labels.Drawn({given}, {NumberText.Of(data.Classes)})" : given;
    }

    private void Open(string signature)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open($"protected override {signature}");
    }

    private static string BatchData(IEnumerable<BoundData> data) => string.Join(", ", data.Select(item => BatchDatum(item.Name)));

    private static string BatchDatum(string name) => $"batch[{XmlText.Literal(name)}]";
}
