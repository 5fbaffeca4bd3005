namespace Hourglass.Compiler.Emit.Diagrams;

/// <summary>A model as it is drawn: cards with boxes, and lines between boxes. The runtime decides what that looks like.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Cards">Its data, bindings, priors, objectives and training.</param>
/// <param name="Lines">Who reads whom, beyond a card's own order.</param>
internal sealed record Diagram(string Name, IReadOnlyList<DiagramCard> Cards, IReadOnlyList<DiagramLine> Lines);

/// <summary>What stands together: one variable's pipeline, say.</summary>
/// <param name="Id">Its number, among those of the boxes.</param>
/// <param name="Kind">What it is: <c>data</c>, a role's word, <c>objective</c> or <c>training</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Boxes">Its boxes; of a pipeline, in its order.</param>
internal sealed record DiagramCard(int Id, string Kind, string Title, IReadOnlyList<DiagramBox> Boxes)
{
    /// <summary>A remark below the heading, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it leads from a code back, and is drawn upwards.</summary>
    public bool Rises { get; init; }
}

/// <summary>A box.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is, <c>stage</c> for a stage.</param>
/// <param name="Text">What it says.</param>
internal sealed record DiagramBox(int Id, string Kind, string Text)
{
    /// <summary>The shape of what comes out, for an example; null where nothing does.</summary>
    public string? Shape { get; init; }

    /// <summary>How many numbers that is.</summary>
    public long Count { get; init; }

    /// <summary>Trainable numbers of its own; null where that is not known.</summary>
    public long? Parameters { get; init; } = 0;

    /// <summary>A remark, or null.</summary>
    public string? Note { get; init; }

    /// <summary>The key of its layer, or null.</summary>
    public string? Layer { get; init; }

    /// <summary>What it encloses: a chain, or one for each head.</summary>
    public IReadOnlyList<IReadOnlyList<DiagramBox>> Chains { get; init; } = [];
}

/// <summary>A line.</summary>
/// <param name="From">The box, or the card, that it leaves.</param>
/// <param name="To">The box that it leads to.</param>
/// <param name="Kind">
/// What it says: <c>reads</c>; <c>presence</c>, which elements are there; <c>tied</c>, the same weights; <c>weights</c>, those are read;
/// <c>sides</c>, a critic tells it apart; <c>phase</c>, a phase minimizes it.
/// </param>
internal sealed record DiagramLine(int From, int To, string Kind);
