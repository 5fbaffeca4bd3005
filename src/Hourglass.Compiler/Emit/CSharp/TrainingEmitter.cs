using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the training loop, and what services know of the model without knowing its type.</summary>
internal static class TrainingEmitter
{
    public static void EmitContract(EmitContext context, SourceWriter writer)
    {
        var model = context.Model;
        var scripts = Scripts(model.Training.Phases[0]);
        foreach (var (script, turn) in scripts)
        {
            EmitOptimizer(script, turn, writer);
            writer.Line();
        }

        writer.Indent("private static readonly ModelDescription Contract = new(");
        writer.Line($"Name: {XmlText.Literal(model.Name)},");
        writer.Line($"Summary: {XmlText.Literal(model.Doc?.Trim() ?? "")},");
        writer.Line($"Fields: [{string.Join(", ", model.Data.Select(Field))}],");
        writer.Line($"ReconstructedField: {(Reconstructed(context) is { } name ? XmlText.Literal(name) : "null")},");
        writer.Line($"Terms: [{string.Join(", ", model.Terms.Concat(model.CriticTerms).Select(term => XmlText.Literal(term.Name)))}],");
        writer.Line($"Plan: new(Seed: {NumberText.Of(model.Training.Seed)}, Phases:");
        writer.Line("[");
        foreach (var phase in model.Training.Phases)
        {
            writer.Line($"    {Phase(phase)},");
        }

        writer.Line(Whole(model.Training) is { Length: > 0 } whole ? $"]) {{ {whole} }}," : "]),");
        if (BatchNeed.Of(model) is { } need)
        {
            writer.Line(
                $"LeastBatch: new LeastBatch({NumberText.Of(need.Examples)}, {XmlText.Literal(need.Stage)}, "
                + $"{XmlText.Literal(need.Place)}),");
        }

        writer.Line("Definition:");
        writer.Line("\"\"\"");
        foreach (var line in context.Definition)
        {
            writer.Line(line);
        }

        var more = More(model).ToArray();
        writer.Line(more.Length == 0 ? "\"\"\");" : $"\"\"\") {{ {string.Join(", ", more)} }};");
        writer.Outdent();
    }

    /// <summary>The arithmetic of each turn's optimizer, under the name of its constant; turns of the same share it.</summary>
    private static IReadOnlyList<(string Name, BoundTurn Turn)> Scripts(BoundPhase phase) =>
    [
        .. phase.Turns
            .Select((turn, i) => (Name: i == 0 ? "OptimizerScript" : "CriticOptimizerScript", Turn: turn))
            .GroupBy(script => string.Join("\n", script.Turn.Optimizer.Script(script.Turn.Arguments)), StringComparer.Ordinal)
            .Select(same => same.First()),
    ];

    private static void EmitOptimizer(string name, BoundTurn turn, SourceWriter writer)
    {
        writer.Doc("summary", $"The optimizer{(name == "OptimizerScript" ? "" : " of critics")}, as TorchScript: {turn.Optimizer.Source}.");
        writer.Indent($"private const string {name} =");
        writer.Line("\"\"\"");
        foreach (var line in turn.Optimizer.Script(turn.Arguments))
        {
            writer.Line(line);
        }

        writer.Line("\"\"\";");
        writer.Outdent();
    }

    /// <summary>What few models have.</summary>
    private static IEnumerable<string> More(BoundModel model)
    {
        var moving = MovingWeights(model).ToArray();
        var figures = model.Terms.Where(term => term.Entry.IsFigure).Select(term => XmlText.Literal(term.Name)).ToArray();
        var critics = model.CriticTerms.Select(term => XmlText.Literal(term.Name)).ToArray();
        return new[] { ("MovingWeights", moving), ("Figures", figures), ("CriticTerms", critics) }
            .Where(list => list.Item2.Length > 0)
            .Select(list => $"{list.Item1} = [{string.Join(", ", list.Item2)}]");
    }

    private static IEnumerable<string> MovingWeights(BoundModel model) => model.Terms
        .Where(term => term.Weight.EndsAfter is not null)
        .Select(term => $"new MovingWeight({XmlText.Literal(term.Name)}, {XmlText.Literal(term.Weight.Schedule!.Name)}, "
            + $"{NumberText.Of(term.Weight.EndsAfter!.Value)})");

    public static void EmitTrain(EmitContext context, SourceWriter writer)
    {
        var type = TypeNames.Of(context.Model.Name);
        writer.Line();
        writer.Doc("summary", "Trains a model: epochs of shuffled batches, an evaluation of the test split and a checkpoint after each.");
        writer.Doc("param", " name=\"model\"", "The model.");
        writer.Doc("param", " name=\"data\"", "The data to train on, and to test on if it has a test split.");
        writer.Doc("param", " name=\"options\"", "What to do beyond the model's own plan.");
        writer.Doc("param", " name=\"progress\"", "Told after every step and epoch.");
        writer.Open(
            $"public static TrainingReport Train({type} model, Dataset data, TrainOptions? options = null, "
            + "System.IProgress<TrainingProgress>? progress = null)");
        writer.Line("using var session = new TrainingSession(model, data, options, progress);");
        writer.Open("while (session.BeginEpoch())");
        writer.Open("while (session.NextBatch() is { } batch)");
        writer.Line("// The step that was derived at compile time, where one runs; what follows is its readable twin.");
        writer.Open("if (session.TryStep(batch))");
        writer.Line("continue;");
        writer.Close();
        writer.Line();
        writer.Line("using var scope = torch.NewDisposeScope();");
        if (context.Model.CriticTerms.Count > 0)
        {
            writer.Open("while (session.BeginCritics())");
            writer.Line($"var critics = model.MinimizeCritics({BatchArguments(context.CriticData)});");
            writer.Line("critics.Total.backward();");
            var ofCritics = Properties(context, "critics", context.Model.CriticTerms).Prepend("critics.Total");
            writer.Line($"session.StepCritics({string.Join(", ", ofCritics)});");
            writer.Close();
            writer.Line();
        }

        writer.Line($"var loss = model.Minimize({BatchArguments(context.ObjectiveData)});");
        writer.Line("loss.Total.backward();");
        writer.Line($"session.Step({string.Join(", ", Properties(context, "loss", context.Model.Terms).Prepend("loss.Total"))});");
        writer.Close();
        writer.Line();
        writer.Line("session.EndEpoch();");
        writer.Close();
        writer.Line();
        writer.Line("return session.Finish();");
        writer.Close();
    }

    public static void EmitOverrides(EmitContext context, SourceWriter writer)
    {
        Override(
            writer,
            "TrainingReport",
            "TrainOn(Dataset data, TrainOptions? options = null, System.IProgress<TrainingProgress>? progress = null)",
            "Train(this, data, options, progress)");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open("public override TermValues MinimizeBatch(Batch batch)");
        writer.Line($"var loss = Minimize({BatchArguments(context.ObjectiveData)});");
        var values = Properties(context, "loss", context.Model.Terms);
        if (context.Model.CriticTerms.Count > 0)
        {
            writer.Line($"var critics = MinimizeCritics({BatchArguments(context.CriticData)});");
            values = values.Concat(Properties(context, "critics", context.Model.CriticTerms));
        }

        writer.Line($"return new TermValues(loss.Total, [{string.Join(", ", values)}]);");
        writer.Close();
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
        writer.Line($"public override {type} {signature} => {expression};");
    }

    private static IEnumerable<string> Properties(EmitContext context, string record, IEnumerable<BoundTerm> terms) =>
        terms.Select(term => $"{record}.{context.TermProperty(term.Name)}");

    private static string BatchArguments(IEnumerable<BoundData> data) =>
        string.Join(", ", data.Select(item => $"batch[{XmlText.Literal(item.Name)}]"));

    private static string Field(BoundData data) =>
        $"new({XmlText.Literal(data.Name)}, Domain.{data.Stored.RuntimeName}, {NumberText.Of(data.Classes)}, "
        + $"[{string.Join(", ", data.Shape.Dimensions.Select(d => NumberText.Of(d)))}], {(data.Optional ? "true" : "false")})"
        + (data.Above is { } bound ? $" {{ Above = {NumberText.Of(bound)} }}" : "");

    /// <summary>The data that a reconstruction is compared with: the likelihood's own, or the first of the same shape.</summary>
    private static string? Reconstructed(EmitContext context)
    {
        var described = context.Decoded.Count == 0 ? null : DescribedData.Of(context.Model, context.Decoded[0]);
        return described is { Classes: > 0 } && context.Decoded[0].Distribution is null ? null : described?.Name;
    }

    private static string Whole(BoundTraining training)
    {
        string[] set =
        [
            .. training.Validate > 0 ? new[] { $"Validate = {NumberText.Literal(training.Validate)}" } : [],
            .. training.Initialiser is { } initialiser
                ? new[] { $"Initialiser = {XmlText.Literal(DefinitionText.Call(initialiser.Entry, initialiser.Arguments))}" }
                : [],
        ];
        return string.Join(", ", set);
    }

    private static string Phase(BoundPhase phase)
    {
        var scripts = Scripts(phase);
        var turns = phase.Turns.Select((turn, i) => Turn(turn, scripts[Math.Min(i, scripts.Count - 1)].Name));
        var plan = $"new({XmlText.Literal(phase.Name)}, [{string.Join(", ", turns)}], "
            + $"Batch: {NumberText.Of(phase.Batch)}, Epochs: {NumberText.Of(phase.Epochs)})";
        string[] set =
        [
            .. phase.Schedule is { } schedule ? new[] { $"Schedule = {Schedule(schedule)}" } : [],
            .. phase.Clip is { } clip
                ? new[] { $"Clip = new(ClipKind.{(clip.IsNorm ? "Norm" : "Value")}, {NumberText.Literal(clip.Limit)})" }
                : [],
            .. phase.Bfloat16 ? new[] { "Precision = ProductPrecision.Bfloat16" } : [],
            .. phase.Accumulate > 1 ? new[] { $"Accumulate = {NumberText.Of(phase.Accumulate)}" } : [],
            .. phase.Patience is { } patience ? new[] { $"Patience = {NumberText.Of(patience)}" } : [],
            .. phase.Average is { } kept ? new[] { $"Average = {NumberText.Literal(kept)}" } : [],
            .. phase.CriticSteps > 1 ? new[] { $"CriticSteps = {NumberText.Of(phase.CriticSteps)}" } : [],
        ];
        return set.Length == 0 ? plan : $"{plan} {{ {string.Join(", ", set)} }}";
    }

    /// <summary>The schedule, its factor as the formula that its entry declares.</summary>
    private static string Schedule(BoundRateSchedule schedule)
    {
        var (entry, arguments) = (schedule.Entry, schedule.Arguments);
        var gone = entry.IsOfShare ? "share" : "epochs";
        var factor = entry.Factor(Formula.Variable(gone), arguments).Text;
        string[] set =
        [
            .. entry.WarmupOf(arguments) is > 0 and var warmup ? new[] { $"Warmup = {NumberText.Literal(warmup)}" } : [],
            .. entry.Watches
                ? new[]
                {
                    $"Plateau = new({NumberText.Of(arguments.Number("patience"))}, {NumberText.Literal(arguments.Number("factor"))})",
                }
                : [],
        ];
        var text = $"new({XmlText.Literal(DefinitionText.Call(entry, arguments))}, {gone} => {factor}"
            + $"{(entry.IsOfShare ? ", IsOfShare: true" : "")})";
        return set.Length == 0 ? text : $"{text} {{ {string.Join(", ", set)} }}";
    }

    private static string Turn(BoundTurn turn, string script)
    {
        var (entry, arguments) = (turn.Optimizer, turn.Arguments);
        var settings = entry.Settings.Select(setting =>
            $"new({XmlText.Literal(setting.Name)}, {NumberText.Literal(arguments.Number(setting.Name))}, Default: "
            + $"{NumberText.Literal((double)ArgumentValues.Default(setting, setting.Default!))})");
        var slots = string.Join(", ", turn.Slots.Select(XmlText.Literal));
        return $"new(new({XmlText.Literal(entry.Name)}, {NumberText.Literal(arguments.Number("rate"))}, [{string.Join(", ", settings)}], "
            + $"[{slots}], {script}))";
    }
}
