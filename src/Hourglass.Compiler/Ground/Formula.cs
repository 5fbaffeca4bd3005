namespace Hourglass.Compiler.Ground;

/// <summary>
/// A formula of one number, such as the epochs that have passed: written once, computed here and written down in emitted code.
/// </summary>
/// <param name="Text">Its text in C#; the number is called as the code that it stands in calls it.</param>
/// <param name="Of">Its value.</param>
/// <param name="IsSum">Whether the text needs parentheses as a factor.</param>
public sealed record Formula(string Text, Func<double, double> Of, bool IsSum = false)
{
    /// <summary>The number itself.</summary>
    public static Formula Variable(string name) => new(name, x => x);

    /// <summary>A constant.</summary>
    public static implicit operator Formula(double number) =>
        new(number < 0 ? $"({NumberText.Literal(number)})" : NumberText.Literal(number), _ => number);

    /// <summary>A sum.</summary>
    public static Formula operator +(Formula left, Formula right) =>
        left.Text == "0.0" ? right : new($"{left.Text} + {right.Text}", x => left.Of(x) + right.Of(x), IsSum: true);

    /// <summary>A difference.</summary>
    public static Formula operator -(Formula left, Formula right) =>
        new($"{left.Text} - {right.Factor}", x => left.Of(x) - right.Of(x), IsSum: true);

    /// <summary>A product.</summary>
    public static Formula operator *(Formula left, Formula right) =>
        left.Text == "1.0" ? right : new($"{left.Factor} * {right.Factor}", x => left.Of(x) * right.Of(x));

    /// <summary>A quotient by a number.</summary>
    public static Formula operator /(Formula left, double right) =>
        new($"{left.Factor} / {NumberText.Literal(right)}", x => left.Of(x) / right);

    /// <summary>A value moved into an interval.</summary>
    public static Formula Clamp(Formula value, double least, double most) => new(
        $"System.Math.Clamp({value.Text}, {NumberText.Literal(least)}, {NumberText.Literal(most)})",
        x => Math.Min(Math.Max(value.Of(x), least), most));

    /// <summary>What stands behind the point of a value.</summary>
    public static Formula Fraction(Formula value) => new($"({value.Text}) % 1.0", x => value.Of(x) % 1);

    /// <summary>Half a turn.</summary>
    public static Formula Pi { get; } = new("System.Math.PI", _ => Math.PI);

    /// <summary>The cosine.</summary>
    public static Formula Cos(Formula value) => new($"System.Math.Cos({value.Text})", x => Math.Cos(value.Of(x)));

    /// <summary>A power of a number.</summary>
    public static Formula Power(double number, Formula exponent) =>
        new($"System.Math.Pow({NumberText.Literal(number)}, {exponent.Text})", x => Math.Pow(number, exponent.Of(x)));

    /// <summary>The largest whole number that is not above a value.</summary>
    public static Formula Floor(Formula value) => new($"System.Math.Floor({value.Text})", x => Math.Floor(value.Of(x)));

    private string Factor => IsSum ? $"({Text})" : Text;
}
