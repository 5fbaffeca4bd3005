using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Binding;

/// <summary>A stage with everything known about it.</summary>
/// <param name="Entry">Its catalogue entry.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">The shape that it takes.</param>
/// <param name="Output">The shape that it gives.</param>
/// <param name="Span">Where it is written.</param>
public sealed record BoundStage(StageEntry Entry, BoundArguments Arguments, Shape Input, Shape Output, TextSpan Span)
{
    /// <summary>The user's label, if any.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// The name of its layer inside its role's module (<c>dense1</c>, or the label); null for a stage without parameters.
    /// </summary>
    public string? LayerName { get; init; }

    /// <summary>The module that owns the layer: <c>encoder</c>, <c>decoder</c>, <c>predictor</c> or <c>prior</c>.</summary>
    public string Container { get; init; } = "";

    /// <summary>The activation given as its last argument.</summary>
    public BoundActivation? Activation { get; init; }

    /// <summary>The stages that it encloses.</summary>
    public IReadOnlyList<BoundStage> Body { get; init; } = [];

    /// <summary>The stage and all that it encloses, however deep.</summary>
    public IEnumerable<BoundStage> WithBody => Body.SelectMany(stage => stage.WithBody).Prepend(this);

    /// <summary>The stage whose weights, or whose switches, it shares.</summary>
    public BoundStage? Tied { get; init; }

    /// <summary>Other variables that it reads.</summary>
    public IReadOnlyList<BoundReference> References { get; init; } = [];

    /// <summary>What the elements of its output can be.</summary>
    public ValueRange Range { get; init; } = ValueRange.Any;

    /// <summary>Trainable numbers that it owns.</summary>
    public long ParameterCount => Entry.CountParameters(this) + Body.Sum(stage => stage.ParameterCount);

    /// <summary>
    /// Floating-point operations per example, forward, without those of enclosed stages: a multiply and an add count two, an activation one
    /// for each element, be it a stage of its own or a layer's last argument.
    /// </summary>
    public long OwnFlops => Entry.CountFlops(this) + (Activation is null ? 0 : Output.Count);

    /// <summary>Those of enclosed stages too.</summary>
    public long Flops => OwnFlops + Body.Sum(stage => stage.Flops);
}

/// <summary>A variable that a pipeline reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape where it enters, a class as one-hot.</param>
/// <param name="Range">What its elements can be.</param>
/// <param name="Span">Where it is read.</param>
public sealed record BoundReference(string Name, Shape Shape, ValueRange Range, TextSpan Span)
{
    /// <summary>Whether it is not the data that is read, but which of their elements are there.</summary>
    public bool IsPresence { get; init; }
}
