using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Generators.Files;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Models;

/// <summary>One model with all that its code depends on: equal units give equal code, and are not compiled again.</summary>
/// <param name="Owner">Where it is declared: a file's path, or for a class its full name.</param>
/// <param name="Input">The model.</param>
/// <param name="Options">Namespace and path for <c>#line</c>.</param>
/// <param name="Hint">The generated source's name without <c>.g.cs</c>.</param>
/// <param name="IsClass">Whether attributes on a class declare it.</param>
/// <param name="SameNameElsewhere">Where a model of the same full name is that wins over this one, or null.</param>
internal sealed record ModelUnit(
    string Owner,
    ModelInput Input,
    EmitOptions Options,
    string Hint,
    bool IsClass,
    string? SameNameElsewhere = null)
{
    /// <summary>The emitted type's full name.</summary>
    public string TypeName => (Input.Namespace ?? Options.Namespace) is { Length: > 0 } name ? name + "." + Input.Name : Input.Name;

    private TextSpan NameSpan => (Input.Variant?.Name ?? Input.Model.Name).Span;

    public static IEnumerable<ModelUnit> OfFile((SplitFile File, HostOptions Host) pair, CancellationToken cancellation)
    {
        var (file, host) = pair;
        var options = new EmitOptions(ProjectPath.Namespace(host, file.Path), ProjectPath.ForLineDirectives(host, file.Path));
        return file.Models.Select(m => new ModelUnit(file.Path, m, options, ProjectPath.Hint(host, file.Path, m.Name), IsClass: false));
    }

    /// <summary>Never throws: a failure becomes a diagnostic at the model's name.</summary>
    public CompiledModel Compile(CancellationToken cancellation)
    {
        if (SameNameElsewhere is { } other)
        {
            return new CompiledModel(Owner, Hint, null, EquatableArray.Of(HostErrors.DuplicateType(TypeName, other, NameSpan)));
        }

        return Guard.Run(
            () =>
            {
                var output = AeCompiler.Compile(Input, Options with { WithStep = false }, cancellation);
                var step = output.StepKey is { } key ? new StepUnit(key, Hint + StepUnit.Suffix, this) : null;
                return new CompiledModel(Owner, Hint, output.Source, output.Diagnostics) { Step = step };
            },
            failure => new CompiledModel(Owner, Hint, null, EquatableArray.Of(failure with { Span = NameSpan })));
    }
}

/// <summary>What came of a model.</summary>
/// <param name="Owner">Where it is declared.</param>
/// <param name="Hint">The generated source's name without <c>.g.cs</c>.</param>
/// <param name="Source">Its C#, or null where there is none.</param>
/// <param name="Diagnostics">What is wrong with it.</param>
internal sealed record CompiledModel(string Owner, string Hint, string? Source, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Its training step, which is still to be derived; null where the model has errors.</summary>
    public StepUnit? Step { get; init; }
}

/// <summary>A source to add.</summary>
internal sealed record ModelSource(string Hint, string Text);
