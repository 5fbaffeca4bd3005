namespace Hourglass.Diagrams;

/// <summary>The lines of a kind that leave a box, which run together as far as they can.</summary>
/// <param name="kind">What they say.</param>
/// <param name="from">The end that stands in the lower column.</param>
internal sealed class DiagramBundle(string kind, DiagramEnd from)
{
    /// <summary>What they say.</summary>
    public string Kind => kind;

    /// <summary>The end that stands in the lower column.</summary>
    public DiagramEnd From => from;

    /// <summary>The other ends, and whether the line leads there and not from there.</summary>
    public List<(DiagramEnd End, bool IsTarget)> To { get; } = [];

    /// <summary>Its pieces between columns.</summary>
    public List<DiagramPiece> Pieces { get; } = [];

    /// <summary>Lines that none would follow as far as those of data and codes.</summary>
    private double Weight => kind is "tied" or "weights" or "sides" ? 0.2 : 1;

    /// <summary>Lays its pieces, with a place in each column that it passes.</summary>
    public void Lay(IReadOnlyList<List<DiagramNode>> columns, IReadOnlyDictionary<PlacedCard, DiagramNode> nodes)
    {
        var ends = To.Where(to => to.End.Card.Column > from.Card.Column).ToArray();
        var (at, begin) = (nodes[from.Card], from.Card.Column);
        for (var column = begin + 1; ends.Length > 0 && column <= ends.Max(to => to.End.Card.Column); column++)
        {
            foreach (var (end, _) in ends.Where(to => to.End.Card.Column == column))
            {
                var isMain = kind == "reads" && end.IsFirst && column == begin + 1;
                Add(new DiagramPiece(at, nodes[end.Card])
                {
                    FromBox = column == begin + 1 ? from.Box : null,
                    ToBox = end.Box,
                    FromPort = column == begin + 1 ? from.Port : 0,
                    ToPort = end.Port,
                    Weight = isMain ? 10 : Weight,
                });
            }

            if (ends.Any(to => to.End.Card.Column > column))
            {
                var passing = new DiagramNode(null, column);
                columns[column].Add(passing);
                Add(new DiagramPiece(at, passing)
                {
                    FromBox = column == begin + 1 ? from.Box : null,
                    FromPort = column == begin + 1 ? from.Port : 0,
                    Weight = column == begin + 1 ? Weight : 6,
                });
                at = passing;
            }
        }
    }

    private void Add(DiagramPiece piece)
    {
        piece.From.Right.Add(piece);
        piece.To.Left.Add(piece);
        Pieces.Add(piece);
    }
}

/// <summary>An end of a line.</summary>
/// <param name="Card">The card.</param>
/// <param name="Box">The box; null for the whole card.</param>
internal sealed record DiagramEnd(PlacedCard Card, PlacedBox? Box)
{
    /// <summary>How far below the card's upper edge.</summary>
    public double Port => Box?.Port ?? PlacedCard.Port;

    /// <summary>Whether it is where a pipeline begins.</summary>
    public bool IsFirst => !Card.Card.IsList && Box == Card.Boxes[0];
}
