namespace Hourglass.Diagrams;

/// <summary>A piece of a line, between two columns.</summary>
/// <param name="from">Where it begins: a card or the place of a line that passes.</param>
/// <param name="to">Where it ends.</param>
internal sealed class DiagramPiece(DiagramNode from, DiagramNode to)
{
    /// <summary>Where it begins.</summary>
    public DiagramNode From => from;

    /// <summary>Where it ends.</summary>
    public DiagramNode To => to;

    /// <summary>The box that it leaves; null where it leaves the whole card, or goes on.</summary>
    public PlacedBox? FromBox { get; init; }

    /// <summary>The box that it reaches; null where it goes on.</summary>
    public PlacedBox? ToBox { get; init; }

    /// <summary>How much it counts that it is level.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How far below the upper edge it begins.</summary>
    public double FromPort { get; set; }

    /// <summary>How far below the upper edge it ends.</summary>
    public double ToPort { get; set; }

    /// <summary>Where it begins.</summary>
    public double Y0 => from.Y + FromPort;

    /// <summary>Where it ends.</summary>
    public double Y1 => to.Y + ToPort;
}
