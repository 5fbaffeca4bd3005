using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Expressions for means: of the codes that <c>Encode</c> gave, and of what <c>Decode</c> or <c>Predict</c> makes of them.
/// </summary>
internal static class MeanText
{
    /// <summary>What a decoder reads, of the local variable <c>code</c>: a random code is its mean.</summary>
    /// <param name="context">The model.</param>
    /// <param name="variable">A code, or one of its distribution's parameters.</param>
    public static string OfCode(EmitContext context, string variable)
    {
        var dot = variable.IndexOf('.');
        if (dot > 0)
        {
            var name = variable.Substring(0, dot);
            return $"code.{context.CodeProperty(name)}.{PropertyOf(context, name, variable.Substring(dot + 1))}";
        }

        var property = $"code.{context.CodeProperty(variable)}";
        return context.Program.Samples.ContainsKey(variable) ? $"{property}.Mean" : property;
    }

    /// <summary>The mean of an output, in the units of the data that it describes.</summary>
    /// <param name="context">The model.</param>
    /// <param name="output">The output.</param>
    /// <param name="call">The call that gives all outputs of its region.</param>
    public static string OfOutput(EmitContext context, BoundBinding output, string call)
    {
        var all = context.Decoded.Contains(output) ? context.Decoded : context.Predicted;
        var value = all.Count == 1 ? call : $"{call}.{context.OutputProperty(output.Name)}";
        return InUnits(context, output, output.Distribution is null ? value : $"{value}.Mean");
    }

    /// <summary>What describes prepared data, in the data's own units.</summary>
    public static string InUnits(EmitContext context, BoundBinding output, string values) =>
        DescribedData.Of(context.Model, output) is { Preparations.Count: > 0 } data
            ? $"{PreparationEmitter.Restore(data)}({values})"
            : values;

    /// <summary>The runtime's property of a distribution's parameter.</summary>
    private static string PropertyOf(EmitContext context, string code, string parameter)
    {
        var distribution = context.Program.Distributions[code];
        return $"{(distribution.Flow is null ? "" : "Base.")}{distribution.Entry.PropertyOf(parameter)}";
    }
}
