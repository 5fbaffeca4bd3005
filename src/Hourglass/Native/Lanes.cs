namespace Hourglass.Native;

/// <summary>Records an element-wise loop over a matrix: what it reads, computes, writes and sums.</summary>
public sealed class Lanes
{
    private readonly List<LaneNode> _nodes = [];
    private readonly Dictionary<LaneNode, int> _known = [];

    internal Lanes()
    {
    }

    internal IReadOnlyList<LaneNode> Nodes => _nodes;

    internal List<(Matrix Into, int Lane)> Writes { get; } = [];

    internal List<(Matrix Into, int Lane, bool ByChannel)> Sums { get; } = [];

    /// <summary>
    /// The elements of a matrix of the loop's size; or of one that is broadcast to it: one row, one column, one number, or the rows of the
    /// examples where the loop has several for each.
    /// </summary>
    public Lane Read(Matrix matrix) => Add(new LaneNode(LaneKind.Read, -1, -1, 0, matrix));

    /// <summary>A number for each channel, <c>[channels, 1]</c>, in a loop over maps whose rows are channel after channel.</summary>
    public Lane ReadChannels(Matrix matrix) => Add(new LaneNode(LaneKind.ReadChannels, -1, -1, 0, matrix));

    /// <summary>A number that is known when a step begins: <c>number · N^-rowsPower · Π weight</c>.</summary>
    /// <param name="number">The part that never changes.</param>
    /// <param name="rowsPower">How often it is divided by the number of examples.</param>
    /// <param name="weights">The places of weights that the step is given.</param>
    public Lane Factor(double number, int rowsPower = 0, params int[] weights) =>
        Add(new LaneNode(LaneKind.Factor, -1, -1, number, default, rowsPower, string.Join(' ', weights), weights));

    /// <summary>Writes numbers into a matrix of the loop's size.</summary>
    public void Write(Matrix into, Lane value) => Writes.Add((into, value.Index));

    /// <summary>Sums: into one number over everything, into one row over the rows, into one column over the columns.</summary>
    public void Sum(Matrix into, Lane value) => Sums.Add((into, value.Index, false));

    /// <summary>Sums over everything but the channel, into <c>[channels, 1]</c>.</summary>
    public void SumChannels(Matrix into, Lane value) => Sums.Add((into, value.Index, true));

    internal Lane Unary(LaneKind kind, Lane x, double number = 0) => Add(new LaneNode(kind, x.Index, -1, number, default));

    internal Lane Binary(LaneKind kind, Lane x, Lane y, double number = 0) => Add(new LaneNode(kind, x.Index, y.Index, number, default));

    private Lane Add(LaneNode node)
    {
        if (!_known.TryGetValue(node, out var index))
        {
            _known.Add(node, index = _nodes.Count);
            _nodes.Add(node);
        }

        return new Lane(this, index);
    }
}

/// <summary>A step of a recorded loop.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="X">The node of its first argument, or -1.</param>
/// <param name="Y">The node of its second, or -1.</param>
/// <param name="Number">Its number.</param>
/// <param name="Matrix">What it reads.</param>
/// <param name="RowsPower">Of a factor: how often it is divided by the number of examples.</param>
/// <param name="WeightText">Of a factor: its weights, for comparison.</param>
/// <param name="Weights">Of a factor: its weights.</param>
internal sealed record LaneNode(
    LaneKind Kind,
    int X,
    int Y,
    double Number,
    Matrix Matrix,
    int RowsPower = 0,
    string WeightText = "",
    int[]? Weights = null)
{
    /// <inheritdoc/>
    public bool Equals(LaneNode? other) =>
        other is not null
        && Kind == other.Kind
        && X == other.X
        && Y == other.Y
        && Number.Equals(other.Number)
        && Matrix == other.Matrix
        && RowsPower == other.RowsPower
        && WeightText == other.WeightText;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, X, Y, Number, Matrix, RowsPower, WeightText);
}
