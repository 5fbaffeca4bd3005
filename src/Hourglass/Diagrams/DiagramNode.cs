namespace Hourglass.Diagrams;

/// <summary>What takes room in a column: a card, or a line that passes it.</summary>
/// <param name="card">The card; null for a line.</param>
/// <param name="column">The column.</param>
internal sealed class DiagramNode(PlacedCard? card, int column)
{
    /// <summary>The card, or null.</summary>
    public PlacedCard? Card => card;

    /// <summary>The column.</summary>
    public int Column => column;

    /// <summary>Its height; a line's is none.</summary>
    public double Height => card?.Height ?? 0;

    /// <summary>The upper edge.</summary>
    public double Y { get; set; }

    /// <summary>The pieces of lines that arrive from the column before.</summary>
    public List<DiagramPiece> Left { get; } = [];

    /// <summary>The pieces that leave to the column behind.</summary>
    public List<DiagramPiece> Right { get; } = [];

    /// <summary>The room between two nodes, one above the other.</summary>
    public static double Gap(DiagramNode above, DiagramNode below) => (above.Card, below.Card) switch
    {
        (null, null) => 12,
        (null, _) or (_, null) => 18,
        _ => 28,
    };
}
