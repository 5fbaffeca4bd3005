using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the records that the methods give: <c>Code</c>, <c>Loss</c>, and <c>Decoded</c> where there are several outputs.
/// </summary>
internal static class RecordEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        Record(
            writer,
            "record",
            "Code",
            "The codes of a batch.",
            context.Codes.Select(code => (EmitContext.TypeOf(code), context.CodeProperty(code.Name), Describe(code))));
        Outputs(context, writer, "Decoded", "What is decoded.", context.Decoded);
        Outputs(context, writer, "Predicted", "What is predicted.", context.Predicted);
        foreach (var objective in context.Objectives)
        {
            EmitLosses(objective, writer);
        }
    }

    private static void EmitLosses(EmittedObjective objective, SourceWriter writer)
    {
        var total = ("Tensor", "Total", "The weighted sum.");
        var of = objective.Program.Name.Length == 0 ? "" : $" of the phase {objective.Program.Name}";
        var terms = objective.Program.Bound.Terms.Select(
            term => ("Tensor", objective.Property(term), $"{term.Entry.Formula}, before its weight."));
        Record(
            writer,
            "readonly record struct",
            objective.Record,
            $"The objective{of} on a batch, in scalars.",
            new[] { total }.Concat(terms));
        if (objective.HasCritics)
        {
            var ofCritics = objective.Program.Bound.CriticTerms.Select(term => (
                "Tensor",
                objective.Property(term),
                (term.Entry.IsForCritic ? term.Entry.Formula : "How badly the critic tells apart what it is to tell apart")
                    + ", before its weight."));
            Record(
                writer,
                "readonly record struct",
                objective.CriticRecord,
                $"What the critics minimize on a batch{of}, in scalars.",
                new[] { total }.Concat(ofCritics));
        }
    }

    private static void Outputs(EmitContext context, SourceWriter writer, string name, string summary, IReadOnlyList<BoundBinding> outputs)
    {
        if (outputs.Count > 1)
        {
            Record(
                writer,
                "record",
                name,
                summary,
                outputs.Select(output => (EmitContext.TypeOf(output), context.OutputProperty(output.Name), Describe(output))));
        }
    }

    private static string Describe(BoundBinding binding) =>
        $"{binding.Shape.WithBatch()}{(binding.Distribution is { } distribution ? $", {Describe(distribution)}" : "")}."
        + $"{(binding.Doc is null ? "" : " " + binding.Doc.Trim())}";

    private static string Describe(BoundDistribution distribution) =>
        string.Join(" through ", distribution.Bijections.Select(bijection => bijection.Entry.Name).Prepend(distribution.Entry.Name));

    private static void Record(
        SourceWriter writer,
        string kind,
        string name,
        string summary,
        IEnumerable<(string Type, string Name, string Doc)> members)
    {
        var list = members.ToArray();
        writer.Line();
        writer.Doc("summary", summary);
        foreach (var (_, member, doc) in list)
        {
            writer.Doc("param", $" name=\"{member}\"", doc);
        }

        var sealing = kind == "record" ? "sealed " : "";
        writer.Line($"public {sealing}{kind} {name}({string.Join(", ", list.Select(member => $"{member.Type} {member.Name}"))});");
    }
}
