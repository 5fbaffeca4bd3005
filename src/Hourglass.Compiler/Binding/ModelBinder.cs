using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>A bound model, as far as it could be bound, and what is wrong with it.</summary>
/// <param name="Model">The model; complete where there are no errors.</param>
/// <param name="Draws">How often each code is drawn for an example and step.</param>
/// <param name="Diagnostics">Errors and warnings, by place.</param>
public sealed record BindingResult(BoundModel Model, int Draws, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether the model cannot be emitted.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
}

/// <summary>Binds one model: names, constants, shapes, domains, the objective, the training.</summary>
public static class ModelBinder
{
    private static readonly Role[] Order = [Role.Encode, Role.Prior, Role.Decode, Role.Predict];

    private static readonly HashSet<string> Consequences =
    [
        .. new[]
        {
            NameErrors.UnknownVariableRule, NameErrors.WrongReaderRule, NameErrors.UnknownLabelRule, NameErrors.UnknownConstantRule, NameErrors.WrongWriterRule,
            ShapeErrors.NothingToMirrorRule, DomainErrors.PriorDoesNotFitRule, ObjectiveErrors.NoObjectiveRule, ObjectiveErrors.NoLikelihoodRule,
            ObjectiveErrors.NotDataRule, ObjectiveErrors.NotRandomCodeRule, ObjectiveErrors.NotCodeRule, ObjectiveErrors.ElboNeedsRule,
        }.Select(rule => rule.Id),
    ];

    /// <summary>Binds a model.</summary>
    public static BindingResult Bind(ModelInput input)
    {
        var diagnostics = new DiagnosticBag();
        if (Emit.CSharp.ReservedNames.Types.Contains(input.Name))
        {
            var at = input.Variant?.Name ?? input.Model.Name;
            diagnostics.Add(NameErrors.ClashingName(input.Name, at.Span));
        }

        var scope = new ModelScope(Constants(input, diagnostics), Blocks(input), diagnostics);
        foreach (var data in input.Model.Statements.OfType<DataStatement>())
        {
            DataBinder.Bind(scope, data);
        }

        BindRoles(scope, input.Model);
        foreach (var declared in input.Model.Statements.OfType<ExternStatement>())
        {
            scope.Report(NameErrors.NotAvailable("the declaration", "extern", declared.Span));
        }

        var training = TrainingBinder.Bind(scope, [.. input.Model.Statements.OfType<TrainStatement>()]);
        var model = new BoundModel(input.Name, input.Doc, input.Model.Name.Span, scope.Data, scope.Bindings, [], training);
        var (terms, draws) = BindObjective(scope, input.Model, model, diagnostics);
        var found = diagnostics.ToSorted();
        return new BindingResult(model with { Terms = terms }, draws, input.Model.IsIncomplete ? Independent(found) : found);
    }

    /// <summary>What is certainly no consequence of a statement that could not be parsed: one mistake gives one error.</summary>
    private static EquatableArray<Diagnostic> Independent(EquatableArray<Diagnostic> found) =>
        found.Where(diagnostic => !Consequences.Contains(diagnostic.Id)).ToEquatable();

    private static ConstantScope Constants(ModelInput input, DiagnosticBag diagnostics)
    {
        var constants = new ConstantScope();
        foreach (var constant in input.Constants)
        {
            constants.Define(constant.Name.Text, constant.Value);
        }

        var scope = new ConstantScope(constants);
        foreach (var parameter in input.Model.Parameters.Where(parameter => parameter.Default is not null))
        {
            scope.Define(parameter.Name.Text, parameter.Default!);
        }

        if (input.Variant is { } variant
            && new ArgumentBinder(constants, diagnostics.Add).Bind(variant.Base.Text, ParameterLists.SignatureOf(input.Model.Parameters), variant.Arguments, variant.Base.Span) is { } arguments)
        {
            foreach (var parameter in input.Model.Parameters.Where(parameter => arguments.Has(parameter.Name.Text)))
            {
                scope.Define(parameter.Name.Text, arguments.Number(parameter.Name.Text));
            }
        }

        return scope;
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
        if (statements.FirstOrDefault(statement => statement.Role == Role.Critic) is { } critic)
        {
            scope.ReportPlanned(critic.Span, scope.Report, "critic", PlannedKind.Role);
            scope.HasCritic = true;
        }

        Declare(scope, statements);
        foreach (var role in Order)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var binding in statements.Where(statement => statement.Role == role).SelectMany(statement => statement.Bindings))
            {
                if (!names.Add(binding.Name.Text))
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

    /// <summary>Reports the stages of a pipeline that are not available yet, before anything else is said of it; false where there are none.</summary>
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

    /// <summary>Notes every binding's place, and reports the second of two with one name.</summary>
    private static void Declare(ModelScope scope, IEnumerable<RoleStatement> statements)
    {
        var priors = new Dictionary<string, Syntax.TextSpan>(StringComparer.Ordinal);
        foreach (var (role, binding) in statements.SelectMany(statement => statement.Bindings.Select(binding => (statement.Role, binding))))
        {
            var (name, span) = (binding.Name.Text, binding.Name.Span);
            if (role == Role.Prior)
            {
                if (priors.TryGetValue(name, out var first))
                {
                    scope.Report(NameErrors.Duplicate(name, span, first, "the prior of"));
                }
                else
                {
                    priors.Add(name, span);
                }
            }
            else if (scope.Declared.TryGetValue(name, out var first))
            {
                scope.Report(NameErrors.Duplicate(name, span, first.Span, "the variable"));
            }
            else
            {
                scope.Declared.Add(name, (role, span));
            }
        }
    }

    private static (IReadOnlyList<BoundTerm> Terms, int Draws) BindObjective(ModelScope scope, ModelDeclaration declaration, BoundModel model, DiagnosticBag diagnostics)
    {
        var statements = declaration.Statements.OfType<MinimizeStatement>().ToArray();
        if (statements.Length == 0)
        {
            // What could not be parsed may have been the objective; one mistake gives one error.
            if (!declaration.IsIncomplete)
            {
                scope.Report(ObjectiveErrors.NoObjective(declaration.Name.Text, declaration.Name.Span));
            }

            return ([], 1);
        }

        if (statements.Length > 1)
        {
            scope.Report(ObjectiveErrors.SecondObjective(statements[1].Span, statements[0].Span));
        }

        var binder = new ObjectiveBinder(scope, new TermBinding(model, scope.Broken, diagnostics));
        return (binder.Bind(statements[0].Objective), binder.Draws);
    }
}
