using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>reshape</c>.</summary>
public sealed class Reshape : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <inheritdoc/>
    public override string Summary => "The same elements, in row-major order, in another shape.";

    /// <inheritdoc/>
    public override string ShapeRule => "[a, ...] → [sizes]";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(new Parameter("sizes", ParameterKind.Sizes));

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding)
    {
        var output = Shape.Of([.. binding.Arguments.Sizes("sizes")]);
        if (output.Count == binding.Input.Count)
        {
            return output;
        }

        binding.Report(ShapeErrors.ReshapeCount(binding.Span, binding.Input, output));
        return null;
    }

    /// <inheritdoc/>
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;

    /// <inheritdoc/>
    public override string ResultName => "shaped";

    /// <inheritdoc/>
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => input.Reshape(stage.Output);

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(this, BoundArguments.None.With("sizes", stage.Input.Dimensions.ToArray()));
}
