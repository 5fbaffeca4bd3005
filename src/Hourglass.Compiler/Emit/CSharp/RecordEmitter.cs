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
            context.Codes.Select(
                code => new Member(EmitContext.TypeOf(code), context.CodeProperty(code.Name), Describe(code), code.Span)));
        Outputs(context, writer, "Decoded", "What is decoded.", context.Decoded);
        Outputs(context, writer, "Predicted", "What is predicted.", context.Predicted);
        foreach (var objective in context.Objectives)
        {
            EmitLosses(objective, writer);
        }
    }

    private static void EmitLosses(EmittedObjective objective, SourceWriter writer)
    {
        var total = new Member("Tensor", "Total", "The weighted sum.", default);
        var of = objective.Program.Name.Length == 0 ? "" : $" of the phase {objective.Program.Name}";
        var terms = objective.Program.Bound.Terms.Select(
            term => new Member("Tensor", objective.Property(term), $"{term.Entry.Formula}, before its weight.", term.Span));
        Record(
            writer,
            "readonly record struct",
            objective.Record,
            $"The objective{of} on a batch, in scalars.",
            new[] { total }.Concat(terms));
        if (objective.HasCritics)
        {
            var ofCritics = objective.Program.Bound.CriticTerms.Select(term => new Member(
                "Tensor",
                objective.Property(term),
                (term.Entry.IsForCritic ? term.Entry.Formula : "How badly the critic tells apart what it is to tell apart")
                    + ", before its weight.",
                term.Span));
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
                outputs.Select(
                    output => new Member(EmitContext.TypeOf(output), context.OutputProperty(output.Name), Describe(output), output.Span)));
        }
    }

    private static string Describe(BoundBinding binding) =>
        $"{binding.Shape.WithBatch()}{(binding.Distribution is { } distribution ? $", {Describe(distribution)}" : "")}."
        + $"{(binding.Doc is null ? "" : " " + binding.Doc.Trim())}";

    private static string Describe(BoundDistribution distribution) =>
        string.Join(" through ", distribution.Bijections.Select(bijection => bijection.Entry.Name).Prepend(distribution.Entry.Name));

    private static void Record(SourceWriter writer, string kind, string name, string summary, IEnumerable<Member> members)
    {
        var list = members.ToArray();
        writer.Line();
        writer.Doc("summary", summary);
        foreach (var member in list)
        {
            writer.Doc("param", $" name=\"{member.Name}\"", member.Doc);
        }

        var start = $"public {(kind == "record" ? "sealed " : "")}{kind} {name}(";
        if (list.Length == 0)
        {
            writer.Line($"{start});");
            return;
        }

        writer.Indent(start);
        for (var i = 0; i < list.Length; i++)
        {
            writer.Declare(list[i].Origin, $"{list[i].Type} ", list[i].Name + (i < list.Length - 1 ? "," : ");"));
        }

        writer.Outdent();
    }

    private sealed record Member(string Type, string Name, string Doc, TextSpan Origin);
}
