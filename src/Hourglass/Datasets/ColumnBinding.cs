namespace Hourglass.Datasets;

/// <summary>The columns that a variable reads.</summary>
/// <param name="Variable">The variable's name.</param>
/// <param name="Shape">The shape of one example; empty for a single value.</param>
/// <param name="Columns">
/// One column that has all elements, or one an element, in the order of the elements (the last dimension fastest); none where the
/// data lacks an optional variable.
/// </param>
/// <param name="Conversion">
/// What becomes of the values on their way, such as <c>bytes divided by 255</c>; empty where they stay what they are.
/// </param>
public sealed record ColumnBinding(string Variable, IReadOnlyList<long> Shape, IReadOnlyList<string> Columns, string Conversion)
{
    /// <summary>The texts that classes stand for, the first is class 0; empty where they are whole numbers by themselves.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
}

/// <summary>A column that no variable reads.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Reason">Why, such as <c>text: 'True' in line 2</c>.</param>
public sealed record SetAsideColumn(string Name, string Reason);
