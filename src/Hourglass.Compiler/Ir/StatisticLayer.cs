namespace Hourglass.Compiler.Ir;

/// <summary>A statistic of each element of data: no optimizer trains it, and <c>state_dict</c> has it.</summary>
/// <param name="Shape">The shape of an example.</param>
/// <param name="Initial">What all of it is until it is found.</param>
/// <param name="Meaning">What it is, in a word.</param>
public sealed record StatisticLayer(Shape Shape, double Initial, string Meaning) : LayerDefinition
{
    /// <inheritdoc/>
    public override string Module => "Tensor";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments => [];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => [];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Buffers => [new("", Shape)];

    /// <inheritdoc/>
    public override string Summary => $"The {Meaning} of each element over the training examples, {Shape.InBrackets()}.";
}
