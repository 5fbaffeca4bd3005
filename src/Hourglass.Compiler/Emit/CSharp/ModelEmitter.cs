namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes what users read of one model as a C# file; <see cref="StepEmitter"/> writes the rest of the type.</summary>
internal static class ModelEmitter
{
    public static string Emit(EmitContext context, string ns, string? linePath, string modifiers, CancellationToken cancellation)
    {
        var program = context.Program;
        var writer = new SourceWriter(linePath, cancellation);
        FileHeader.Write(
            writer,
            ns,
            program.Distributions.Values.Concat(program.Priors.Values)
                .SelectMany(density => new[] { density.RuntimeType, density.Entry.RuntimeType }));
        writer.Doc(
            "summary",
            string.IsNullOrWhiteSpace(program.Model.Doc) ? $"The model {program.Model.Name}." : program.Model.Doc!.Trim());
        ShapeRemarks.Emit(context, writer);
        writer.Line(FileHeader.GeneratedCode);
        writer.Declare(program.Model.Span, $"{modifiers} class ", $"{TypeNames.Of(program.Model.Name)} : Autoencoder");
        writer.Open();
        ContractEmitter.Emit(context, writer);
        EmitConstructor(context, writer);
        EmitProperties(context, writer);
        ParametersEmitter.Emit(context, writer);
        ExternEmitter.Emit(context, writer);
        new PublicApiEmitter(context, writer).Emit();
        ObjectiveEmitter.Emit(context, writer);
        CodeStatisticEmitter.Emit(context, writer);
        TrainingEmitter.EmitTrain(context, writer);
        TrainingEmitter.EmitOverrides(context, writer);
        new EvaluationEmitter(context, writer).Emit();
        RegionEmitter.Emit(context, writer, context.Encode);
        foreach (var prior in context.Priors.Values)
        {
            RegionEmitter.Emit(context, writer, prior);
        }

        RegionEmitter.Emit(context, writer, context.Decode);
        RegionEmitter.Emit(context, writer, context.Predict);
        foreach (var (_, plan) in context.Critics)
        {
            RegionEmitter.Emit(context, writer, plan);
        }

        ScriptsEmitter.Emit(context, writer);
        RecordEmitter.Emit(context, writer);
        LayerEmitter.Emit(context, writer);
        writer.Close();
        return writer.ToString();
    }

    private static void EmitConstructor(EmitContext context, SourceWriter writer)
    {
        var model = context.Model;
        writer.Line();
        writer.Doc("summary", "Creates the model with initial weights drawn from a seed.");
        writer.Doc("param", " name=\"seed\"", "The seed.");
        var name = TypeNames.Of(model.Name);
        var seed = $"int seed = {NumberText.Of(model.Training.Seed)}";
        if (ParametersEmitter.Has(context))
        {
            Declare($"{name}({seed})", "this(new Parameters(), seed)");
            writer.Close();
            writer.Line();
            writer.Doc("summary", "Creates the model with other parameters, and initial weights drawn from a seed.");
            writer.Doc("param", " name=\"parameters\"", "The parameters.");
            writer.Doc("param", " name=\"seed\"", "The seed.");
            writer.Doc("exception", " cref=\"System.ArgumentException\"", "A parameter is no finite number.");
            Declare($"{name}(Parameters parameters, {seed})", $"base({XmlText.Literal(model.Name)})");
            writer.Line("ParametersInForce = parameters ?? throw new System.ArgumentNullException(nameof(parameters));");
            writer.Line("CheckParameters();");
        }
        else
        {
            Declare($"{name}({seed})", $"base({XmlText.Literal(model.Name)})");
        }

        ConvolutionEmitter.Emit(context, writer);
        writer.Open("using (new RandomScope(seed))");
        foreach (var container in LayerEmitter.Containers(context))
        {
            writer.Line($"{Identifiers.PascalOf(container)} = new {LayerEmitter.TypeOf(container)}();");
        }

        if (model.Externs.Count > 0)
        {
            ExternEmitter.EmitCreated(context, writer);
            writer.Close();
        }
        else
        {
            writer.Close();
            writer.Line();
            foreach (var container in LayerEmitter.Containers(context))
            {
                writer.Line(Registration(container));
            }
        }

        if (model.Training.Initialiser is { } initialiser)
        {
            var numbers = initialiser.Entry.Numbers(initialiser.Arguments).Select(number => ", " + NumberText.Literal(number));
            writer.Line();
            writer.Open("using (new RandomScope(seed))");
            writer.Line($"Initialisers.{initialiser.Entry.RuntimeName}(this{string.Concat(numbers)});");
            writer.Close();
        }

        writer.Close();
        writer.Line();
        writer.Doc("summary", "Creates a model with trained weights, in evaluation mode.");
        writer.Doc("param", " name=\"path\"", "A file that Save or a training wrote, or the output folder of a training.");
        writer.Doc(
            "exception",
            " cref=\"DataException\"",
            "There is no such file, it is damaged, or it holds the weights of another model.");
        var type = TypeNames.Of(model.Name);
        writer.Line($"public static {type} Load(string path) => WithWeights(new {type}(), path);");

        // What is called stands in a line of its own: a debugger stops there, and not in the model's text.
        void Declare(string declared, string called)
        {
            writer.Declare(model.Span, "public ", declared);
            writer.Open($"    : {called}");
        }
    }

    /// <summary>The statement that makes layers part of the model.</summary>
    public static string Registration(string container) =>
        $"register_module({XmlText.Literal(container)}, {Identifiers.PascalOf(container)});";

    private static void EmitProperties(EmitContext context, SourceWriter writer)
    {
        foreach (var container in LayerEmitter.Containers(context))
        {
            writer.Line();
            writer.Doc("summary", $"The layers of the {container}.");
            writer.Line($"public {LayerEmitter.TypeOf(container)} {Identifiers.PascalOf(container)} {{ get; }}");
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override ModelDescription Description => Contract;");
        writer.Line();
        var weight = context.FirstWeight;
        writer.Doc("summary", "The type of the weights.");
        writer.Line($"private ScalarType WeightType => {(weight is null ? "ScalarType.Float32" : $"{weight}.dtype")};");
        writer.Line();
        writer.Doc("summary", "Where the weights are.");
        writer.Line($"private torch.Device WeightDevice => {(weight is null ? "torch.CPU" : $"{weight}.device")};");
    }
}
