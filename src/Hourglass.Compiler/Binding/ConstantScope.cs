using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Constants and parameters in reach, and the arithmetic over them.</summary>
internal sealed class ConstantScope
{
    private readonly Dictionary<string, Expression> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly ConstantScope? _outer;

    public ConstantScope(ConstantScope? outer = null) => _outer = outer;

    public IEnumerable<string> Names => _definitions.Keys.Concat(_values.Keys).Concat(_outer?.Names ?? []);

    public void Define(string name, Expression expression) => _definitions[name] = expression;

    public void Define(string name, double value) => _values[name] = value;

    public bool Knows(string name) => _values.ContainsKey(name) || _definitions.ContainsKey(name) || (_outer?.Knows(name) ?? false);

    /// <summary>The value of a constant expression; null after an error has been reported.</summary>
    public double? Evaluate(Expression expression, Action<Diagnostic> report)
    {
        switch (expression)
        {
            case NumberExpression number:
                return number.Value;
            case ParenthesizedExpression nested:
                return Evaluate(nested.Inner, report);
            case UnaryExpression unary:
                return unary.Operator == '-' ? -Evaluate(unary.Operand, report) : Evaluate(unary.Operand, report);
            case BinaryExpression binary:
                return Evaluate(binary.Left, report) is { } left && Evaluate(binary.Right, report) is { } right
                    ? Apply(binary.Operator, left, right)
                    : null;
            case NameExpression name:
                return Lookup(name, report);
            default:
                report(NameErrors.NotANumber(expression.Span));
                return null;
        }
    }

    private static double Apply(char op, double left, double right) => op switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => left / right,
    };

    private double? Lookup(NameExpression name, Action<Diagnostic> report)
    {
        if (_values.TryGetValue(name.Name, out var value))
        {
            return value;
        }

        if (!_definitions.TryGetValue(name.Name, out var definition))
        {
            if (_outer is not null)
            {
                return _outer.Lookup(name, report);
            }

            report(NameErrors.UnknownConstant(name.Name, name.Span, Names));
            return null;
        }

        if (!_open.Add(name.Name))
        {
            report(NameErrors.ConstantCycle(name.Name, name.Span));
            return null;
        }

        // An error inside another declaration is reported where the constant is used: that place is certainly in this file.
        var result = Evaluate(definition, diagnostic => report(diagnostic with { Span = name.Span, Related = default }));
        _open.Remove(name.Name);
        if (result is { } known)
        {
            _values[name.Name] = known;
        }

        return result;
    }
}
