using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hourglass.Diagrams;

/// <summary>A model as it is drawn: cards with boxes, and lines between boxes. The compiler writes it down, as JSON.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Cards">Its data, bindings, priors, objectives and training.</param>
/// <param name="Lines">Who reads whom, beyond a card's own order.</param>
internal sealed record Diagram(string Name, IReadOnlyList<DiagramCard> Cards, IReadOnlyList<DiagramLine> Lines)
{
    /// <summary>Reads the compiler's text.</summary>
    public static Diagram Read(string text) => JsonSerializer.Deserialize(text, DiagramJson.Default.Diagram)!;

    /// <summary>All boxes, enclosed ones too.</summary>
    public IEnumerable<DiagramBox> Boxes => Cards.SelectMany(card => card.Boxes).SelectMany(box => box.WithEnclosed);

    /// <summary>Trainable numbers; those of stages that are written in C# are not among them.</summary>
    public long Parameters => Boxes.Sum(box => box.Parameters ?? 0);
}

/// <summary>What stands together: one variable's pipeline, say.</summary>
/// <param name="Id">Its number, among those of the boxes.</param>
/// <param name="Kind">What it is: <c>data</c>, a role's word, <c>objective</c> or <c>training</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Boxes">Its boxes; of a pipeline, in its order.</param>
/// <param name="Note">A remark below the heading, or null.</param>
/// <param name="Rises">Whether it leads from a code back, and is drawn upwards.</param>
internal sealed record DiagramCard(
    int Id, string Kind, string Title, IReadOnlyList<DiagramBox> Boxes, string? Note = null, bool Rises = false)
{
    /// <summary>Whether its boxes stand side by side: terms, phases.</summary>
    public bool IsList => Kind is "objective" or "training";

    /// <summary>Trainable numbers of its boxes.</summary>
    public long Parameters => Boxes.SelectMany(box => box.WithEnclosed).Sum(box => box.Parameters ?? 0);
}

/// <summary>A box.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is, <c>stage</c> for a stage.</param>
/// <param name="Text">What it says.</param>
/// <param name="Shape">The shape of what comes out, for an example; null where nothing does.</param>
/// <param name="Count">How many numbers that is.</param>
/// <param name="Parameters">Trainable numbers of its own; null where that is not known.</param>
/// <param name="Note">A remark, or null.</param>
/// <param name="Layer">The key of its layer, the name of its term, or null.</param>
/// <param name="Chains">What it encloses: a chain, or one for each head; null for nothing.</param>
internal sealed record DiagramBox(
    int Id,
    string Kind,
    string Text,
    string? Shape = null,
    long Count = 0,
    long? Parameters = 0,
    string? Note = null,
    string? Layer = null,
    IReadOnlyList<IReadOnlyList<DiagramBox>>? Chains = null)
{
    /// <summary>The box and all that it encloses, however deep.</summary>
    [JsonIgnore]
    public IEnumerable<DiagramBox> WithEnclosed =>
        (Chains ?? []).SelectMany(chain => chain).SelectMany(box => box.WithEnclosed).Prepend(this);
}

/// <summary>A line.</summary>
/// <param name="From">The box, or the card, that it leaves.</param>
/// <param name="To">The box that it leads to.</param>
/// <param name="Kind">
/// What it says: <c>reads</c>; <c>presence</c>, which elements are there; <c>tied</c>, the same weights; <c>weights</c>, those are read;
/// <c>sides</c>, a critic tells it apart; <c>phase</c>, a phase minimizes it.
/// </param>
internal sealed record DiagramLine(int From, int To, string Kind);

/// <summary>Compiled ahead.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Diagram))]
internal sealed partial class DiagramJson : JsonSerializerContext;
