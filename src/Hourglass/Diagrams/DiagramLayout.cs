namespace Hourglass.Diagrams;

/// <summary>
/// Where everything stands. Cards stand in columns, each behind what it reads; between columns there is nothing but lines, and a line that
/// passes a column has a place of its own there: so no line crosses a box that it does not belong to.
/// </summary>
internal sealed class DiagramLayout
{
    private const double LeastGap = 48;
    private const double MostGap = 120;
    private const double Margin = 20;
    private const double Loop = 34;

    private readonly List<List<DiagramNode>> _columns = [];
    private readonly List<DiagramBundle> _bundles = [];
    private readonly double[] _left;
    private readonly double[] _right;

    private DiagramLayout(Diagram diagram, double top)
    {
        Cards = [.. diagram.Cards.Select(card => new PlacedCard(card))];
        var ends = Cards
            .SelectMany(card => card.AllBoxes.Select(box => (box.Box.Id, End: new DiagramEnd(card, box)))
                .Append((card.Card.Id, new DiagramEnd(card, null))))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);
        var lines = diagram.Lines.Where(line => line.From != line.To).ToArray();
        DiagramColumns.Assign(
            Cards,
            [.. lines.Where(line => line.Kind != "tied").Select(line => (ends[line.From].Card, ends[line.To].Card))]);
        var widths = Enumerable.Range(0, Cards.Select(card => card.Column + 1).DefaultIfEmpty(0).Max())
            .Select(column => Cards.Where(card => card.Column == column).Select(card => card.LeastWidth).DefaultIfEmpty(0).Max())
            .ToArray();
        var nodes = new Dictionary<PlacedCard, DiagramNode>();
        _columns.AddRange(widths.Select(_ => new List<DiagramNode>()));
        foreach (var card in Cards)
        {
            card.SetWidth(widths[card.Column]);
            nodes[card] = new DiagramNode(card, card.Column);
            _columns[card.Column].Add(nodes[card]);
        }

        Bundle(lines, ends);
        _bundles.ForEach(bundle => bundle.Lay(_columns, nodes));
        DiagramOrder.Sort(_columns);
        DiagramLevels.Assign(_columns);
        DiagramPorts.Spread(_bundles);
        (_left, _right) = (new double[widths.Length], new double[widths.Length]);
        PlaceColumns(widths);
        foreach (var node in _columns.SelectMany(column => column))
        {
            node.Y += top;
        }

        foreach (var (card, node) in nodes)
        {
            (card.X, card.Y) = (_left[card.Column], node.Y);
        }

        Routes = [.. _bundles.Select(RouteOf)];
        Width = _right.DefaultIfEmpty(0).Max() + Margin + (_bundles.Any(IsLoopAtEnd) ? Loop : 0);
        Bottom = _columns.SelectMany(column => column).Select(node => node.Y + node.Height).DefaultIfEmpty(top).Max();
    }

    /// <summary>The cards.</summary>
    public IReadOnlyList<PlacedCard> Cards { get; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<DiagramRoute> Routes { get; }

    /// <summary>The width, with margins.</summary>
    public double Width { get; }

    /// <summary>The lowest edge.</summary>
    public double Bottom { get; }

    /// <summary>Lays a diagram out.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="top">Where the highest edge shall be.</param>
    public static DiagramLayout Of(Diagram diagram, double top) => new(diagram, top);

    private void Bundle(IEnumerable<DiagramLine> lines, Dictionary<int, DiagramEnd> ends)
    {
        var known = new Dictionary<(string, DiagramEnd), DiagramBundle>();
        foreach (var line in lines)
        {
            var (from, to) = (ends[line.From], ends[line.To]);
            var isForward = from.Card.Column <= to.Card.Column;
            var (first, second) = isForward ? (from, to) : (to, from);
            if (!known.TryGetValue((line.Kind, first), out var bundle))
            {
                known[(line.Kind, first)] = bundle = new DiagramBundle(line.Kind, first);
                _bundles.Add(bundle);
            }

            bundle.To.Add((second, isForward));
        }
    }

    /// <summary>The further lines climb between two columns, the more room they get.</summary>
    private void PlaceColumns(double[] widths)
    {
        var x = Margin;
        for (var i = 0; i < widths.Length; i++)
        {
            _left[i] = x;
            _right[i] = x + widths[i];
            var climb = _columns[i].SelectMany(node => node.Right).Select(piece => Math.Abs(piece.Y1 - piece.Y0)).DefaultIfEmpty(0).Max();
            x = _right[i] + Math.Min(MostGap, LeastGap + (climb * 0.16));
        }
    }

    private bool IsLoopAtEnd(DiagramBundle bundle) =>
        bundle.From.Card.Column == _right.Length - 1 && bundle.To.Any(to => to.End.Card.Column == bundle.From.Card.Column);

    private DiagramRoute RouteOf(DiagramBundle bundle)
    {
        var strokes = new List<DiagramStroke>();
        var arrows = new List<(double, double, bool)>();
        var isPlain = bundle.Kind == "tied";
        var card = bundle.From.Card;
        var start = bundle.From.Box is { } box ? card.X + box.X + box.Width : card.X + card.Width;
        foreach (var piece in bundle.Pieces)
        {
            var (x0, x1) = (_right[piece.From.Column], _left[piece.To.Column]);
            Add(new DiagramStroke(piece.From.Card is null ? _left[piece.From.Column] : start, piece.Y0, x0, piece.Y0));
            Add(new DiagramStroke(x0, piece.Y0, x1, piece.Y1));
            if (piece.ToBox is { } reached)
            {
                var end = piece.To.Card!.X + reached.X;
                Add(new DiagramStroke(x1, piece.Y1, end, piece.Y1));
                if (!isPlain)
                {
                    arrows.Add((end, piece.Y1, false));
                }
            }
        }

        foreach (var (end, isTarget) in bundle.To.Where(to => to.End.Card.Column == card.Column))
        {
            var (y0, y1, edge) = (card.Y + bundle.From.Port, end.Card.Y + end.Port, _right[card.Column]);
            var reached = end.Card.X + (end.Box is { } inner ? inner.X + inner.Width : end.Card.Width);
            Add(new DiagramStroke(start, y0, edge, y0));
            Add(new DiagramStroke(edge, y0, edge, y1) { Loop = Loop });
            Add(new DiagramStroke(edge, y1, reached, y1));
            if (!isPlain)
            {
                arrows.Add(isTarget ? (reached, y1, true) : (start, y0, true));
            }
        }

        return new DiagramRoute(
            bundle.Kind,
            card.Card.Kind,
            bundle.From.Box?.Box.Id ?? card.Card.Id,
            [.. bundle.To.Select(to => to.End.Box?.Box.Id ?? to.End.Card.Card.Id)],
            strokes,
            arrows);

        void Add(DiagramStroke stroke)
        {
            if (!strokes.Contains(stroke) && (stroke.X0 != stroke.X1 || stroke.Y0 != stroke.Y1))
            {
                strokes.Add(stroke);
            }
        }
    }
}
