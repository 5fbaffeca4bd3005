using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Priors;

/// <summary>The prior <c>vamp</c>.</summary>
internal sealed class VampPrior : PriorEntry
{
    private const string Mixture = "write `mixture(10)`";

    public override string Name => "vamp";

    public override string Summary =>
        "The mean of the posteriors of k learned pseudo-inputs, which stand for the data: a mixture that moves with the encoder. Those of "
        + "data from 0 to 1 stay there.";

    public override string Source => "Tomczak and Welling (2018), equation 9";
    public override Signature Signature { get; } = Signature.Of(new Parameter("k", ParameterKind.Size));

    public override bool ReadsEncoder => true;

    internal override (string Reason, string Help)? Refuse(ModelScope model, BoundBinding code)
    {
        if (code.Distribution!.Entry.Name != "normal" || code.Distribution.Heads.Count != 2)
        {
            return ("it mixes normal posteriors, each with variances of its own", Mixture);
        }

        if (code.Reads.Count() != 1 || model.Data.All(data => data.Name != code.Sources[0].Name) || !code.Sources[0].Shape.IsVector)
        {
            return ("its pseudo-inputs take the place of one vector of data, and the encoder reads something else", Mixture);
        }

        return code.AllStages.SelectMany(stage => stage.Body.Prepend(stage)).FirstOrDefault(stage => !stage.Entry.IsPerVector) is { } stage
            ? ($"it runs the encoder on pseudo-inputs one by one, and `{stage.Entry.Name}` is not for single vectors", Mixture)
            : null;
    }

    public override Density Lower(PriorLowering at, Density posterior, BoundArguments arguments)
    {
        var k = arguments.Int("k");
        var inputs = at.Parameter("inputs", Shape.Of(k, at.Read.Shape[0]), 1);
        var encoded = at.Encode(at.Read.Range.IsWithin(ValueRange.Unit) ? inputs.Sigmoid().As("inputs") : inputs);
        return MixtureDistribution.Of(at.Constant(0, Shape.Of(k)), encoded["mean"], encoded["logvar"], posterior.Event);
    }
}
