using Hourglass.Diagrams;

namespace Hourglass.Tests.Diagrams;

/// <summary>Where a card or a box is on the picture.</summary>
internal readonly record struct DrawnRect(double X, double Y, double Width, double Height)
{
    private const double Rounding = 0.01;

    public static DrawnRect Of(PlacedCard card) => new(card.X, card.Y, card.Width, card.Height);

    public static DrawnRect Of(PlacedCard card, PlacedBox box) => new(card.X + box.X, card.Y + box.Y, box.Width, box.Height);

    public bool Meets(DrawnRect other) =>
        X < other.X + other.Width - Rounding && other.X < X + Width - Rounding
        && Y < other.Y + other.Height - Rounding && other.Y < Y + Height - Rounding;

    public bool Holds(DrawnRect other) =>
        X <= other.X + Rounding && other.X + other.Width <= X + Width + Rounding
        && Y <= other.Y + Rounding && other.Y + other.Height <= Y + Height + Rounding;

    public bool Holds((double X, double Y) place) =>
        place.X > X + 1 && place.X < X + Width - 1 && place.Y > Y + 1 && place.Y < Y + Height - 1;
}
