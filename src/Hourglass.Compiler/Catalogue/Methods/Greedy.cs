using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Methods;

/// <summary>The method <c>greedy</c>.</summary>
internal sealed class Greedy : MethodEntry
{
    public override string Name => "greedy";

    public override string Summary =>
        "Trains labelled layers of the encoder one after the other, from the data on, each as an autoencoder of its own on what the "
        + "layers below give without noise; `corrupt` has one noise for all of them or one for each. Each is a phase, `layers.l1`. "
        + "The way back has the layer's own weights transposed (`tied`) or others (`own`). An objective of the phase speaks of "
        + "`input`, `code` and `rebuilt`; without one, it is `cross_entropy(rebuilt, input)` where the input is in [0, 1], and "
        + "`sse(rebuilt, input)` elsewhere.";

    public override string Source => "Bengio et al. (2007), algorithm 1; Vincent et al. (2010), section 3.2";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("labels", ParameterKind.Values),
        new Parameter("decoder", ParameterKind.Word, "tied", NamedOnly: true, Words: EquatableArray.Of("tied", "own")));

    internal override IReadOnlyList<PhaseDraft>? Bind(MethodBinding at) => at.Layers(
        at.Arguments.Names("labels"), isTied: at.Arguments.Is("decoder", "tied"));
}
