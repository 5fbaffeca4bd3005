using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds one model: names, constants, shapes, domains, the objective, the training.</summary>
public static partial class ModelBinder
{
    /// <summary>Binds a model.</summary>
    /// <param name="input">The model.</param>
    /// <param name="host">What the binder asks of those who come behind it.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    /// <param name="notes">Takes what is found out on the way; null where nobody asks.</param>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static BindingResult Bind(
        ModelInput input, BinderHost host, CancellationToken cancellation = default, BindingNotes? notes = null)
    {
        var result = BindAlone(input, host, notes, cancellation);
        if (input.IsIncomplete)
        {
            return result with { Diagnostics = EquatableArray<Diagnostic>.Empty, IsBroken = result.HasErrors };
        }

        if (input.Variant is not { } variant
            || result.Diagnostics.Count == 0
            || input.Model.Parameters.Any(parameter => parameter.Default is null))
        {
            return result;
        }

        // What is wrong with the model itself is said there; the rest comes of the variant's arguments.
        var own = BindAlone(input with { Name = input.Model.Name.Text, Variant = null }, host, null, cancellation).Diagnostics;
        var left = result.Diagnostics.Where(diagnostic => !own.Contains(diagnostic)).Select(diagnostic => Inside(variant, diagnostic));
        return result with { Diagnostics = left.ToEquatable(), IsBroken = result.HasErrors };
    }

    private static Diagnostic Inside(VariantDeclaration variant, Diagnostic diagnostic) =>
        diagnostic.Span.Start.CompareTo(variant.Span.Start) >= 0 && diagnostic.Span.End.CompareTo(variant.Span.End) <= 0
            ? diagnostic
            : diagnostic with
            {
                Span = variant.Name.Span,
                Message = $"in variant `{variant.Name.Text}`: {diagnostic.Message}",
                Related = EquatableArray.Of(new RelatedSpan(diagnostic.Span, "here")),
            };

    private static BindingResult BindAlone(ModelInput input, BinderHost host, BindingNotes? notes, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        if (host.IsTaken(input.Name))
        {
            var at = input.Variant?.Name ?? input.Model.Name;
            diagnostics.Add(NameErrors.ClashingName(input.Name, at.Span));
        }

        var (constants, outer) = Constants(input, diagnostics);
        var scope = new ModelScope(constants, Blocks(input), diagnostics, cancellation) { Notes = notes };
        if (TooManyVariables(input.Model) is { } tooMany)
        {
            diagnostics.Add(tooMany);
            var (none, phases) = TrainingBinder.Bind(scope, []);
            var nothing = new BoundModel(
                input.Name,
                input.Doc,
                input.Model.Name.Span,
                [],
                [],
                [BoundObjective.None],
                none with { Phases = phases.Select(phase => phase.Phase).ToEquatable() });
            return new BindingResult(nothing, diagnostics.ToSorted()) { IsBroken = true };
        }

        foreach (var data in input.Model.Statements.OfType<DataStatement>())
        {
            DataBinder.Bind(scope, data);
        }

        scope.Externs.Broken.UnionWith(input.MisplacedExterns);
        new ExternBinder(scope, host, input.Name).Bind(
            [.. input.Model.Statements.OfType<ExternStatement>()], NamesOf(input.Model));
        BindRoles(scope, input.Model);
        MixtureCheck.Complete(scope.Bindings);
        var (training, drafts) = TrainingBinder.Bind(scope, [.. input.Model.Statements.OfType<TrainStatement>()]);
        var model = new BoundModel(
            input.Name, input.Doc, input.Model.Name.Span, scope.Data, scope.Bindings, [BoundObjective.None], training)
        {
            Externs = scope.Externs.All,
        };
        model = new ObjectivesBinder(scope, model, drafts, diagnostics).Bind([.. input.Model.Statements.OfType<MinimizeStatement>()]);
        model = FreeParametersBinder.Bind(model, constants, host);
        if (scope.Broken.Count == 0 && !diagnostics.HasErrors)
        {
            diagnostics.AddRange(CriticCheck.Errors(model));
            diagnostics.AddRange(MixtureCheck.Errors(model));
        }

        var isBroken = outer.HasReadBroken || diagnostics.HasErrors;
        if (!isBroken)
        {
            diagnostics.AddRange(TeachingCheck.Warnings(model));
            diagnostics.AddRange(ExternBinder.Unused(scope));
            diagnostics.AddRange(host.Check(model, cancellation));
            isBroken = diagnostics.HasErrors;
        }

        if (notes is not null)
        {
            notes.Values = constants.Values();
        }

        return new BindingResult(model, OfOneModel(input.Model, diagnostics.ToSorted())) { IsBroken = isBroken };
    }

    /// <summary>
    /// With two objectives, what is wrong behind the first is left out but for that: it may well be the rest of another model, whose head
    /// was lost.
    /// </summary>
    private static EquatableArray<Diagnostic> OfOneModel(ModelDeclaration model, EquatableArray<Diagnostic> diagnostics)
    {
        var objectives = model.Statements.OfType<MinimizeStatement>().Take(2).ToArray();
        return objectives.Length < 2
            ? diagnostics
            : diagnostics.Where(
                found => found.Span.Start.CompareTo(objectives[0].Span.End) < 0 || found.Span == objectives[1].Span).ToEquatable();
    }

    /// <summary>Said of the first variable that is one too many, before any of them is bound.</summary>
    private static Diagnostic? TooManyVariables(ModelDeclaration model)
    {
        var names = NamesIn(model).ToArray();
        return names.Length > Limits.Variables ? ShapeErrors.TooManyVariables(names.Length, names[Limits.Variables].Span) : null;
    }

    private static string[] NamesOf(ModelDeclaration model) => [.. NamesIn(model).Select(name => name.Text).Distinct()];

    private static IEnumerable<Identifier> NamesIn(ModelDeclaration model) => model.Statements
        .SelectMany(statement => statement switch
        {
            DataStatement data => [data.Name],
            RoleStatement role => role.Bindings.Select(binding => binding.Name),
            _ => Enumerable.Empty<Identifier>(),
        });

    private static (ConstantScope Inner, ConstantScope Outer) Constants(ModelInput input, DiagnosticBag diagnostics)
    {
        var constants = new ConstantScope { IsOpen = input.LacksImports };
        var broken = new HashSet<string>(input.BrokenConstants, StringComparer.Ordinal);
        foreach (var constant in input.Constants)
        {
            if (constant.IsIncomplete || broken.Contains(constant.Name.Text))
            {
                constants.Break(constant.Name.Text);
            }
            else
            {
                constants.Define(constant.Name.Text, constant.Value);
            }
        }

        var scope = new ConstantScope(constants);
        foreach (var parameter in input.Model.Parameters.Where(parameter => parameter.Default is not null))
        {
            scope.Define(parameter.Name.Text, parameter.Default!);
            scope.IsParameter(parameter.Name.Text);
        }

        if (input.Variant is { } variant)
        {
            var arguments = new ArgumentBinder(constants, diagnostics.Add).Bind(
                variant.Base.Text,
                ParameterLists.SignatureOf(input.Model.Parameters),
                variant.Arguments,
                variant.Base.Span);
            foreach (var name in input.Model.Parameters.Select(parameter => parameter.Name.Text))
            {
                if (arguments is null)
                {
                    scope.Break(name);
                }
                else if (arguments.Has(name))
                {
                    scope.Define(name, arguments.Number(name));
                    scope.IsParameter(name);
                }
            }
        }

        return (scope, constants);
    }

    private static Dictionary<string, BlockDeclaration> Blocks(ModelInput input)
    {
        var blocks = new Dictionary<string, BlockDeclaration>(StringComparer.Ordinal);
        foreach (var block in input.Blocks)
        {
            blocks[block.Name.Text] = block;
        }

        return blocks;
    }
}
