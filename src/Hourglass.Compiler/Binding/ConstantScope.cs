using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Constants and parameters in reach, and the arithmetic over them.</summary>
internal sealed class ConstantScope
{
    private readonly Dictionary<string, Expression> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly ConstantScope? _outer;
    private bool _isChainReported;

    public ConstantScope(ConstantScope? outer = null) => _outer = outer;

    /// <summary>Constants of the file that is looked at: what is wrong inside them is reported there, and not where they are used.</summary>
    public ISet<string> Own { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether a constant has been asked for whose error is reported elsewhere.</summary>
    public bool HasReadBroken { get; private set; }

    public IEnumerable<string> Names => _definitions.Keys.Concat(_values.Keys).Concat(_broken).Concat(_outer?.Names ?? []);

    public void Define(string name, Expression expression) => _definitions[name] = expression;

    public void Define(string name, double value) => _values[name] = value;

    /// <summary>A name whose error is reported elsewhere: reading it says nothing more.</summary>
    public void Break(string name) => _broken.Add(name);

    public bool Knows(string name) => _values.ContainsKey(name) || _definitions.ContainsKey(name) || _broken.Contains(name) || (_outer?.Knows(name) ?? false);

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
                    ? Apply(binary, left, right, report)
                    : null;
            case NameExpression name:
                return Lookup(name, report);
            default:
                report(NameErrors.NotANumber(expression.Span));
                return null;
        }
    }

    private static double? Apply(BinaryExpression binary, double left, double right, Action<Diagnostic> report)
    {
        if (binary.Operator == '/' && right == 0)
        {
            report(NameErrors.DivisionByZero(binary.Right.Span));
            return null;
        }

        var result = binary.Operator switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
        if (!double.IsInfinity(result))
        {
            return result;
        }

        report(NameErrors.NumberTooLarge(binary.Span));
        return null;
    }

    private double? Lookup(NameExpression name, Action<Diagnostic> report)
    {
        if (_values.TryGetValue(name.Name, out var value))
        {
            return value;
        }

        if (_broken.Contains(name.Name))
        {
            HasReadBroken = true;
            return null;
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

        return Resolve(name, definition, Own.Contains(name.Name) ? report : diagnostic => report(diagnostic with { Span = name.Span, Related = default }), report);
    }

    /// <summary>The value of a constant of this scope; what is wrong is reported inside its definition.</summary>
    public double? Resolve(ConstDeclaration constant, Action<Diagnostic> report) => _values.TryGetValue(constant.Name.Text, out var known)
        ? known
        : _broken.Contains(constant.Name.Text) ? null : Resolve(new NameExpression(constant.Name.Text, constant.Name.Span), constant.Value, report, report);

    private double? Resolve(NameExpression name, Expression definition, Action<Diagnostic> inside, Action<Diagnostic> report)
    {
        if (!_open.Add(name.Name))
        {
            report(NameErrors.ConstantCycle(name.Name, name.Span));
            return null;
        }

        if (_open.Count > Limits.ConstantChain)
        {
            _open.Remove(name.Name);
            if (!_isChainReported)
            {
                _isChainReported = true;
                report(ShapeErrors.ConstantChain(name.Span));
            }

            HasReadBroken = true;
            return null;
        }

        // An error inside a declaration of another file is reported where the constant is used: that place is certainly in this file.
        var result = Evaluate(definition, inside);
        _open.Remove(name.Name);
        if (result is { } known)
        {
            _values[name.Name] = known;
        }
        else
        {
            // Once is enough.
            _broken.Add(name.Name);
        }

        return result;
    }
}
