namespace Hourglass.Diagrams;

/// <summary>Which column each card stands in: behind all that it reads, data first and objectives last.</summary>
internal static class DiagramColumns
{
    /// <summary>Sets the columns.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="lines">The cards that lines lead between.</param>
    public static void Assign(IReadOnlyList<PlacedCard> cards, IReadOnlyList<(PlacedCard From, PlacedCard To)> lines)
    {
        var before = lines.Where(line => line.From != line.To).ToLookup(line => line.To, line => line.From);
        var behind = lines.Where(line => line.From != line.To).ToLookup(line => line.From, line => line.To);
        var pipelines = cards.Where(card => !card.Card.IsList).ToArray();
        var known = new Dictionary<PlacedCard, int>();
        foreach (var card in pipelines)
        {
            card.Column = Depth(card, before, known, []);
        }

        var last = pipelines.Select(card => card.Column).DefaultIfEmpty(-1).Max();
        foreach (var card in cards.Where(card => card.Card.Kind == "objective"))
        {
            card.Column = last + 1;
        }

        foreach (var card in cards.Where(card => card.Card.Kind == "training"))
        {
            card.Column = last + 2;
        }

        // What reads nothing and is no data stands right before who reads it.
        foreach (var card in pipelines.Where(card => card.Card.Kind != "data" && !before[card].Any() && behind[card].Any()))
        {
            card.Column = Math.Max(0, behind[card].Min(reader => reader.Column) - 1);
        }
    }

    /// <summary>The longest way from what reads nothing; a circle, which only a model with errors can have, ends where it began.</summary>
    private static int Depth(
        PlacedCard card, ILookup<PlacedCard, PlacedCard> before, Dictionary<PlacedCard, int> known, HashSet<PlacedCard> open)
    {
        if (known.TryGetValue(card, out var depth))
        {
            return depth;
        }

        if (!open.Add(card))
        {
            return 0;
        }

        var own = card.Card.Kind == "data" ? 0
            : before[card].Select(read => Depth(read, before, known, open) + 1).DefaultIfEmpty(0).Max();
        open.Remove(card);
        return known[card] = own;
    }
}
