using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the training loop, and what services ask of a batch without knowing the model's type.</summary>
internal static class TrainingEmitter
{
    public static void EmitTrain(EmitContext context, SourceWriter writer)
    {
        var type = TypeNames.Of(context.Model.Name);
        writer.Line();
        writer.Doc("summary", "Trains a model: epochs of shuffled batches, an evaluation of the test split and a checkpoint after each.");
        writer.Doc("param", " name=\"model\"", "The model.");
        writer.Doc("param", " name=\"data\"", "The data to train on, and to test on if it has a test split.");
        writer.Doc("param", " name=\"options\"", "What to do beyond the model's own plan.");
        writer.Doc("param", " name=\"progress\"", "Told after every step and epoch.");
        writer.Declare(
            context.Model.Training.Phases[0].Span,
            "public static TrainingReport ",
            $"Train({type} model, Dataset data, TrainOptions? options = null, System.IProgress<TrainingProgress>? progress = null)");
        writer.Open();
        writer.Line("using var session = new TrainingSession(model, data, options, progress);");
        writer.Open("while (session.BeginEpoch())");
        writer.Open("while (session.NextBatch() is { } batch)");
        writer.Line("// The step that was derived at compile time, where one runs; what follows is its readable twin.");
        writer.Open("if (session.TryStep(batch))");
        writer.Line("continue;");
        writer.Close();
        writer.Line();
        writer.Line("using var scope = torch.NewDisposeScope();");
        EmitSteps(context, writer);
        writer.Close();
        writer.Line();
        writer.Line("session.EndEpoch();");
        writer.Close();
        writer.Line();
        writer.Line("return session.Finish();");
        writer.Close();
    }

    private static void EmitSteps(EmitContext context, SourceWriter writer)
    {
        if (context.Objectives.Count == 1)
        {
            EmitStep(context.Objectives[0], writer);
            return;
        }

        writer.Open("switch (session.Objective)");
        foreach (var (objective, i) in context.Objectives.Select((objective, i) => (objective, i)).OrderBy(pair => pair.i == 0))
        {
            string[] phases = [.. context.Model.Training.Phases.Where(phase => phase.Objective == i).Select(phase => phase.Name)];
            writer.Line(i == 0 ? "default:" : $"case {NumberText.Of(i)}:");
            writer.Open();
            var what = phases.Length switch { 0 => "No phase", 1 => "The phase ", _ => "The phases " };
            writer.Line($"// {what}{string.Join(", ", phases)}.");
            EmitStep(objective, writer);
            writer.Line("break;");
            writer.Close();
        }

        writer.Close();
    }

    private static void EmitStep(EmittedObjective objective, SourceWriter writer)
    {
        if (objective.HasCritics)
        {
            writer.Open("while (session.BeginCritics())");
            writer.Line($"var critics = model.{objective.CriticMethod}({BatchArguments(objective.CriticData)});");
            writer.Line("critics.Total.backward();");
            var ofCritics = Properties(objective, "critics", objective.Program.Bound.CriticTerms).Prepend("critics.Total");
            writer.Line($"session.StepCritics({string.Join(", ", ofCritics)});");
            writer.Close();
            writer.Line();
        }

        writer.Line($"var loss = model.{objective.Method}({BatchArguments(objective.Data)});");
        if (!objective.Program.IsFound)
        {
            writer.Line(objective.Program.Directions.Count > 0
                ? $"model.{objective.DirectionMethod}({BatchArguments(objective.Data)});"
                : "loss.Total.backward();");
        }

        var properties = Properties(objective, "loss", objective.Program.Bound.Terms).Prepend("loss.Total");
        writer.Line($"session.Step({string.Join(", ", properties)});");
    }

    /// <summary>An objective on a batch, whoever does not know the model's type asks for it.</summary>
    private static void EmitValues(EmittedObjective objective, SourceWriter writer)
    {
        writer.Line($"var loss = {objective.Method}({BatchArguments(objective.Data)});");
        var values = Properties(objective, "loss", objective.Program.Bound.Terms);
        if (objective.HasCritics)
        {
            writer.Line($"var critics = {objective.CriticMethod}({BatchArguments(objective.CriticData)});");
            values = values.Concat(Properties(objective, "critics", objective.Program.Bound.CriticTerms));
        }

        writer.Line($"return new TermValues(loss.Total, [{string.Join(", ", values)}]);");
    }

    public static void EmitOverrides(EmitContext context, SourceWriter writer)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(
            "public override TrainingReport TrainOn(Dataset data, TrainOptions? options = null, System.IProgress<TrainingProgress>? "
                + "progress = null) => Train(this, data, options, progress);");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open("protected override TermValues MinimizeBatch(Batch batch)");
        EmitValues(context.Objectives[0], writer);
        writer.Close();
        if (context.Objectives.Count > 1)
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Open("protected override TermValues MinimizeBatch(Batch batch, int objective)");
            writer.Open("switch (objective)");
            foreach (var (objective, i) in context.Objectives.Select((objective, i) => (objective, i)).Skip(1))
            {
                writer.Line($"case {NumberText.Of(i)}:");
                writer.Open();
                EmitValues(objective, writer);
                writer.Close();
            }

            writer.Line("default:");
            writer.Line("    return MinimizeBatch(batch);");
            writer.Close();
            writer.Close();
        }

        if (context.Decoded.Count > 0)
        {
            Override(
                writer,
                "Tensor?",
                "ReconstructBatch(Batch batch)",
                $"Reconstruct({BatchArguments(PublicApiEmitter.ReconstructionData(context))})");
        }

        if (context.Program.LogWeights is not null)
        {
            Override(
                writer,
                "Tensor?",
                "LogLikelihoodBatch(Batch batch, int draws)",
                $"LogLikelihood({BatchArguments(context.LikelihoodData)}, draws)");
        }

        if (context.Codes.FirstOrDefault(code => code.Shape.IsVector) is { } vector)
        {
            var property = context.CodeProperty(vector.Name) + (vector.Distribution is null ? "" : ".Mean");
            Override(
                writer,
                "Tensor?",
                "CodeBatch(Batch batch)",
                $"Encode({BatchArguments(PublicApiEmitter.EncoderData(context))}).{property}");
        }

        // A condition without classes has no values to go through; such a model is sampled by its own method.
        if (PublicApiEmitter.CanSample(context)
            && PublicApiEmitter.Conditions(context).All(data => data is { Classes: > 0, Shape.Rank: 0 }))
        {
            var conditions = PublicApiEmitter.Conditions(context)
                .Select(data =>
                    $", torch.arange(count, dtype: ScalarType.Int64, device: WeightDevice).remainder({NumberText.Of(data.Classes)})");
            Override(writer, "Tensor?", "SampleBatch(int count)", $"Sample(count{string.Concat(conditions)})");
        }
    }

    private static void Override(SourceWriter writer, string type, string signature, string expression)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"protected override {type} {signature} => {expression};");
    }

    private static IEnumerable<string> Properties(EmittedObjective objective, string record, IEnumerable<BoundTerm> terms) =>
        terms.Select(term => $"{record}.{objective.Property(term)}");

    private static string BatchArguments(IEnumerable<BoundData> data) =>
        string.Join(", ", data.Select(item => $"batch[{XmlText.Literal(item.Name)}]"));
}
