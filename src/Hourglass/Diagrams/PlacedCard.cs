namespace Hourglass.Diagrams;

/// <summary>A card in its place.</summary>
/// <param name="card">The card.</param>
internal sealed class PlacedCard(DiagramCard card)
{
    /// <summary>What stands at its left and right of the boxes.</summary>
    public const double Padding = 12;

    private const double TitleHeight = 30;
    private const double NoteHeight = 15;
    private const double ListGap = 10;

    /// <summary>The card.</summary>
    public DiagramCard Card => card;

    /// <summary>Its boxes, in the pipeline's order.</summary>
    public IReadOnlyList<PlacedBox> Boxes { get; } = [.. card.Boxes.Select(box => new PlacedBox(box, card.Rises))];

    /// <summary>All boxes, enclosed ones too.</summary>
    public IEnumerable<PlacedBox> AllBoxes => Boxes.SelectMany(box => box.WithEnclosed);

    /// <summary>Which column it stands in.</summary>
    public int Column { get; set; }

    /// <summary>The left edge.</summary>
    public double X { get; set; }

    /// <summary>The upper edge.</summary>
    public double Y { get; set; }

    /// <summary>The width.</summary>
    public double Width { get; private set; }

    /// <summary>The height.</summary>
    public double Height => HeadHeight + Boxes.Sum(box => box.Height) + (Gap * Math.Max(0, Boxes.Count - 1)) + Padding;

    /// <summary>Where lines leave that mean the whole card, from its upper edge.</summary>
    public static double Port => TitleHeight / 2;

    /// <summary>What its heading says at the right.</summary>
    public string Parameters => card.IsList ? "" : DiagramTexts.Parameters(card.Parameters);

    /// <summary>The least width.</summary>
    public double LeastWidth
    {
        get
        {
            var parameters = Parameters;
            var title = DiagramTexts.Width(card.Title, DiagramTexts.Large)
                + (parameters.Length > 0 ? DiagramTexts.Width(parameters, DiagramTexts.Small) + 16 : 0);
            return Boxes.Select(box => box.LeastWidth)
                .Append(title)
                .Append(DiagramTexts.Width(card.Note ?? "", DiagramTexts.Small))
                .Max() + (2 * Padding);
        }
    }

    private double HeadHeight => TitleHeight + (card.Note is null ? 0 : NoteHeight);

    private double Gap => card.IsList ? ListGap : PlacedBox.ChainGap;

    /// <summary>Gives its boxes their places in it.</summary>
    public void SetWidth(double width)
    {
        Width = width;
        var at = HeadHeight;
        foreach (var box in card.Rises ? Boxes.Reverse() : Boxes)
        {
            box.Place(Padding, at, width - (2 * Padding));
            at += box.Height + Gap;
        }
    }
}
