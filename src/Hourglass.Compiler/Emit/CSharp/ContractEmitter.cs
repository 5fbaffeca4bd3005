using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Lower;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes what services know of a model without knowing its type: its data, its objectives, how it trains.</summary>
internal static class ContractEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        var model = context.Model;
        var scripts = Scripts(model.Training);
        foreach (var script in scripts)
        {
            EmitOptimizer(script, writer);
            writer.Line();
        }

        writer.Indent("private static readonly ModelDescription Contract = new(");
        writer.Line($"Name: {XmlText.Literal(model.Name)},");
        writer.Line($"Summary: {XmlText.Literal(model.Doc?.Trim() ?? "")},");
        writer.Line($"Fields: [{string.Join(", ", model.Data.Select(Field))}],");
        writer.Line($"ReconstructedField: {(Reconstructed(context) is { } name ? XmlText.Literal(name) : "null")},");
        writer.Line($"Terms: {Terms(model.Objectives[0])},");
        writer.Line($"Plan: new(Seed: {NumberText.Of(model.Training.Seed)}, Phases:");
        writer.Line("[");
        foreach (var phase in model.Training.Phases)
        {
            writer.Line($"    {Phase(context.Program, phase, scripts)},");
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
    private static IReadOnlyList<OptimizerText> Scripts(BoundTraining training)
    {
        var names = new Identifiers([]);
        return
        [
            .. training.Phases
                .SelectMany(phase => phase.Turns.Select((turn, i) => (Turn: turn, IsCritics: i > 0)))
                .GroupBy(use => OptimizerText.Of(use.Turn), StringComparer.Ordinal)
                .Select(same => same.First())
                .Select(use => new OptimizerText(
                    names.Pascal(use.IsCritics ? "CriticOptimizerScript" : "OptimizerScript"), use.Turn, use.IsCritics)),
        ];
    }

    /// <summary>An optimizer's arithmetic.</summary>
    private sealed record OptimizerText(string Name, BoundTurn Turn, bool IsCritics)
    {
        public static string Of(BoundTurn turn) => string.Join("\n", turn.Optimizer.Script(turn.Arguments));
    }

    private static void EmitOptimizer(OptimizerText script, SourceWriter writer)
    {
        var turn = script.Turn;
        writer.Doc("summary", $"The optimizer{(script.IsCritics ? " of critics" : "")}, as TorchScript: {turn.Optimizer.Source}.");
        writer.Indent($"private const string {script.Name} =");
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
        var others = model.Objectives.Skip(1).Select(Objective).ToArray();
        var documented = Documented(model).ToArray();
        return
        [
            .. More(model.Objectives[0]),
            .. others.Length == 0 ? [] : new[] { $"PhaseObjectives = [{string.Join(", ", others)}]" },
            .. documented.Length == 0
                ? []
                : new[] { "Documentation = new System.Collections.Generic.Dictionary<string, string> { "
                    + $"{string.Join(", ", documented)} }}" },
        ];
    }

    /// <summary>What the text says of variables; of one that is data and described, of the data.</summary>
    private static IEnumerable<string> Documented(BoundModel model) => model.Data.Select(data => (data.Name, data.Doc))
        .Concat(model.Bindings.Select(binding => (binding.Name, binding.Doc)))
        .Where(pair => !string.IsNullOrWhiteSpace(pair.Doc))
        .GroupBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(group => $"[{XmlText.Literal(group.Key)}] = {XmlText.Literal(group.First().Doc!.Trim())}");

    private static string Objective(BoundObjective objective)
    {
        var text = $"new({XmlText.Literal(objective.Name)}, {Terms(objective)})";
        var more = More(objective).ToArray();
        return more.Length == 0 ? text : $"{text} {{ {string.Join(", ", more)} }}";
    }

    private static string Terms(BoundObjective objective) =>
        $"[{string.Join(", ", objective.Terms.Concat(objective.CriticTerms).Select(term => XmlText.Literal(term.Name)))}]";

    private static IEnumerable<string> More(BoundObjective objective)
    {
        var moving = MovingWeights(objective).ToArray();
        var figures = objective.Terms.Where(term => term.Entry.IsFigure).Select(term => XmlText.Literal(term.Name)).ToArray();
        var critics = objective.CriticTerms.Select(term => XmlText.Literal(term.Name)).ToArray();
        return new[] { ("MovingWeights", moving), ("Figures", figures), ("CriticTerms", critics) }
            .Where(list => list.Item2.Length > 0)
            .Select(list => $"{list.Item1} = [{string.Join(", ", list.Item2)}]");
    }

    private static IEnumerable<string> MovingWeights(BoundObjective objective) => objective.Terms
        .Where(term => term.Weight.EndsAfter is not null)
        .Select(term => $"new MovingWeight({XmlText.Literal(term.Name)}, {XmlText.Literal(term.Weight.Schedule!.Name)}, "
            + $"{NumberText.Of(term.Weight.EndsAfter!.Value)})");

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
            .. training.From is { } from ? new[] { $"From = {XmlText.Literal(from)}" } : [],
        ];
        return string.Join(", ", set);
    }

    private static string Phase(ModelGraph program, BoundPhase phase, IReadOnlyList<OptimizerText> scripts)
    {
        // Where all that there is moves, nothing need be said.
        var isAll = program.Model.Training.Phases.Count == 1 && phase.Parts is null;
        var turns = phase.Turns.Select((turn, i) => Turn(
            turn,
            scripts.First(script => OptimizerText.Of(script.Turn) == OptimizerText.Of(turn)).Name,
            isAll ? null : program.MovedBy(phase, i).SelectMany(layer => layer.Keys)));
        var plan = $"new({XmlText.Literal(phase.Name)}, [{string.Join(", ", turns)}], "
            + $"Batch: {NumberText.Of(phase.Batch)}, Epochs: {NumberText.Of(phase.Epochs)})";
        string[] set =
        [
            .. phase.Objective > 0 ? new[] { $"Objective = {NumberText.Of(phase.Objective)}" } : [],
            .. phase.Parts is { } parts && program.ObjectiveOf(phase).Bound.Layer is null
                ? new[] { $"{(parts.AreFixed ? "Freeze" : "Update")} = {XmlText.Literal(DefinitionText.Words(parts))}" }
                : [],
            .. phase.Corrupt.Count > 0 ? new[] { $"Corrupt = {XmlText.Literal(DefinitionText.Noise(phase.Corrupt[0]))}" } : [],
            .. phase.Schedule is { } schedule ? new[] { $"Schedule = {Schedule(schedule)}" } : [],
            .. phase.Clip is { } clip
                ? new[] { $"Clip = new(ClipKind.{(clip.IsNorm ? "Norm" : "Value")}, {NumberText.Literal(clip.Limit)})" }
                : [],
            .. phase.Bfloat16 ? new[] { "Precision = ProductPrecision.Bfloat16" } : [],
            .. phase.Accumulate > 1 ? new[] { $"Accumulate = {NumberText.Of(phase.Accumulate)}" } : [],
            .. phase.Patience is { } patience ? new[] { $"Patience = {NumberText.Of(patience)}" } : [],
            .. phase.Labelled is { } labelled ? new[] { $"Labelled = {NumberText.Literal(labelled)}" } : [],
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

    private static string Turn(BoundTurn turn, string script, IEnumerable<string>? moves)
    {
        var (entry, arguments) = (turn.Optimizer, turn.Arguments);
        var settings = entry.Settings.Select(setting =>
            $"new({XmlText.Literal(setting.Name)}, {NumberText.Literal(arguments.Number(setting.Name))}, Default: "
            + $"{NumberText.Literal((double)ArgumentValues.Default(setting, setting.Default!))})");
        var slots = string.Join(", ", turn.Slots.Select(XmlText.Literal));
        return $"new(new({XmlText.Literal(entry.Name)}, {NumberText.Literal(arguments.Number("rate"))}, [{string.Join(", ", settings)}], "
            + $"[{slots}], {script}))"
            + (moves is null ? "" : $" {{ Moves = [{string.Join(", ", moves.Select(XmlText.Literal))}] }}");
    }
}
