using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds <c>minimize</c>: a sum of weighted terms.</summary>
internal sealed partial class ObjectiveBinder(ModelScope model, TermBinding binding)
{
    private readonly List<BoundTerm> _terms = [];
    private readonly WeightBinder _weights = new(model);
    private string? _bound;
    private Sampling _sampling = Sampling.Once;
    private bool _isFull;

    /// <summary>How codes are drawn for it.</summary>
    public Sampling Sampling => _sampling;

    /// <summary>The terms that the model itself minimizes, and those that its critics do.</summary>
    /// <param name="objective">The sum as written.</param>
    /// <param name="name">The name of the phase whose objective it is; empty for the model's own.</param>
    public BoundObjective Bind(Expression objective, string name)
    {
        Collect(objective, BoundWeight.One, null);
        if (_terms.Count > 0 && _terms.All(term => term.Entry.IsFigure || term.Entry.IsForCritic))
        {
            model.Report(ObjectiveErrors.NotATerm(
                _terms[0].Span,
                _terms[0].Entry.IsFigure
                    ? "this is a figure, which is reported and not minimized"
                    : "this is minimized by a critic alone",
                "add a term such as `sse(y, x)`"));
        }

        var terms = _terms.Where(term => !term.Entry.IsForCritic).ToArray();
        foreach (var play in terms)
        {
            if (play.Critic is { } critic)
            {
                Add(play with { Name = "critic_" + critic, Weight = BoundWeight.One }, null);
            }
        }

        if (MixedUnits.Of(binding.Model, terms) is { } mixed)
        {
            model.Report(mixed);
        }

        return new BoundObjective(name, terms, [.. _terms.Except(terms).OrderBy(term => term.Entry.IsForCritic)]);
    }

    private void Collect(Expression expression, BoundWeight weight, Identifier? label)
    {
        switch (expression)
        {
            case LabelledExpression labelled:
                Collect(labelled.Inner, weight, labelled.Label);
                break;
            case ParenthesizedExpression nested:
                Collect(nested.Inner, weight, label);
                break;
            case UnaryExpression unary:
                Collect(unary.Operand, unary.Operator == '-' ? weight.Negative : weight, label);
                break;
            case BinaryExpression { Operator: '+' or '-' } sum when label is null:
                Collect(sum.Left, weight, null);
                Collect(sum.Right, sum.Operator == '-' ? weight.Negative : weight, null);
                break;
            case BinaryExpression { Operator: '*' or '/' } product:
                CollectProduct(product, weight, label);
                break;
            case CallExpression or NameExpression:
                BindTerm(expression, weight, label);
                break;
            default:
                model.Report(ObjectiveErrors.NotATerm(
                    expression.Span,
                    label is null ? "this is no term" : "a label names one term, not a sum",
                    "an objective adds up terms such as `nll(x)`, each with a weight, `4 * kl(z)`"));
                break;
        }
    }

    private void CollectProduct(BinaryExpression product, BoundWeight weight, Identifier? label)
    {
        var (left, right) = (HasTerm(product.Left), HasTerm(product.Right));
        if (left && right && UnknownWeight(product) is { } unknown)
        {
            if (model.Constants.IsNewUnknown(unknown.Name))
            {
                model.Report(NameErrors.UnknownConstant(unknown.Name, unknown.Span, model.Constants.Names));
            }

            return;
        }

        if (left == right || (right && product.Operator == '/'))
        {
            model.Report(left
                ? ObjectiveErrors.NotATerm(
                    product.Span,
                    right && product.Operator == '*' ? "two terms are multiplied" : "something is divided by a term",
                    "a term is weighed by a number, a constant or a schedule: `4 * kl(z)`")
                : ObjectiveErrors.NotATerm(product.Span, "this product has no term", "multiply a term, for example `4 * kl(z)`"));
            return;
        }

        var (inner, factor) = left ? (product.Left, product.Right) : (product.Right, product.Left);
        if (_weights.Weigh(weight, factor, product.Operator == '/') is { } weighed)
        {
            Collect(inner, weighed, label);
        }
    }

    /// <summary>Whether an expression holds a word that could be a term: all that is neither a constant nor a schedule.</summary>
    private bool HasTerm(Expression expression) => expression switch
    {
        NameExpression name => !model.Constants.Knows(name.Name) && !WeightBinder.IsSchedule(name.Name),
        CallExpression call => !WeightBinder.IsSchedule(call.Name.Text),
        ParenthesizedExpression nested => HasTerm(nested.Inner),
        LabelledExpression => true,
        UnaryExpression unary => HasTerm(unary.Operand),
        BinaryExpression binary => HasTerm(binary.Left) || HasTerm(binary.Right),
        _ => false,
    };

    private void BindTerm(Expression expression, BoundWeight weight, Identifier? label)
    {
        var (name, span, given) = expression is CallExpression call
            ? (call.Name.Text, call.Name.Span, call.Arguments)
            : (((NameExpression)expression).Name, expression.Span, EquatableArray<Argument>.Empty);
        if (WeightBinder.IsSchedule(name) && !model.Constants.Knows(name))
        {
            model.Report(ObjectiveErrors.NotATerm(
                expression.Span,
                $"`{name}` is a weight, not a term",
                "multiply a term by it, for example `ramp(0, 1, epochs: 10) * kl(z)`"));
            return;
        }

        if (FindEntry(name, expression, span) is not { } entry)
        {
            return;
        }

        if (new ArgumentBinder(model.Constants, model.Report).Bind(name, entry.Signature, given, span) is not { } arguments)
        {
            return;
        }

        if (WeightCheck.Of(entry, arguments, weight, expression.Span) is { } mistake)
        {
            model.Report(mistake);
            return;
        }

        weight = entry.IsFigure ? BoundWeight.Zero : weight;
        if (entry.SamplingOf(arguments) is { } sampling)
        {
            if (_bound is not null)
            {
                model.Report(ObjectiveErrors.SecondBound(span, _bound));
                return;
            }

            if (binding.Model.LatentClasses is { } latent && sampling != Sampling.Once)
            {
                model.Report(ObjectiveErrors.Unfit(
                    span, $"`{latent.Name}` is summed out, with one draw of other codes for each class", "write `elbo`"));
                return;
            }

            (_bound, _sampling) = (name, sampling);
        }

        var term = new BoundTerm(label?.Text ?? DefaultName(entry, arguments), entry, arguments, weight, expression.Span);
        if (entry.Bind(binding, term) is not { } bound)
        {
            return;
        }

        var several = bound.Count(part => !part.Entry.IsFigure) > 1;
        foreach (var part in bound)
        {
            Add(label is not null && several ? part with { Name = $"{label.Text}_{part.Name}" } : part, label);
        }
    }

    private void Add(BoundTerm term, Identifier? label)
    {
        model.Cancellation.ThrowIfCancellationRequested();
        if (_terms.Count == Limits.Terms)
        {
            if (!_isFull)
            {
                _isFull = true;
                model.Report(ShapeErrors.TooManyTerms(term.Span));
            }

            return;
        }

        if (term.Entry.IsFigure && _terms.Any(other => other.Entry == term.Entry && other.Name == term.Name))
        {
            return;
        }

        if (label is not null && _terms.FirstOrDefault(other => other.Name == term.Name) is { } first)
        {
            model.Report(NameErrors.Duplicate(label.Text, label.Span, first.Span, "the term"));
            return;
        }

        var name = term.Name;
        for (var i = 2; _terms.Any(other => other.Name == name); i++)
        {
            name = term.Name + "_" + NumberText.Of(i);
        }

        _terms.Add(term with { Name = name });
    }

    private static string DefaultName(TermEntry entry, BoundArguments arguments) =>
        entry.Signature.Parameters.FirstOrDefault(
            parameter => parameter.Kind is ParameterKind.Value or ParameterKind.ValueOrWeights) is { } first
            ? $"{entry.Name}_{arguments.Word(first.Name).Replace('.', '_')}"
            : entry.Name;
}
