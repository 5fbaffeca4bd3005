using Hourglass.Compiler.Catalogue;

namespace Hourglass.Editor.Features;

/// <summary>Arguments that make a word complete: to be tried, and to be filled in.</summary>
internal static class Samples
{
    /// <summary>
    /// The smallest arguments that a signature takes, for a trial: what does not fit with them fits with none. Null where there is no
    /// variable or label that an argument could name.
    /// </summary>
    /// <param name="signature">The signature.</param>
    /// <param name="input">The shape that goes in.</param>
    /// <param name="variable">A variable in reach, or null.</param>
    /// <param name="label">A label in reach, or null.</param>
    public static string? Smallest(Signature signature, Shape input, string? variable, string? label)
    {
        var arguments = Required(signature)
            .Select(parameter => (
                Name: parameter.NamedOnly ? $"{parameter.Name}: " : "",
                Value: Smallest(parameter, input, variable, label)))
            .ToArray();
        return arguments.Any(argument => argument.Value is null)
            ? null
            : arguments.Length == 0 ? "" : $"({string.Join(", ", arguments.Select(argument => argument.Name + argument.Value))})";
    }

    /// <summary>The arguments that must be given, as places to fill in: <c>(${1:n}, ${2:k})</c>; empty where none must.</summary>
    public static string Snippet(Signature signature)
    {
        var places = Required(signature)
            .Select((parameter, i) => $"{(parameter.NamedOnly ? parameter.Name + ": " : "")}${{{NumberText.Of(i + 1)}:{parameter.Name}}}")
            .ToArray();
        return places.Length == 0 ? "" : $"({string.Join(", ", places)})$0";
    }

    private static IEnumerable<Parameter> Required(Signature signature) =>
        signature.Parameters.Where(parameter => parameter.Default is null && !parameter.Optional);

    private static string? Smallest(Parameter parameter, Shape input, string? variable, string? label) => parameter.Kind switch
    {
        ParameterKind.Size or ParameterKind.Axes or ParameterKind.Number or ParameterKind.Positive or ParameterKind.Amount => "1",
        ParameterKind.Whole => "0",
        ParameterKind.Fraction => "0.1",
        ParameterKind.Share => "0.5",
        ParameterKind.Flag => "true",
        ParameterKind.Word => parameter.Words[0],
        ParameterKind.Activation => "relu",
        ParameterKind.Noise => "gaussian(0.1)",
        ParameterKind.Padding => "same",
        ParameterKind.Sizes => NumberText.Of(input.Count),
        ParameterKind.Label => label,
        ParameterKind.ValueOrWeights => "weights",
        _ => variable,
    };
}
