using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the type and the signatures of a model that has errors, as far as they are known, so that the user's other code still binds. The
/// build fails by the model's own errors; nothing of this is ever run.
/// </summary>
internal static class SkeletonEmitter
{
    private const string Body = " => throw new System.InvalidOperationException(\"The model has errors.\");";

    public static string Emit(
        ModelInput input,
        BoundModel model,
        string ns,
        string? linePath,
        string modifiers,
        CancellationToken cancellation)
    {
        var writer = new SourceWriter(linePath, cancellation);
        FileHeader.Write(writer, ns, Vocabulary.Distributions.Values.SelectMany(entry => entry.RuntimeTypes));
        if (ReservedNames.Types.Contains(input.Name))
        {
            // A type of that name would hide what its own members are made of.
            return writer.ToString();
        }

        writer.Doc("summary", $"The model {input.Name}, which has errors.");
        writer.Line(FileHeader.GeneratedCode);
        writer.Declare((input.Variant?.Name ?? input.Model.Name).Span, $"{modifiers} class ", $"{TypeNames.Of(input.Name)} : Autoencoder");
        writer.Open();
        Member(writer, $"public {TypeNames.Of(input.Name)}(int seed = 0) : base({XmlText.Literal(input.Name)})");
        Member(writer, $"public static {TypeNames.Of(input.Name)} Load(string path)");
        Member(writer, "public override ModelDescription Description");
        var bindings = input.Model.Statements.OfType<RoleStatement>()
            .SelectMany(statement => statement.Bindings.Select(binding => (statement.Role, Binding: binding))).ToArray();
        var first = bindings.GroupBy(pair => pair.Binding.Name.Text, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().Binding, StringComparer.Ordinal);
        var data = Parameters(model.Data.Select(item => item.Name));
        Member(writer, $"public Code Encode({data})");
        foreach (var (role, method) in new[] { (Role.Decode, "Decode"), (Role.Predict, "Predict") })
        {
            var outputs = bindings.Where(binding => binding.Role == role).Select(binding => binding.Binding).ToArray();
            if (outputs.Length > 0)
            {
                Member(writer, $"public {TypeOf(outputs[outputs.Length - 1])} {method}(params Tensor[] codes)");
            }
        }

        Member(writer, $"public Tensor Reconstruct({data})");
        Member(writer, "public Tensor Sample(int count)");
        Member(writer, $"public Loss Minimize({data})");
        Member(
            writer,
            $"public static TrainingReport Train({TypeNames.Of(input.Name)} model, Dataset data, TrainOptions? options = null, "
                + "System.IProgress<TrainingProgress>? progress = null)");
        Member(writer, "protected override TermValues MinimizeBatch(Batch batch)");
        Member(
            writer,
            "public override TrainingReport TrainOn(Dataset data, TrainOptions? options = null, System.IProgress<TrainingProgress>? "
                + "progress = null)");
        ExternEmitter.EmitSkeleton(input, writer);
        Record(
            writer,
            "sealed record",
            "Code",
            bindings.Where(b => b.Role == Role.Encode).Select(b => b.Binding.Name.Text).Distinct().ToArray(),
            name => TypeOf(first[name]));
        Record(
            writer,
            "readonly record struct",
            "Loss",
            [.. new[] { "Total" }.Concat(model.Terms.Select(term => term.Name))],
            _ => "Tensor");
        writer.Close();
        return writer.ToString();
    }

    private static string Parameters(IEnumerable<string> names)
    {
        var locals = new Identifiers(ReservedNames.Locals);
        return string.Join(", ", names.Select(name => $"Tensor {locals.Camel(name)}"));
    }

    private static string TypeOf(BindingSyntax binding)
    {
        var stages = binding.Pipeline.Stages.Reverse().ToArray();
        var bijections = stages.TakeWhile(stage => Vocabulary.Bijections.ContainsKey(stage.Name.Text)).Count();
        return binding.Random
            && stages.Length > bijections
            && Vocabulary.Distributions.TryGetValue(stages[bijections].Name.Text, out var entry)
                ? FlowText.TypeOf(entry.RuntimeTypeOf(Words(entry.Signature, stages[bijections].Arguments)), bijections)
                : "Tensor";
    }

    /// <summary>Which arguments there are, and those that are words; no others are known for certain.</summary>
    private static BoundArguments Words(Signature signature, IEnumerable<Argument> arguments) => arguments
        .Select((argument, i) => (Name: argument.Name?.Text ?? signature.Parameters.ElementAtOrDefault(i)?.Name, argument.Value))
        .Where(argument => argument.Name is not null)
        .Aggregate(BoundArguments.None, (known, word) => known.With(word.Name!, (word.Value as NameExpression)?.Name ?? ""));

    private static void Member(SourceWriter writer, string signature)
    {
        writer.Line("/// <summary>Part of a model that has errors.</summary>");
        writer.Line(signature + Body);
        writer.Line();
    }

    private static void Record(SourceWriter writer, string kind, string name, IReadOnlyList<string> members, Func<string, string> typeOf)
    {
        var identifiers = new Identifiers(name == "Loss" ? ReservedNames.LossRecord : ReservedNames.Record);
        writer.Line("/// <summary>Part of a model that has errors.</summary>");
        writer.Line(
            $"public {kind} {name}({string.Join(", ", members.Select(member => $"{typeOf(member)} {identifiers.Pascal(member)}"))});");
        writer.Line();
    }
}
