using System.Globalization;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Cli.Rendering;

/// <summary>
/// A stage as one would write it, from what is known of it rather than from the text: stages of a block or of a mirror then show their own
/// numbers. Arguments that equal their default are left out.
/// </summary>
internal static class StageText
{
    /// <summary>A stage: <c>w: conv(32, 4, stride: 2, relu)</c>.</summary>
    public static string Of(BoundStage stage)
    {
        var label = stage.Label is null ? "" : stage.Label + ": ";
        var activation = stage.Activation is { } act ? Activation(act) : null;
        return label + Call(stage.Entry, stage.Arguments, activation) + (stage.Body.Count > 0 ? " { }" : "");
    }

    /// <summary>A distribution: <c>normal(20)</c>.</summary>
    public static string Of(BoundDistribution distribution) => Call(distribution.Entry, distribution.Arguments, null);

    /// <summary>A bijection: <c>planar(10)</c>.</summary>
    public static string Of(BoundBijection bijection) =>
        (bijection.Label is null ? "" : bijection.Label + ": ") + Call(bijection.Entry, bijection.Arguments, null);

    private static string Call(CatalogueEntry entry, BoundArguments arguments, string? activation)
    {
        var texts = entry.Signature.Parameters
            .Where(parameter => arguments.Has(parameter.Name) && parameter.Kind != ParameterKind.Activation)
            .Select(parameter => (parameter, Text: Argument(parameter, arguments)))
            .Where(pair => pair.Text != pair.parameter.Default)
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
        ParameterKind.Noise => arguments.Noise(parameter.Name) is var noise ? $"{noise.Entry.Name}({NumberText.Of(noise.Level)})" : "",
        ParameterKind.Padding => arguments.Padding(parameter.Name) is { } padding ? NumberText.Of(padding) : "same",
        ParameterKind.Sizes =>
            string.Join(", ", arguments.Sizes(parameter.Name).Select(size => size.ToString(CultureInfo.InvariantCulture))),
        ParameterKind.Values => string.Join(", ", arguments.Names(parameter.Name).Select(name => name.Name)),
        _ => NumberText.Of(arguments.Number(parameter.Name)),
    };

    private static string Activation(BoundActivation activation) =>
        double.IsNaN(activation.Parameter) ? activation.Entry.Name : $"{activation.Entry.Name}({NumberText.Of(activation.Parameter)})";
}
