using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Constants and parameters in reach, and the arithmetic over them.</summary>
internal sealed partial class ConstantScope
{
    private readonly Dictionary<string, Expression> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly ConstantScope? _outer;
    private readonly Dictionary<string, ConstantChain> _chains = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private bool _isChainReported;

    public ConstantScope(ConstantScope? outer = null) => _outer = outer;

    /// <summary>
    /// Constants of the file that is looked at: what is wrong inside them is reported there, and not where they are used.
    /// </summary>
    public ISet<string> Own { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether a constant has been asked for whose error is reported elsewhere.</summary>
    public bool HasReadBroken { get; private set; }

    /// <summary>Whether names that are not known may come from an import that could not be read.</summary>
    public bool IsOpen
    {
        get => _outer?.IsOpen ?? field;
        init;
    }

    public IEnumerable<string> Names => _definitions.Keys.Concat(_values.Keys).Concat(_broken).Concat(_outer?.Names ?? []);

    public void Define(string name, Expression expression) => _definitions[name] = expression;

    public void Define(string name, double value) => _values[name] = value;

    /// <summary>A name whose error is reported elsewhere: reading it says nothing more.</summary>
    public void Break(string name) => _broken.Add(name);

    /// <summary>What reads a thing whose error is reported elsewhere is not emitted, without another word.</summary>
    public void ReadBroken()
    {
        HasReadBroken = true;
        _outer?.ReadBroken();
    }

    /// <summary>
    /// Whether an unknown name deserves an error: it has had none, and is not to be looked for in an import that is missing.
    /// </summary>
    public bool IsNewUnknown(string name)
    {
        if (_outer is not null)
        {
            return _outer.IsNewUnknown(name);
        }

        if (!IsOpen && _unknown.Add(name))
        {
            return true;
        }

        HasReadBroken = true;
        return false;
    }

    public bool Knows(string name) =>
        _values.ContainsKey(name) || _definitions.ContainsKey(name) || _broken.Contains(name) || (_outer?.Knows(name) ?? false);

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
                return EvaluateSigns(unary, report);
            case BinaryExpression binary:
                return EvaluateSum(binary, report);
            case NameExpression name:
                return Lookup(name, report);
            default:
                report(NameErrors.NotANumber(expression.Span));
                return null;
        }
    }

    private double? EvaluateSigns(UnaryExpression signs, Action<Diagnostic> report)
    {
        var negative = false;
        Expression operand = signs;
        for (; operand is UnaryExpression unary; operand = unary.Operand)
        {
            negative ^= unary.Operator == '-';
        }

        var value = Evaluate(operand, report);
        return negative ? -value : value;
    }

    /// <summary>From the left, in a loop: a sum is a tree as deep as it is long.</summary>
    private double? EvaluateSum(BinaryExpression sum, Action<Diagnostic> report)
    {
        var signs = new Stack<BinaryExpression>();
        Expression first = sum;
        for (; first is BinaryExpression binary; first = binary.Left)
        {
            signs.Push(binary);
        }

        var value = Evaluate(first, report);
        while (value is { } left && signs.Count > 0)
        {
            var next = signs.Pop();
            value = Evaluate(next.Right, report) is { } right ? Apply(next, left, right, report) : null;
        }

        return value;
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
        Fix(name.Name);
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

            if (IsNewUnknown(name.Name))
            {
                report(NameErrors.UnknownConstant(name.Name, name.Span, Names));
            }

            return null;
        }

        return Resolve(
            name,
            definition,
            Own.Contains(name.Name) ? report : diagnostic => report(diagnostic.Elsewhere(name.Span)),
            report);
    }

    /// <summary>The value of a constant of this scope; what is wrong is reported inside its definition.</summary>
    public double? Resolve(ConstDeclaration constant, Action<Diagnostic> report) => _values.TryGetValue(constant.Name.Text, out var known)
        ? known
        : _broken.Contains(constant.Name.Text) ? null
        : Resolve(new NameExpression(constant.Name.Text, constant.Name.Span), constant.Value, report, report);

    /// <summary>
    /// Resolves a constant and those that it reads, each before the ones that read it: a loop, so that no stack grows with a chain. What is
    /// wrong inside a definition of another file is reported where the constant is used: that place is certainly in this file.
    /// </summary>
    private double? Resolve(NameExpression name, Expression definition, Action<Diagnostic> inside, Action<Diagnostic> report)
    {
        if (_open.Contains(name.Name))
        {
            report(NameErrors.ConstantCycle(name.Name, name.Span));
            return null;
        }

        var unresolved = new Stack<OpenConstant>();
        Open(unresolved, name, definition, inside);
        while (unresolved.Count > 0)
        {
            var top = unresolved.Peek();
            if (!top.Reads.MoveNext())
            {
                unresolved.Pop();
                Close(top);
            }
            else if (top.Reads.Current is var read
                && !_values.ContainsKey(read.Name)
                && !_broken.Contains(read.Name)
                && _definitions.TryGetValue(read.Name, out var next))
            {
                if (_open.Contains(read.Name))
                {
                    top.Inside(NameErrors.ConstantCycle(read.Name, read.Span));
                    top.IsBroken = true;
                }
                else
                {
                    Open(
                        unresolved,
                        read,
                        next,
                        Own.Contains(read.Name)
                            ? top.Inside
                            : diagnostic => top.Inside(diagnostic.Elsewhere(read.Span)));
                }
            }
        }

        return _values.TryGetValue(name.Name, out var value) ? value : null;
    }

    private void Open(Stack<OpenConstant> unresolved, NameExpression name, Expression definition, Action<Diagnostic> inside)
    {
        _open.Add(name.Name);
        unresolved.Push(new OpenConstant(name.Name, definition, inside));
    }

    /// <summary>Evaluates a constant all of whose reads are known, or known to be wrong; an error is said once.</summary>
    private void Close(OpenConstant constant)
    {
        _open.Remove(constant.Name);
        var chain = ConstantChain.Of(constant.Definition, read => _chains.TryGetValue(read, out var known) ? known : default);
        _chains[constant.Name] = chain;
        if (chain.IsTooLong)
        {
            if (!_isChainReported)
            {
                _isChainReported = true;
                constant.Inside(ShapeErrors.ConstantChain(chain.Longest ?? constant.Definition.Span));
            }

            HasReadBroken = true;
            _broken.Add(constant.Name);
        }
        else if (!constant.IsBroken && Evaluate(constant.Definition, constant.Inside) is { } value)
        {
            _values[constant.Name] = value;
        }
        else
        {
            _broken.Add(constant.Name);
        }
    }

    /// <summary>A constant whose reads are being resolved.</summary>
    private sealed class OpenConstant(string name, Expression definition, Action<Diagnostic> inside)
    {
        public string Name => name;

        public Expression Definition => definition;

        /// <summary>Takes what is wrong inside the definition.</summary>
        public Action<Diagnostic> Inside => inside;

        public IEnumerator<NameExpression> Reads { get; } = ConstantChain.PartsOf(definition).OfType<NameExpression>().GetEnumerator();

        /// <summary>Whether it reads itself, by way of others, which has been reported.</summary>
        public bool IsBroken { get; set; }
    }
}
