using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Parameters of a model, which weights may read without fixing their values.</summary>
internal sealed partial class ConstantScope
{
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fixed = new(StringComparer.Ordinal);
    private bool _isWeight;

    /// <summary>Parameters that nothing has read but weights.</summary>
    public IEnumerable<string> FreeParameters => _parameters.Except(_fixed);

    /// <summary>The value of a parameter that has been read before.</summary>
    public double ValueOf(string parameter) => _values[parameter];

    /// <summary>Says that a name which is defined here is a parameter of the model.</summary>
    public void IsParameter(string name) => _parameters.Add(name);

    /// <summary>The value of an expression that weighs a term: parameters of the model in it stay such, and are not fixed by it.</summary>
    public WeightNumber? EvaluateWeight(Expression expression, Action<Diagnostic> report)
    {
        // A long one is a number, as it would be anywhere else: what follows descends into it.
        var isWeight = ConstantChain.PartsOf(expression).Take(Limits.WeightParts + 1).Count() <= Limits.WeightParts;
        _isWeight = isWeight;
        try
        {
            return Evaluate(expression, report) is not { } value ? null : isWeight ? Number(expression) : WeightNumber.Of(value);
        }
        finally
        {
            _isWeight = false;
        }
    }

    /// <summary>Every name in reach whose value is known so far, or can be.</summary>
    public IReadOnlyDictionary<string, double> Values()
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var name in Names.Distinct().ToArray())
        {
            if (Evaluate(new NameExpression(name, default), _ => { }) is { } value)
            {
                known[name] = value;
            }
        }

        return known;
    }

    private WeightNumber Number(Expression expression) => expression switch
    {
        ParenthesizedExpression nested => Number(nested.Inner),
        UnaryExpression { Operator: '-' } negative => WeightNumber.Of('*', WeightNumber.Of(-1), Number(negative.Operand)),
        UnaryExpression positive => Number(positive.Operand),
        BinaryExpression pair => WeightNumber.Of(pair.Operator, Number(pair.Left), Number(pair.Right)),
        NameExpression name when _parameters.Contains(name.Name) => WeightNumber.Of(name.Name, Evaluate(name, _ => { })!.Value),
        _ => WeightNumber.Of(Evaluate(expression, _ => { })!.Value),
    };

    private void Fix(string name)
    {
        if (!_isWeight && _parameters.Contains(name))
        {
            _fixed.Add(name);
        }
    }
}
