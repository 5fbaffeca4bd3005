using Hourglass.Diagrams;

namespace Hourglass.Tests.Diagrams;

/// <summary>Where things stand, for every model of the checkout.</summary>
public class DiagramLayoutTests
{
    private const double Top = 74;

    public static TheoryData<string> Files => DrawnModels.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void Cards_and_boxes_stand_apart(string file)
    {
        foreach (var layout in Layouts(file))
        {
            Apart([.. layout.Cards.Select(DrawnRect.Of)]);
            foreach (var card in layout.Cards)
            {
                Assert.InRange(card.X, 0, layout.Width - card.Width);
                Assert.InRange(card.Y, Top - 0.01, layout.Bottom - card.Height + 0.01);
                Inside(card, DrawnRect.Of(card), card.Boxes);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_line_crosses_a_box_that_it_does_not_belong_to(string file)
    {
        foreach (var layout in Layouts(file))
        {
            var places = layout.Cards
                .SelectMany(card => Paths(card).Append((Rect: DrawnRect.Of(card), Ids: [card.Card.Id, .. Ids(card)])))
                .ToArray();
            foreach (var route in layout.Routes)
            {
                int[] ends = [route.From, .. route.To];
                var foreign = places.Where(place => !place.Ids.Intersect(ends).Any()).Select(place => place.Rect).ToArray();
                var points = route.Strokes.SelectMany(stroke => Enumerable.Range(0, 33).Select(i => stroke.At(i / 32.0))).ToArray();
                Assert.All(points, point => Assert.DoesNotContain(foreign, rect => rect.Holds(point)));
            }
        }
    }

    /// <summary>
    /// Each line has a way that is whole, from the side of its one end to that of the other, with a head at the side of what reads.
    /// </summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_line_joins_its_ends(string file)
    {
        foreach (var binding in DrawnModels.Of(file))
        {
            var diagram = DrawnModels.Diagram(binding);
            var layout = DiagramLayout.Of(diagram, Top);
            var sides = layout.Cards
                .SelectMany(card => card.AllBoxes.Select(box => (box.Box.Id, Rect: DrawnRect.Of(card, box)))
                    .Append((card.Card.Id, DrawnRect.Of(card))))
                .ToDictionary(side => side.Item1, side => side.Item2);
            foreach (var line in diagram.Lines)
            {
                var route = Assert.Single(layout.Routes, route => route.Kind == line.Kind && Joins(route, line));
                Assert.True(Reaches(route, sides[line.From], sides[line.To]), $"{diagram.Name}: {line}");
                Assert.Equal(
                    line.Kind != "tied",
                    route.Arrows.Any(arrow => IsAtSide(sides[line.To], (arrow.X, arrow.Y), arrow.IsLeft)));
            }
        }
    }

    [Fact]
    public void A_circle_of_readers_is_drawn_all_the_same()
    {
        DiagramCard Card(int id, string kind) => new(id, kind, $"card {id}", [new DiagramBox(id + 1, "stage", "dense(2)", "[2]", 2)]);
        var diagram = new Diagram(
            "Circle",
            [Card(0, "data"), Card(2, "encode"), Card(4, "decode"), Card(6, "objective")],
            [new(1, 3, "reads"), new(3, 5, "reads"), new(5, 3, "reads"), new(5, 7, "reads"), new(7, 7, "reads")]);
        var layout = DiagramLayout.Of(diagram, Top);
        Apart([.. layout.Cards.Select(DrawnRect.Of)]);
        Assert.All(diagram.Lines.Take(4), line => Assert.Contains(layout.Routes, route => Joins(route, line)));
    }

    private static bool Joins(DiagramRoute route, DiagramLine line) =>
        (route.From == line.From && route.To.Contains(line.To)) || (route.From == line.To && route.To.Contains(line.From));

    private static IEnumerable<DiagramLayout> Layouts(string file) =>
        DrawnModels.Of(file).Select(binding => DiagramLayout.Of(DrawnModels.Diagram(binding), Top));

    private static void Apart(DrawnRect[] rects)
    {
        for (var i = 0; i < rects.Length; i++)
        {
            Assert.DoesNotContain(rects.Skip(i + 1), other => rects[i].Meets(other));
        }
    }

    private static void Inside(PlacedCard card, DrawnRect outer, IEnumerable<PlacedBox> boxes)
    {
        var all = boxes.ToArray();
        Apart([.. all.Select(box => DrawnRect.Of(card, box))]);
        foreach (var box in all)
        {
            var rect = DrawnRect.Of(card, box);
            Assert.True(outer.Holds(rect), $"{box.Box.Text} in {card.Card.Title}");
            Assert.True(box.Width >= box.LeastWidth - 0.01, box.Box.Text);
            Assert.All(box.Chains.SelectMany(chain => chain), inner => Assert.True(inner.Y >= box.Y + box.HeadHeight, inner.Box.Text));
            Inside(card, rect, box.Chains.SelectMany(chain => chain));
        }
    }

    /// <summary>Each box with those that it encloses: a line to one of them may cross it.</summary>
    private static IEnumerable<(DrawnRect Rect, int[] Ids)> Paths(PlacedCard card) => card.AllBoxes.Select(
        box => (DrawnRect.Of(card, box), box.WithEnclosed.Select(inner => inner.Box.Id).ToArray()));

    private static IEnumerable<int> Ids(PlacedCard card) => card.AllBoxes.Select(box => box.Box.Id);

    /// <summary>Follows the strokes of a route from one end as far as they go.</summary>
    private static bool Reaches(DiagramRoute route, DrawnRect from, DrawnRect to)
    {
        var places = new Queue<(double, double)>(route.Strokes
            .SelectMany(stroke => new[] { (stroke.X0, stroke.Y0), (stroke.X1, stroke.Y1) })
            .Where(place => IsAtSide(from, place, true) || IsAtSide(from, place, false)));
        var seen = new HashSet<(double, double)>();
        while (places.TryDequeue(out var place))
        {
            if (!seen.Add(place))
            {
                continue;
            }

            if (IsAtSide(to, place, true) || IsAtSide(to, place, false))
            {
                return true;
            }

            foreach (var stroke in route.Strokes)
            {
                if ((stroke.X0, stroke.Y0) == place)
                {
                    places.Enqueue((stroke.X1, stroke.Y1));
                }
                else if ((stroke.X1, stroke.Y1) == place)
                {
                    places.Enqueue((stroke.X0, stroke.Y0));
                }
            }
        }

        return false;
    }

    private static bool IsAtSide(DrawnRect rect, (double X, double Y) place, bool isRight) =>
        Math.Abs(place.X - (isRight ? rect.X + rect.Width : rect.X)) < 0.01 && place.Y >= rect.Y && place.Y <= rect.Y + rect.Height;
}
