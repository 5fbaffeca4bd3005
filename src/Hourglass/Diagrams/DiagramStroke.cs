namespace Hourglass.Diagrams;

/// <summary>A stroke of a line: a straight one, a curve that begins and ends level, or a loop back to the side where it began.</summary>
/// <param name="X0">Where it begins.</param>
/// <param name="Y0">Where it begins.</param>
/// <param name="X1">Where it ends.</param>
/// <param name="Y1">Where it ends.</param>
internal readonly record struct DiagramStroke(double X0, double Y0, double X1, double Y1)
{
    /// <summary>How far a loop goes out; 0 for what is none.</summary>
    public double Loop { get; init; }

    /// <summary>The points that a curve bends to.</summary>
    public ((double X, double Y) First, (double X, double Y) Second) Bends => Loop > 0
        ? ((X0 + Loop, Y0), (X1 + Loop, Y1))
        : (((X0 + X1) / 2, Y0), ((X0 + X1) / 2, Y1));

    /// <summary>Whether it is straight.</summary>
    public bool IsStraight => Loop == 0 && (Y0 == Y1 || X0 == X1);

    /// <summary>The place after a share of the way.</summary>
    public (double X, double Y) At(double share)
    {
        var (first, second) = Bends;
        var (rest, a, b) = (1 - share, 3 * (1 - share) * (1 - share) * share, 3 * (1 - share) * share * share);
        return IsStraight
            ? (X0 + (share * (X1 - X0)), Y0 + (share * (Y1 - Y0)))
            : ((rest * rest * rest * X0) + (a * first.X) + (b * second.X) + (share * share * share * X1),
                (rest * rest * rest * Y0) + (a * first.Y) + (b * second.Y) + (share * share * share * Y1));
    }
}

/// <summary>All lines of a kind that leave one box.</summary>
/// <param name="Kind">What they say.</param>
/// <param name="Role">The kind of the card that they leave.</param>
/// <param name="From">Where they begin: a box, or a card.</param>
/// <param name="To">Where they end.</param>
/// <param name="Strokes">Their way; what several share is there once.</param>
/// <param name="Arrows">Their heads, and whether they point to the left.</param>
internal sealed record DiagramRoute(
    string Kind,
    string Role,
    int From,
    IReadOnlyList<int> To,
    IReadOnlyList<DiagramStroke> Strokes,
    IReadOnlyList<(double X, double Y, bool IsLeft)> Arrows);
