namespace Hourglass.Compiler.Catalogue;

/// <summary>What an argument may be.</summary>
public enum ParameterKind
{
    /// <summary>A whole number, 1 or more.</summary>
    Size,

    /// <summary>A whole number, 0 or more.</summary>
    Whole,

    /// <summary>A whole number, 1 or more, or one for each spatial dimension, <c>(3, 5)</c>.</summary>
    Axes,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>A number above 0.</summary>
    Positive,

    /// <summary>A number, 0 or more.</summary>
    Amount,

    /// <summary>A number from 0 to below 1.</summary>
    Fraction,

    /// <summary>A number between 0 and 1, both left out.</summary>
    Share,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>An activation, possibly with its own argument, <c>leaky(0.2)</c>.</summary>
    Activation,

    /// <summary>A corruption, <c>gaussian(0.3)</c>.</summary>
    Noise,

    /// <summary><c>same</c> or a whole number.</summary>
    Padding,

    /// <summary>The label of a stage.</summary>
    Label,

    /// <summary>The name of a variable.</summary>
    Value,

    /// <summary>A variable, a label, or the word <c>weights</c>.</summary>
    ValueOrWeights,

    /// <summary>All further sizes.</summary>
    Sizes,

    /// <summary>All further variables.</summary>
    Values,
}

/// <summary>A parameter of a signature.</summary>
/// <param name="Name">Its name, as a named argument would use it.</param>
/// <param name="Kind">What its argument may be.</param>
/// <param name="Default">What holds where it is left out, as the reference prints it; null where it must be given.</param>
/// <param name="NamedOnly">Whether it takes no place among the positional arguments.</param>
/// <param name="Words">The words of a <see cref="ParameterKind.Word"/>.</param>
/// <param name="Optional">Whether it may be left out without a default (a width taken from the target, no activation).</param>
public sealed record Parameter(
    string Name,
    ParameterKind Kind,
    string? Default = null,
    bool NamedOnly = false,
    EquatableArray<string> Words = default,
    bool Optional = false)
{
    /// <summary>As the reference prints it.</summary>
    public override string ToString() => (NamedOnly || Default is not null, Kind) switch
    {
        (true, ParameterKind.Word) when NamedOnly => $"{Name}: {string.Join("|", Words)}",
        (_, ParameterKind.Word) => string.Join("|", Words),
        (true, ParameterKind.Value) => $"{Name}: {Name[0]}",
        (true, _) => $"{Name}: {Default ?? "n"}",
        _ => Name,
    };

    /// <summary>What may stand here, in words.</summary>
    public string Expectation => Kind switch
    {
        ParameterKind.Size => "a whole number, 1 or more",
        ParameterKind.Whole => "a whole number, 0 or more",
        ParameterKind.Number => "a number",
        ParameterKind.Positive => "a number above 0",
        ParameterKind.Amount => "a number, 0 or more",
        ParameterKind.Fraction => "a number from 0 to below 1",
        ParameterKind.Share => "a number above 0 and below 1",
        ParameterKind.Flag => "`true` or `false`",
        ParameterKind.Word => string.Join(" or ", Words.Select(w => $"`{w}`")),
        ParameterKind.Activation => "an activation such as `relu`",
        ParameterKind.Noise => "a corruption such as `gaussian(0.3)`",
        ParameterKind.Axes => "a whole number, 1 or more, or one for each spatial dimension",
        ParameterKind.Padding => string.Concat(Words.Select(word => $"`{word}`, ")) + "`same` or a whole number",
        ParameterKind.Label => "the label of a stage",
        ParameterKind.ValueOrWeights => "a variable, a label or `weights`",
        ParameterKind.Sizes => "whole numbers, 1 or more",
        _ => "the name of a variable",
    };
}

/// <summary>The parameters of an entry, in order.</summary>
public sealed record Signature(EquatableArray<Parameter> Parameters)
{
    /// <summary>No parameters.</summary>
    public static Signature None { get; } = new(EquatableArray<Parameter>.Empty);

    /// <summary>One parameter more.</summary>
    public Signature With(Parameter parameter) => new(Parameters.Append(parameter).ToEquatable());

    /// <summary>A signature of the given parameters.</summary>
    public static Signature Of(params Parameter[] parameters) => new(EquatableArray.Of(parameters));

    /// <summary>As the reference prints it: <c>(n, act, bias: true)</c>, or nothing.</summary>
    public override string ToString() => Parameters.Count > 0 ? $"({string.Join(", ", Parameters)})" : "";
}
