namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>sgd</c>.</summary>
public sealed class SgdOptimizer : OptimizerEntry
{
    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override string Summary => "Gradient descent, with classical momentum.";

    /// <inheritdoc/>
    public override string Source => "Polyak (1964)";

    /// <inheritdoc/>
    public override Signature Signature => Signature.Of(
        new Parameter("rate", ParameterKind.Positive),
        new Parameter("momentum", ParameterKind.Fraction, "0"));

    /// <inheritdoc/>
    public override string PlanType => "SgdPlan";
}
