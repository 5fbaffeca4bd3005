using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;

namespace Hourglass.Compiler.Catalogue.Priors;

/// <summary>
/// The prior <c>dirichlet(concentration) -> categorical</c> of a code of <c>mean_field</c>: classes whose probabilities have a Dirichlet
/// distribution. It is no word by itself, as its two words have meanings of their own.
/// </summary>
internal sealed class DirichletClasses : PriorEntry
{
    private DirichletClasses()
    {
    }

    /// <summary>The one that there is.</summary>
    public static DirichletClasses Only { get; } = new();

    public override string Name => "dirichlet";
    public override string Summary => "Classes whose probabilities have a Dirichlet distribution.";
    public override string Source => "Bishop (2006), equations 10.39 and 10.69";

    /// <summary>That of the probabilities: far below 1, classes that are not needed die.</summary>
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("concentration", ParameterKind.Positive, "0.001", NamedOnly: true));

    internal override (string Reason, string Help)? Refuse(ModelScope model, BoundBinding code) => null;

    /// <summary>The expected probabilities.</summary>
    public override Density Lower(PriorLowering at, Density posterior, BoundArguments arguments) =>
        posterior with { Parameters = [("logits", at.WeightOfCode(MixtureLayer.Prior))] };
}
