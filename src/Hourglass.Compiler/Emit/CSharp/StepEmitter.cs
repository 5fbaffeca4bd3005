using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Emit.Native;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the derived training step as a file of its own: a TorchScript function and the memory that it works in.</summary>
internal static class StepEmitter
{
    public static string Emit(ModelGraph program, string ns, string modifiers, CancellationToken cancellation)
    {
        var writer = new SourceWriter(null, cancellation);
        FileHeader.Write(writer, ns, []);
        writer.Open($"{modifiers} class {TypeNames.Of(program.Model.Name)}");
        EmitMembers(program, writer);
        writer.Close();
        return writer.ToString();
    }

    private static void EmitMembers(ModelGraph program, SourceWriter writer)
    {
        StepGraph[] graphs;
        try
        {
            bool[] turns = program.CriticTerms.Count == 0 ? [false] : [false, true];
            graphs = [.. turns.Select(ofCritics => Derivation.Derive(program, ofCritics, writer.Cancellation))];
        }
        catch (UnderivedException e)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override string? WhyNotDerived => {XmlText.Literal($"no rule derives {e.Message}")};");
            return;
        }

        var phase = program.Model.Training.Phases[0];
        for (var i = 0; i < graphs.Length; i++)
        {
            var (property, field, method) = i == 0
                ? ("Derived", "DerivedStep", "DescribeNativeStep")
                : ("DerivedCritics", "DerivedCriticStep", "DescribeNativeCriticStep");
            if (i > 0)
            {
                writer.Line();
            }

            var script = StepScript.Of(graphs[i], phase, phase.Turns[i], writer.Cancellation);
            var native = NativeText.Of(graphs[i], phase, phase.Turns[i], writer.Cancellation);
            var first = i == 0 ? 0 : program.Terms.Count;
            EmitDescription(graphs[i], script, native, (property, field, method, first), writer);
            if (i == 0)
            {
                EmitWeights(program, writer);
            }

            if (native.Text is { } text)
            {
                writer.Line();
                writer.Doc("summary", "The same step as operations over matrices, for the processor's cores.");
                writer.Open($"private static void {method}(NativeProgramBuilder program)");
                writer.Lines(text);
                writer.Close();
            }
        }
    }

    private static void EmitDescription(
        StepGraph graph,
        StepScript script,
        NativeText native,
        (string Property, string Field, string Method, int FirstTerm) names,
        SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override StepDescription? {names.Property} => {names.Field};");
        writer.Line();
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
        var terms = program.Terms.Concat(program.CriticTerms).ToArray();
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open("public override void ReadWeights(System.Span<double> weights)");
        for (var i = 0; i < terms.Length; i++)
        {
            writer.Line($"weights[{NumberText.Of(i)}] = {ObjectiveEmitter.WeightText(terms[i].Term.Weight)};");
        }

        writer.Close();
        var capacities = terms.Select((term, i) => (term.Term, Index: i)).Where(term => term.Term.Weight.IsCapacity).ToArray();
        if (capacities.Length == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open("public override void ReadCapacities(System.Span<double> capacities)");
        writer.Line("base.ReadCapacities(capacities);");
        foreach (var (term, index) in capacities)
        {
            writer.Line($"capacities[{NumberText.Of(index)}] = {ObjectiveEmitter.CapacityText(term.Weight)};");
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
