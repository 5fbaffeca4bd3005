namespace Hourglass.Compiler.Binding;

/// <summary>The number of a weight in which parameters of the model stand: whoever creates the model may give them other values.</summary>
/// <param name="Value">What it is with the values of the declaration.</param>
public abstract record WeightNumber(double Value)
{
    /// <summary>The parameters in it.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>A number.</summary>
    public static WeightNumber Of(double number) => new Fixed(number);

    /// <summary>A parameter of the model.</summary>
    public static WeightNumber Of(string name, double value) => new Parameter(name, value);

    /// <summary>A sum, difference, product or quotient of two.</summary>
    public static WeightNumber Of(char sign, WeightNumber left, WeightNumber right) => (sign, left, right) switch
    {
        ('*', Fixed { Value: 1 }, _) => right,
        ('*' or '/', _, Fixed { Value: 1 }) => left,
        _ => new Pair(sign, left, right),
    };

    /// <summary>The same with the values of the declaration for all parameters but these.</summary>
    public abstract WeightNumber Fix(ISet<string> free);

    /// <summary>It as an expression of C#.</summary>
    /// <param name="parameter">What a parameter is called there.</param>
    public abstract string Text(Func<string, string> parameter);

    private sealed record Fixed(double Number) : WeightNumber(Number)
    {
        public override IEnumerable<string> Names => [];

        public override WeightNumber Fix(ISet<string> free) => this;

        public override string Text(Func<string, string> parameter) =>
            Number < 0 ? $"({NumberText.Literal(Number)})" : NumberText.Literal(Number);
    }

    private sealed record Parameter(string Name, double Declared) : WeightNumber(Declared)
    {
        public override IEnumerable<string> Names => [Name];

        public override WeightNumber Fix(ISet<string> free) => free.Contains(Name) ? this : new Fixed(Declared);

        public override string Text(Func<string, string> parameter) => parameter(Name);
    }

    private sealed record Pair(char Sign, WeightNumber Left, WeightNumber Right) : WeightNumber(Apply(Sign, Left.Value, Right.Value))
    {
        public override IEnumerable<string> Names => Left.Names.Concat(Right.Names);

        public override WeightNumber Fix(ISet<string> free) => Of(Sign, Left.Fix(free), Right.Fix(free));

        public override string Text(Func<string, string> parameter)
        {
            var (left, right) = (Left.Text(parameter), Right.Text(parameter));
            return Sign switch
            {
                '+' or '-' => $"({left} {Sign} {right})",
                '/' when Right is Pair => $"{left} / ({right})",
                _ => $"{left} {Sign} {right}",
            };
        }

        private static double Apply(char sign, double left, double right) => sign switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
    }
}
