using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Emit.Diagrams;
using Hourglass.Compiler.Emit.PyTorch;
using Hourglass.Compiler.Emit;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Plan;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler;

/// <summary>What emission needs beyond the model itself.</summary>
/// <param name="Namespace">The namespace of the emitted types where the file does not say (empty: the global one).</param>
/// <param name="LinePath">The path to write into <c>#line</c> directives, or null for none.</param>
/// <param name="AccessElsewhere">Whether a part of the type that the user wrote decides who may see it; otherwise the type is
/// public.</param>
public sealed record EmitOptions(string Namespace, string? LinePath, bool AccessElsewhere = false)
{
    /// <summary>
    /// Whether <see cref="AeCompiler.Compile"/> derives the training step too; <see cref="AeCompiler.CompileStep"/> does it by itself.
    /// </summary>
    public bool WithStep { get; init; } = true;

    /// <summary>What stands before <c>class</c>.</summary>
    internal string Modifiers => AccessElsewhere ? "sealed partial" : "public sealed partial";
}

/// <summary>
/// One model with all it needs from elsewhere, and nothing else: the unit that is bound and emitted by itself. Two equal inputs give
/// equal output, so an edit elsewhere costs nothing.
/// </summary>
/// <param name="Name">The emitted type's name.</param>
/// <param name="Doc">Its documentation, or null.</param>
/// <param name="Model">The declaration (the base's, for a variant).</param>
/// <param name="Variant">The variant's declaration, or null.</param>
/// <param name="Constants">Constants in reach, own and imported.</param>
/// <param name="Blocks">Blocks in reach, own and imported.</param>
/// <param name="Namespace">The file's namespace, or null.</param>
public sealed record ModelInput(
    string Name,
    string? Doc,
    ModelDeclaration Model,
    VariantDeclaration? Variant,
    EquatableArray<ConstDeclaration> Constants,
    EquatableArray<BlockDeclaration> Blocks,
    string? Namespace)
{
    /// <summary>
    /// Constants of the file whose errors stand among the file's diagnostics; a model that reads one is not emitted, without another word.
    /// </summary>
    public EquatableArray<string> BrokenConstants { get; init; }

    /// <summary>
    /// The externs that stand outside of the file's models, which is among the file's diagnostics: a model that uses one is not emitted,
    /// without another word.
    /// </summary>
    public EquatableArray<string> MisplacedExterns { get; init; }

    /// <summary>Whether an import could not be read: a name that is not known may stand there, and nothing is said of it.</summary>
    public bool LacksImports { get; init; }

    /// <summary>
    /// Whether its text has a syntax error: the model is then judged by its syntax alone, so that one mistake gives one error.
    /// </summary>
    public bool IsIncomplete => Model.IsIncomplete || Variant is { IsIncomplete: true };
}

/// <summary>
/// A file cut into models, with the diagnostics of what is not inside a model (duplicate names, wrong imports, unused syntax).
/// </summary>
public sealed record FileModels(EquatableArray<ModelInput> Models, EquatableArray<Diagnostic> Diagnostics);

/// <summary>
/// The C# of one model and what is wrong with it. With errors the text still declares the type and the signatures that are known.
/// </summary>
/// <param name="TypeName">The emitted type's full name without <c>global::</c>.</param>
/// <param name="Source">The C# text that users read and step through, <c>\n</c> newlines.</param>
/// <param name="Diagnostics">Errors and warnings, by place.</param>
public sealed record ModelOutput(string TypeName, string Source, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>
    /// The C# text of the derived training step, a second part of the type; null where it was not asked for, or the model has errors.
    /// </summary>
    public string? Step { get; init; }

    /// <summary>All that the step's text depends on: equal keys, equal steps. Null where the model has errors.</summary>
    public string? StepKey { get; init; }

    /// <summary>The texts that make up the type.</summary>
    public IEnumerable<string> Sources => Step is null ? [Source] : [Source, Step];
}

/// <summary>The compiler's front door; its hosts (generator, tool, tests) use nothing else.</summary>
public static class AeCompiler
{
    private static readonly BinderHost Host = new(
        (model, cancellation) => PhaseCheck.Of(model, cancellation).Concat(LogitsCheck.Of(model, cancellation)),
        ReservedNames.Types.Contains)
    {
        MethodOf = Identifiers.PascalOf,
        IsProperty = ParametersEmitter.IsProperty,
        IsMember = MemberNames.IsTaken,
        MembersOf = MemberNames.OfVariable,
    };

    private static readonly Dictionary<string, ImportRefusal> NoRefusals = new(StringComparer.Ordinal);

    /// <summary>
    /// Cuts a parsed file into models. <paramref name="imports"/> maps an import's path, as written, to that file's tree; a path
    /// that it lacks is an error at the import.
    /// </summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static FileModels Split(
        SourceFile file,
        IReadOnlyDictionary<string, SourceFile> imports,
        CancellationToken cancellation = default) =>
        FileSplitter.Split(file, imports, NoRefusals, cancellation);

    /// <summary>
    /// Cuts a parsed file into models, where the host refused to read some imports: <paramref name="refused"/> maps their paths, as
    /// written, to the reason, which becomes an error at the import.
    /// </summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static FileModels Split(
        SourceFile file,
        IReadOnlyDictionary<string, SourceFile> imports,
        IReadOnlyDictionary<string, ImportRefusal> refused,
        CancellationToken cancellation = default) =>
        FileSplitter.Split(file, imports, refused, cancellation);

    /// <summary>Binds one model: names, constants, shapes, domains, the objective, the training.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static BindingResult Bind(ModelInput input, CancellationToken cancellation = default) =>
        ModelBinder.Bind(input, Host, cancellation);

    /// <summary>The same, with what was found out on the way, for editors.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static BindingResult Bind(ModelInput input, BindingNotes notes, CancellationToken cancellation = default) =>
        ModelBinder.Bind(input, Host, cancellation, notes);

    /// <summary>The graph of a model without errors.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static ModelGraph Lower(BindingResult binding, CancellationToken cancellation = default) =>
        Lowerer.Lower(binding.Model, Calls.Knows, cancellation);

    /// <summary>
    /// The memory that the first phase of training a model without errors takes, by the native step (where there is one) and by the
    /// portable one; nothing where no step can be derived.
    /// </summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static IReadOnlyList<TrainingMemory> Memory(BindingResult binding, CancellationToken cancellation = default) =>
        Memory(binding, binding.Model.Training.Phases[0], cancellation);

    /// <summary>The same of a phase.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static IReadOnlyList<TrainingMemory> Memory(BindingResult binding, BoundPhase phase, CancellationToken cancellation = default) =>
        MemoryReport.Of(Lower(binding, cancellation), phase, cancellation);

    /// <summary>
    /// The text of a model's diagram, of which the runtime makes a picture. One with errors is drawn as far as it is known.
    /// </summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static string Diagram(BindingResult binding, CancellationToken cancellation = default) =>
        DiagramText.Of(DiagramBuilder.Of(binding.Model, binding.HasErrors ? null : Lower(binding, cancellation)));

    /// <summary>A model without errors as files of Python: a module of PyTorch, and its training.</summary>
    /// <exception cref="UnexportedException">A part of it has no form in PyTorch.</exception>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static PyTorchFiles PyTorch(BindingResult binding, CancellationToken cancellation = default) =>
        PyTorchEmitter.Emit(binding.Model, cancellation);

    /// <summary>Binds and emits one model. Never throws but for cancellation.</summary>
    public static ModelOutput Compile(ModelInput input, EmitOptions options, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var ns = input.Namespace ?? options.Namespace;
        var name = ns.Length == 0 ? input.Name : $"{ns}.{input.Name}";
        var binding = Bind(input, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (binding.HasErrors)
        {
            return new ModelOutput(
                name,
                SkeletonEmitter.Emit(input, binding.Model, ns, options.LinePath, options.Modifiers, cancellation),
                binding.Diagnostics);
        }

        var context = new EmitContext(Lower(binding, cancellation));
        return new ModelOutput(name, ModelEmitter.Emit(context, ns, options.LinePath, options.Modifiers, cancellation), binding.Diagnostics)
        {
            Step = options.WithStep ? StepEmitter.Emit(context, ns, options.Modifiers, cancellation) : null,
            StepKey = $"{options.Modifiers} {name}\n{string.Join("\n", context.Definition.Concat(DefinitionText.Steps(context.Model)))}\n"
                + context.Diagram,
        };
    }

    /// <summary>The C# of a model's derived training step by itself.</summary>
    /// <param name="input">A model without errors.</param>
    /// <param name="options">As its other part was emitted.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static string CompileStep(ModelInput input, EmitOptions options, CancellationToken cancellation = default) =>
        StepEmitter.Emit(
            new EmitContext(Lower(Bind(input, cancellation), cancellation)),
            input.Namespace ?? options.Namespace,
            options.Modifiers,
            cancellation);
}
