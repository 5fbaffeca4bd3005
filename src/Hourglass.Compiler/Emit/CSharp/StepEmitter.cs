using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Emit.Native;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the derived training step as a file of its own: a TorchScript function and the memory that it works in. With it stands what else
/// only a build has use for.
/// </summary>
internal static class StepEmitter
{
    public static string Emit(EmitContext context, string ns, string modifiers, CancellationToken cancellation)
    {
        var writer = new SourceWriter(null, cancellation);
        FileHeader.Write(writer, ns, []);
        writer.Open($"{modifiers} class {TypeNames.Of(context.Model.Name)}");
        EmitMembers(context.Program, writer);
        OnnxEmitter.Emit(context, writer);
        DiagramEmitter.Emit(context, writer);
        writer.Close();
        return writer.ToString();
    }

    private static void EmitMembers(ModelGraph program, SourceWriter writer)
    {
        var phases = program.Model.Training.Phases;
        var steps = new List<DerivedStep>();
        string? why = null;
        for (var i = 0; i < phases.Count; i++)
        {
            for (var turn = 0; turn < phases[i].Turns.Count; turn++)
            {
                try
                {
                    Add(steps, program, i, turn, writer.Cancellation);
                }
                catch (UnderivedException e)
                {
                    why ??= $"no rule derives {e.Message}";
                }
            }
        }

        if (why is not null)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override string? WhyNotDerived => {XmlText.Literal(why)};");
            if (steps.Count == 0)
            {
                return;
            }

            writer.Line();
        }

        EmitChoice(steps, writer);
        EmitWeights(program, writer);
        foreach (var step in steps)
        {
            Emit(program, step, writer);
        }
    }

    /// <summary>A step with the phases and turns that it is of.</summary>
    private sealed record DerivedStep(StepGraph Graph, BoundPhase Phase, int Turn, string Key, List<(int Phase, int Turn)> Uses);

    /// <summary>Derives a step, unless an earlier phase has the same.</summary>
    private static void Add(List<DerivedStep> steps, ModelGraph program, int index, int turn, CancellationToken cancellation)
    {
        var phase = program.Model.Training.Phases[index];
        if (phase.Turns.Count > 1 && program.ObjectiveOf(phase).CriticTerms.Count == 0 && turn > 0)
        {
            return;
        }

        var graph = Derivation.Derive(program, phase, turn, cancellation);
        var optimizer = DefinitionText.Call(phase.Turns[turn].Optimizer, phase.Turns[turn].Arguments);
        var key = $"{optimizer} {phase.Clip} {phase.Accumulate > 1} {phase.Bfloat16} {phase.Objective} {turn}\n{graph}";
        if (steps.Find(step => step.Key == key) is { } same)
        {
            same.Uses.Add((index, turn));
        }
        else
        {
            steps.Add(new DerivedStep(graph, phase, turn, key, [(index, turn)]));
        }
    }

    /// <summary>The name of a step's field behind <c>Derived</c>: the first phase's has none of its own.</summary>
    private static string NameOf(DerivedStep step) => (step.Turn == 0 ? "Step" : "CriticStep") + SuffixOf(step);

    private static string SuffixOf(DerivedStep step) => step.Uses[0].Phase is var phase and > 0 ? NumberText.Of(phase + 1) : "";

    private static void EmitChoice(List<DerivedStep> steps, SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("protected override StepDescription? DerivedOf(int phase, int turn) => (phase, turn) switch");
        writer.Open();
        foreach (var (use, step) in steps.SelectMany(step => step.Uses.Select(use => (use, step))).OrderBy(pair => pair.use))
        {
            writer.Line($"({NumberText.Of(use.Phase)}, {NumberText.Of(use.Turn)}) => Derived{NameOf(step)},");
        }

        writer.Line("_ => null,");
        writer.Close(";");
    }

    private static void Emit(ModelGraph program, DerivedStep step, SourceWriter writer)
    {
        var turn = step.Phase.Turns[step.Turn];
        var script = StepScript.Of(step.Graph, step.Phase, turn, writer.Cancellation);
        var native = NativeText.Of(step.Graph, step.Phase, turn, writer.Cancellation);
        var first = step.Turn == 0 ? 0 : program.ObjectiveOf(step.Phase).Terms.Count;
        var method = "DescribeNative" + NameOf(step);
        writer.Line();
        EmitDescription(step.Graph, script, native, ("Derived" + NameOf(step), method, first), writer);
        if (native.Text is { } text)
        {
            writer.Line();
            writer.Doc("summary", "The same step as operations over matrices, for the processor's cores.");
            writer.Open($"private static void {method}(NativeProgramBuilder program)");
            writer.Lines(text);
            writer.Close();
        }
    }

    private static void EmitDescription(
        StepGraph graph,
        StepScript script,
        NativeText native,
        (string Field, string Method, int FirstTerm) names,
        SourceWriter writer)
    {
        writer.Doc(
            "summary",
            "The training step, derived at compile time: forward, terms, backward and optimizer in one function over memory "
                + "that is given to it.");
        writer.Indent($"private static readonly StepDescription {names.Field} = new(");
        writer.Line("Script:");
        writer.Line("\"\"\"");
        foreach (var function in script.Functions)
        {
            writer.Lines(function.Text);
            writer.Line();
        }

        writer.Lines(script.Text);
        writer.Line("\"\"\",");
        writer.Line($"Fields: [{Join(script.Fields.Select(XmlText.Literal))}],");
        writer.Line($"Draws: [{Join(script.Draws.Select(Draw))}],");
        writer.Line(
            $"Parameters: [{Join(graph.Values.Select(value => value.Op).OfType<WeightOp>().Select(op => XmlText.Literal(op.Key)))}],");
        writer.Line($"Gradients: [{Join(graph.Gradients.Select(pair => XmlText.Literal(pair.Weight.Key)))}],");
        writer.Line($"Values: [{Join(script.Stored.Select(value => Buffer(value, script.Plan.Slots[value])))}],");
        writer.Line($"Averages: [{Join(graph.Averages.SelectMany(average => average.Keys).Select(XmlText.Literal))}],");
        var terms = graph.Terms.Select(term => term.Term).ToList();
        var scheduled = graph.ScheduledWeights.Select(term => NumberText.Of(names.FirstTerm + terms.IndexOf(term)));
        writer.Line($"ScheduledTerms: [{Join(scheduled)}],");
        writer.Line(
            $"Memory: new(RowNumbers: {Long(script.Plan.RowNumbers)}, FixedNumbers: {Long(script.Plan.FixedNumbers)}, OperatorRowNumbers: "
            + $"{Long(script.Plan.OwnRowNumbers)}, OperatorFixedNumbers: {Long(script.Plan.OwnFixedNumbers)}){Pairs(script.Plan)},");
        writer.Line(native.Plan is { } plan
            ? $"Native: new({names.Method}, RowNumbers: {Long(plan.RowNumbers)}, FixedNumbers: {Long(plan.FixedNumbers)}),"
            : "Native: null,");
        writer.Line($"WhyNotNative: {(native.WhyNot is { } reason ? XmlText.Literal(reason) : "null")});");
        writer.Outdent();
    }

    private static void EmitWeights(ModelGraph program, SourceWriter writer)
    {
        BoundTerm[][] terms = [.. program.Model.Objectives.Select(objective => objective.Terms.Concat(objective.CriticTerms).ToArray())];
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open("protected override void ReadWeights(System.Span<double> weights, int objective = 0)");
        ForEach(terms, writer, (term, i) => $"weights[{NumberText.Of(i)}] = {ObjectiveEmitter.WeightText(term.Weight)};");
        writer.Close();
        if (!terms.SelectMany(of => of).Any(term => term.Weight.IsCapacity))
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open("protected override void ReadCapacities(System.Span<double> capacities, int objective = 0)");
        writer.Line("base.ReadCapacities(capacities, objective);");
        ForEach(terms, writer, (term, i) => term.Weight.IsCapacity
            ? $"capacities[{NumberText.Of(i)}] = {ObjectiveEmitter.CapacityText(term.Weight)};"
            : null);
        writer.Close();
    }

    /// <summary>A statement for each term, where there are several objectives by cases.</summary>
    private static void ForEach(BoundTerm[][] objectives, SourceWriter writer, Func<BoundTerm, int, string?> statement)
    {
        void Of(BoundTerm[] terms)
        {
            foreach (var line in terms.Select(statement).OfType<string>())
            {
                writer.Line(line);
            }
        }

        if (objectives.Length == 1)
        {
            Of(objectives[0]);
            return;
        }

        writer.Open("switch (objective)");
        foreach (var (terms, i) in objectives.Select((terms, i) => (terms, i)))
        {
            writer.Indent(i == 0 ? "default:" : $"case {NumberText.Of(i)}:");
            Of(terms);
            writer.Line("break;");
            writer.Outdent();
        }

        writer.Close();
    }

    private static string Draw(DrawOp op) =>
        $"new({NumberText.Of(op.Site)}, DrawKind.{op.Kind}, {NumberText.Of(op.Extent.Rows)}, [{Sizes(op.Extent.Shape)}])";

    private static string Buffer(Value value, Slot slot) =>
        $"new({Long(slot.Offset)}, {NumberText.Of(value.Extent.Rows)}, [{Sizes(value.Extent.Shape)}])";

    private static string Sizes(Shape shape) => Join(shape.Dimensions.Select(size => NumberText.Of(size)));

    private static string Join(IEnumerable<string> items) => string.Join(", ", items);

    private static string Pairs(BufferPlan plan) =>
        plan.OwnPairNumbers == 0 ? "" : $" {{ OperatorPairNumbers = {Long(plan.OwnPairNumbers)} }}";

    private static string Long(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
