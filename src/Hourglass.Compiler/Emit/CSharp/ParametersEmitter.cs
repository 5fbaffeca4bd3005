namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the parameters of a model that may have other values when it is created: a record with a property for each, and the values in
/// force.
/// </summary>
internal static class ParametersEmitter
{
    private const string Record = "Parameters";
    private const string InForce = "ParametersInForce";

    /// <summary>Whether the record can have a property of this name.</summary>
    public static bool IsProperty(string property) => property != Record && !ReservedNames.Record.Contains(property);

    /// <summary>A parameter as an expression of the model's code.</summary>
    public static string Use(string name) => $"{InForce}.{Identifiers.PascalOf(name)}";

    /// <summary>Whether there are any.</summary>
    public static bool Has(EmitContext context) => context.Model.FreeParameters.Count > 0;

    /// <summary>The record and the property.</summary>
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        if (!Has(context))
        {
            return;
        }

        writer.Line();
        writer.Doc("summary", "The parameters of this model.");
        writer.Line($"public {Record} {InForce} {{ get; }}");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        var values = context.Model.FreeParameters.Select(
            parameter => $"[{XmlText.Literal(parameter.Name)}] = {Use(parameter.Name)}");
        writer.Line(
            "protected override System.Collections.Generic.IReadOnlyDictionary<string, double> ParameterValues => "
            + "new System.Collections.Generic.Dictionary<string, double> "
            + $"{{ {string.Join(", ", values)} }};");
        writer.Line();
        writer.Doc("summary", "Parameters of the model that weigh its objective; what is not given is as the model declares it.");
        writer.Open($"public sealed record {Record}");
        foreach (var parameter in context.Model.FreeParameters)
        {
            writer.Doc("summary", $"The parameter {parameter.Name}.");
            writer.Line(
                $"public double {Identifiers.PascalOf(parameter.Name)} {{ get; init; }} = {NumberText.Literal(parameter.Value)};");
        }

        writer.Close();
    }
}
