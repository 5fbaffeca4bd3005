using System.Globalization;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Emit;

/// <summary>
/// A stage as one would write it, from what is known of it rather than from the text: stages of a block or of a mirror then show their own
/// numbers. Arguments that equal their default are left out.
/// </summary>
public static class StageText
{
    /// <summary>A stage: <c>w: conv(32, 4, stride: 2, relu)</c>.</summary>
    public static string Of(BoundStage stage)
    {
        var activation = stage.Activation is { } act ? Activation(act) : null;
        return (stage.Label is null ? "" : stage.Label + ": ")
            + Call(stage.Entry, stage.Arguments, activation)
            + (stage.Body.Count > 0 ? " { }" : "");
    }

    /// <summary>A distribution: <c>normal(20)</c>.</summary>
    public static string Of(BoundDistribution distribution) => Call(distribution.Entry, distribution.Arguments, null);

    /// <summary>A bijection: <c>planar(10)</c>.</summary>
    public static string Of(BoundBijection bijection) =>
        (bijection.Label is null ? "" : bijection.Label + ": ") + Call(bijection.Entry, bijection.Arguments, null);

    /// <summary>A word of another kind: <c>ramp(0, 4, epochs: 5)</c>.</summary>
    public static string Of(CatalogueEntry entry, BoundArguments arguments) => Call(entry, arguments, null);

    private static string Call(CatalogueEntry entry, BoundArguments arguments, string? activation)
    {
        var texts = entry.Signature.Parameters
            .Where(parameter => arguments.Has(parameter.Name) && parameter.Kind != ParameterKind.Activation)
            .Where(parameter => !DefinitionText.HasDefault(parameter, arguments.Value(parameter.Name)))
            .Select(parameter => (parameter, Text: Argument(parameter, arguments)))
            .Select(pair => pair.parameter is { NamedOnly: true } or { Default: not null, Kind: not ParameterKind.Word }
                ? $"{pair.parameter.Name}: {pair.Text}"
                : pair.Text);
        var all = string.Join(", ", activation is null ? texts : texts.Append(activation));
        return all.Length == 0 ? entry.Name : $"{entry.Name}({all})";
    }

    private static string Argument(Parameter parameter, BoundArguments arguments) => parameter.Kind switch
    {
        ParameterKind.Flag => arguments.Flag(parameter.Name) ? "true" : "false",
        ParameterKind.Word or ParameterKind.Label or ParameterKind.Value or ParameterKind.ValueOrWeights => arguments.Word(parameter.Name),
        ParameterKind.Noise => arguments.Noise(parameter.Name) is var noise ? $"{noise.Entry.Name}({NumberText.Plain(noise.Level)})" : "",
        ParameterKind.Padding => arguments.Padding(parameter.Name) is { } padding ? NumberText.Of(padding) : "same",
        ParameterKind.Sizes =>
            string.Join(", ", arguments.Sizes(parameter.Name).Select(size => size.ToString(CultureInfo.InvariantCulture))),
        ParameterKind.Values => string.Join(", ", arguments.Names(parameter.Name).Select(name => name.Name)),
        ParameterKind.Axes when arguments.AxisCount(parameter.Name) is { } axes =>
            $"({string.Join(", ", arguments.Axes(parameter.Name, axes).Select(size => NumberText.Of(size)))})",
        _ => NumberText.Plain(arguments.Number(parameter.Name)),
    };

    private static string Activation(BoundActivation activation) =>
        double.IsNaN(activation.Parameter) ? activation.Entry.Name : $"{activation.Entry.Name}({NumberText.Plain(activation.Parameter)})";
}
