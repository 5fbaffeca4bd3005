using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds one model: names, constants, shapes, domains, the objective, the training.</summary>
public static class ModelBinder
{
    private static readonly Role[] Order = [Role.Encode, Role.Prior, Role.Decode, Role.Predict, Role.Critic];

    /// <summary>Binds a model.</summary>
    /// <param name="input">The model.</param>
    /// <param name="host">What the binder asks of those who come behind it.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static BindingResult Bind(ModelInput input, BinderHost host, CancellationToken cancellation = default)
    {
        var result = BindAlone(input, host, cancellation);
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
        var own = BindAlone(input with { Name = input.Model.Name.Text, Variant = null }, host, cancellation).Diagnostics;
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

    private static BindingResult BindAlone(ModelInput input, BinderHost host, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        if (host.IsTaken(input.Name))
        {
            var at = input.Variant?.Name ?? input.Model.Name;
            diagnostics.Add(NameErrors.ClashingName(input.Name, at.Span));
        }

        var (constants, outer) = Constants(input, diagnostics);
        var scope = new ModelScope(constants, Blocks(input), diagnostics, cancellation);
        if (TooManyVariables(input.Model) is { } tooMany)
        {
            diagnostics.Add(tooMany);
            var nothing = new BoundModel(input.Name, input.Doc, input.Model.Name.Span, [], [], [], TrainingBinder.Bind(scope, []));
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
        var training = TrainingBinder.Bind(scope, [.. input.Model.Statements.OfType<TrainStatement>()]);
        var model = new BoundModel(input.Name, input.Doc, input.Model.Name.Span, scope.Data, scope.Bindings, [], training)
        {
            Externs = scope.Externs.All,
        };
        model = BindObjective(scope, input.Model, model, diagnostics);
        var isBroken = outer.HasReadBroken || diagnostics.HasErrors;
        if (!isBroken)
        {
            diagnostics.AddRange(TeachingCheck.Warnings(model));
            diagnostics.AddRange(ExternBinder.Unused(scope));
            diagnostics.AddRange(host.Check(model, cancellation));
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

    private static void BindRoles(ModelScope scope, ModelDeclaration model)
    {
        var statements = model.Statements.OfType<RoleStatement>().ToArray();
        scope.HasCritic = statements.Any(statement => statement.Role == Role.Critic);
        var second = Declare(scope, statements);
        BindRoles(scope, statements, second);

        // Which of two is meant is not known: nothing is said of terms that speak of the name.
        scope.Broken.UnionWith(second.Select(binding => binding.Name.Text));
    }

    private static void BindRoles(ModelScope scope, RoleStatement[] statements, HashSet<BindingSyntax> second)
    {
        foreach (var role in Order)
        {
            foreach (var binding in statements.Where(statement => statement.Role == role).SelectMany(statement => statement.Bindings))
            {
                if (second.Contains(binding))
                {
                    continue;
                }

                if (ReportPlanned(scope, binding.Pipeline))
                {
                    scope.Broken.Add(binding.Name.Text);
                }
                else
                {
                    RoleBinder.Bind(scope, role, binding);
                }
            }
        }
    }

    /// <summary>
    /// Reports the stages of a pipeline that are not available yet, before anything else is said of it; false where there are none.
    /// </summary>
    private static bool ReportPlanned(ModelScope scope, Pipeline pipeline)
    {
        var found = pipeline.Start is NestedStart nested && ReportPlanned(scope, nested.Inner);
        return ReportPlanned(scope, pipeline.Stages) || found;
    }

    private static bool ReportPlanned(ModelScope scope, IEnumerable<StageSyntax> stages)
    {
        var found = false;
        foreach (var stage in stages)
        {
            found |= !scope.Blocks.ContainsKey(stage.Name.Text)
                && scope.ReportPlanned(stage.Name.Span, scope.Report, stage.Name.Text, PlannedKind.Stage, PlannedKind.Distribution);
            found |= stage.Body is not null && ReportPlanned(scope, stage.Body.Stages);
        }

        return found;
    }

    /// <summary>Notes every binding's place, and reports the second of two with one name; gives those second ones.</summary>
    private static HashSet<BindingSyntax> Declare(ModelScope scope, IEnumerable<RoleStatement> statements)
    {
        var second = new HashSet<BindingSyntax>();
        var priors = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        foreach (var (role, binding) in statements.SelectMany(statement => statement.Bindings.Select(binding => (statement.Role, binding))))
        {
            var (name, span) = (binding.Name.Text, binding.Name.Span);
            if (role == Role.Prior)
            {
                if (priors.TryGetValue(name, out var first))
                {
                    second.Add(binding);
                    scope.Report(NameErrors.Duplicate(name, span, first, "the prior of"));
                }
                else
                {
                    priors.Add(name, span);
                }
            }
            else if (role == Role.Encode && scope.Data.Any(data => data.Name == name))
            {
                // It cannot bind data, which its binder says; the likelihood of that data is no second one.
            }
            else if (scope.Declared.TryGetValue(name, out var first))
            {
                second.Add(binding);
                scope.Report(NameErrors.Duplicate(name, span, first.Span, "the variable"));
            }
            else
            {
                scope.Declared.Add(name, (role, span));
            }
        }

        return second;
    }

    private static BoundModel BindObjective(
        ModelScope scope,
        ModelDeclaration declaration,
        BoundModel model,
        DiagnosticBag diagnostics)
    {
        var statements = declaration.Statements.OfType<MinimizeStatement>().ToArray();
        if (statements.Length == 0)
        {
            scope.Report(ObjectiveErrors.NoObjective(declaration.Name.Text, declaration.Name.Span));
            return model;
        }

        if (statements.Length > 1)
        {
            // Which one is meant is not known, so nothing is said of their terms.
            scope.Report(ObjectiveErrors.SecondObjective(statements[1].Span, statements[0].Span));
            return model;
        }

        var binder = new ObjectiveBinder(scope, new TermBinding(model, scope.Broken, scope.ForgottenFlattens, diagnostics));
        var bound = binder.Bind(statements[0].Objective);
        if (scope.Broken.Count == 0 && !diagnostics.HasErrors)
        {
            diagnostics.AddRange(CriticCheck.Errors(bound));
        }

        return bound;
    }
}
