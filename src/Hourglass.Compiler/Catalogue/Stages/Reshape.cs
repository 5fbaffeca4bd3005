using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>reshape</c>.</summary>
internal sealed class Reshape : StageEntry
{
    public override string Name => "reshape";
    public override string Summary => "The same elements, in row-major order, in another shape.";
    public override string ShapeRule => "[a, ...] → [sizes]";

    public override Signature Signature { get; } = Signature.Of(new Parameter("sizes", ParameterKind.Sizes));

    public override Shape? InferShape(StageBinding binding)
    {
        var output = Shape.Of([.. binding.Arguments.Sizes("sizes")]);
        if (output.Count == binding.Input.Count)
        {
            return output;
        }

        binding.Report(ShapeErrors.ReshapeCount(binding.CallSpan, binding.Input, output));
        return null;
    }

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Open;
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;
    public override string ResultName => "shaped";
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => input.Reshape(stage.Output);

    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(this, BoundArguments.None.With("sizes", stage.Input.Dimensions.ToArray()));
}
