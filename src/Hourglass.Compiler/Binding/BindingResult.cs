namespace Hourglass.Compiler.Binding;

/// <summary>A bound model, as far as it could be bound, and what is wrong with it.</summary>
/// <param name="Model">The model; complete where there are no errors.</param>
/// <param name="Diagnostics">Errors and warnings, by place.</param>
public sealed record BindingResult(BoundModel Model, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether an error that is reported elsewhere (of a constant, or of a variant's model) is in it.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Whether the model cannot be emitted.</summary>
    public bool HasErrors => IsBroken || Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
}

/// <summary>What the binder asks of those who come behind it.</summary>
/// <param name="Check">Warnings about a model without errors that only its graph can tell.</param>
/// <param name="IsTaken">Whether emitted code needs a name for something else than the model's type.</param>
public sealed record BinderHost(Func<BoundModel, CancellationToken, IEnumerable<Diagnostic>> Check, Func<string, bool> IsTaken)
{
    /// <summary>The name of the method that a word becomes.</summary>
    public Func<string, string> MethodOf { get; init; } = name => name;

    /// <summary>Whether a record of numbers can have a property of this name.</summary>
    public Func<string, bool> IsProperty { get; init; } = _ => true;

    /// <summary>Whether every model's class has a member of this name, or names a type by it.</summary>
    public Func<string, bool> IsMember { get; init; } = _ => false;

    /// <summary>The members that the class may have for a variable.</summary>
    public Func<string, IReadOnlyList<string>> MembersOf { get; init; } = _ => [];
}
