using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>
/// Binds the objective of a model and those of its phases. A model that states none has that of its last phase that does: this is what it
/// is trained for in the end.
/// </summary>
internal sealed class ObjectivesBinder(ModelScope scope, BoundModel model, IReadOnlyList<PhaseDraft> drafts, DiagnosticBag diagnostics)
{
    private readonly List<BoundObjective> _objectives = [];
    private Sampling _sampling = Sampling.Once;

    /// <summary>The model with its objectives and phases.</summary>
    /// <param name="own">The model's own, as written.</param>
    public BoundModel Bind(IReadOnlyList<MinimizeStatement> own)
    {
        if (own.Count > 1)
        {
            // Which one is meant is not known, so nothing is said of their terms.
            scope.Report(ObjectiveErrors.SecondObjective(own[1].Span, own[0].Span));
            return WithPhases(drafts.Select(draft => draft.Phase));
        }

        var last = drafts.LastOrDefault(draft => draft is { Minimize: not null, Layer: null });
        if ((own.Count == 1 ? own[0] : last?.Minimize) is not { } first)
        {
            scope.Report(ObjectiveErrors.NoObjective(model.Name, model.Span));
            return WithPhases(drafts.Select(draft => draft.Phase));
        }

        Add(model, first.Objective, "");
        var phases = drafts.Select(draft => draft.Layer is { } layer
            ? OfLayer(draft, layer)
            : draft.Phase with { Objective = IndexOf(draft, own, first) }).ToArray();
        return WithPhases(phases) with { Objectives = [.. _objectives], Sampling = _sampling };
    }

    /// <summary>
    /// The objective of a phase; one that is not minimized by gradients is an objective of its own, unless no other phase has it.
    /// </summary>
    private int IndexOf(PhaseDraft draft, IReadOnlyList<MinimizeStatement> own, MinimizeStatement first)
    {
        if (draft.Minimize is null && own.Count == 0)
        {
            scope.Report(TrainingErrors.NothingToMinimize(draft.Phase.Name, draft.Span));
            return 0;
        }

        var minimize = draft.Minimize ?? first;
        var method = draft.Phase.Method is { Entry.HasDirections: true } directs ? directs : null;
        var isFirst = minimize == first
            && (method is null || drafts.All(other => other == draft || (other.Minimize ?? first) != first || other.Layer is not null));
        var index = isFirst ? 0 : Add(model, minimize.Objective, NameOf(draft));
        if (method is not null && _objectives[index] is var objective)
        {
            if (objective.Terms.FirstOrDefault(term => term.Weight.Schedule is not null) is { } moving)
            {
                scope.Report(TrainingErrors.MovingWeightsOfMethod(moving.Span, method.Entry.Name));
            }

            _objectives[index] = objective with
            {
                Method = method,
                Terms = [.. objective.Terms, Catalogue.Methods.DirectionCosine.Of(draft.Span)],
            };
        }

        return index;
    }

    private BoundModel WithPhases(IEnumerable<BoundPhase> phases) =>
        model with { Training = model.Training with { Phases = phases.ToEquatable() } };

    private static string NameOf(PhaseDraft draft) => draft.Phase.Name.Length == 0 ? "training" : draft.Phase.Name;

    private int Add(BoundModel of, Expression expression, string name)
    {
        var binder = new ObjectiveBinder(scope, new TermBinding(of, scope.Broken, scope.ForgottenFlattens, diagnostics));
        _objectives.Add(binder.Bind(expression, name));
        if (binder.Sampling != Sampling.Once && _sampling != Sampling.Once && binder.Sampling != _sampling)
        {
            scope.Report(ObjectiveErrors.SecondSampling(expression.Span, name));
        }

        _sampling = _sampling == Sampling.Once ? binder.Sampling : _sampling;
        return _objectives.Count - 1;
    }

    private BoundPhase OfLayer(PhaseDraft draft, BoundLayer layer)
    {
        var index = Add(layer.Model, draft.Minimize?.Objective ?? Default(layer, draft.Span), draft.Phase.Name);
        var objective = _objectives[index] with { Layer = layer };
        _objectives[index] = objective;
        return draft.Phase with { Objective = index };
    }

    /// <summary>The cross entropy of numbers in [0, 1], the squared error of others (Vincent et al., 2010, section 2.2).</summary>
    private static Expression Default(BoundLayer layer, TextSpan span)
    {
        var word = layer.Model.Data[0].Domain.Name == "unit" ? "cross_entropy" : "sse";
        var arguments = new[] { BoundLayer.Rebuilt, BoundLayer.Input }
            .Select(name => new Argument(null, new NameExpression(name, span), span));
        return new CallExpression(new Identifier(word, span), arguments.ToEquatable(), span);
    }
}
