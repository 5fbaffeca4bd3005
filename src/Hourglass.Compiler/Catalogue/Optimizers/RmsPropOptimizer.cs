namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>rmsprop</c>.</summary>
public sealed class RmsPropOptimizer : OptimizerEntry
{
    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <inheritdoc/>
    public override string Summary => "Steps scaled by a running mean of the squared gradient.";

    /// <inheritdoc/>
    public override string Source => "Tieleman and Hinton (2012)";

    /// <inheritdoc/>
    public override Signature Signature => Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.01"),
        new Parameter("alpha", ParameterKind.Fraction, "0.99", NamedOnly: true),
        new Parameter("epsilon", ParameterKind.Positive, "1e-8", NamedOnly: true),
        new Parameter("momentum", ParameterKind.Fraction, "0", NamedOnly: true));

    /// <inheritdoc/>
    public override string PlanType => "RmsPropPlan";
}
