namespace Hourglass.Compiler.Ir;

/// <summary>A number that is known before a step runs: <c>Number · N^-RowsPower · Π weight</c>.</summary>
/// <param name="Number">The part that is known at compile time.</param>
/// <param name="RowsPower">How often it is divided by the number of examples.</param>
/// <param name="Weights">The terms whose scheduled weights it is multiplied by.</param>
public sealed record Factor(double Number, int RowsPower, EquatableArray<int> Weights)
{
    /// <summary>1.</summary>
    public static Factor One { get; } = Of(1);

    /// <summary>1 / N.</summary>
    public static Factor PerExample { get; } = new(1, 1, []);

    /// <summary>Whether it is 1.</summary>
    public bool IsOne => Number == 1 && IsNumber;

    /// <summary>Whether it is known at compile time.</summary>
    public bool IsNumber => RowsPower == 0 && Weights.Count == 0;

    /// <summary>A number.</summary>
    public static Factor Of(double number) => new(number, 0, []);

    /// <summary>The weight of a term that a schedule moves, by its place among those.</summary>
    public static Factor Weight(int scheduled) => new(1, 0, EquatableArray.Of(scheduled));

    /// <summary>The product.</summary>
    public static Factor operator *(Factor left, Factor right) =>
        new(
            left.Number * right.Number,
            left.RowsPower + right.RowsPower,
            left.Weights.Concat(right.Weights).OrderBy(index => index).ToEquatable());

    /// <summary>The product with a number.</summary>
    public static Factor operator *(Factor left, double right) => left with { Number = left.Number * right };

    /// <inheritdoc/>
    public override string ToString()
    {
        var weights = string.Concat(Weights.Select(index => " weight" + NumberText.Of(index)));
        return NumberText.Of(Number) + weights + (RowsPower == 0 ? "" : RowsPower == 1 ? "/N" : $" N^{NumberText.Of(-RowsPower)}");
    }
}
