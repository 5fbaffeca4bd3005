using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>batchnorm</c>.</summary>
public sealed class BatchNorm : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "batchnorm";

    /// <inheritdoc/>
    public override string Summary => "Normalises each feature (each channel of a map) over the batch, then scales and shifts it; outside of training with running averages.";

    /// <inheritdoc/>
    public override string Source => "Ioffe and Szegedy (2015), algorithm 1";

    /// <inheritdoc/>
    public override string ShapeRule => "same";

    /// <inheritdoc/>
    public override string LayerPrefix => "batchnorm";

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding)
    {
        if (binding.Input.IsVector || binding.Input.IsMap)
        {
            return binding.Input;
        }

        binding.Report(ShapeErrors.WrongRank(binding.Span, "a batch normalisation", "a vector or a feature map", binding.Input, "put `flatten` before it"));
        return null;
    }

    /// <inheritdoc/>
    public override IrValue Lower(StageLowering lowering, BoundStage stage, IrValue input) =>
        lowering.Add(new LayerOp(lowering.Layer(stage, new BatchNormLayer(stage.Input.Rank - 1, stage.Input[0])), stage.Output), stage, stage.LayerName!, input);

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <inheritdoc/>
    /// <remarks>The variance of a single value is no number: a channel needs two, of one map or of two examples.</remarks>
    public override int LeastBatch(BoundStage stage) => stage.Input.Spatial.Aggregate(1L, (product, size) => product * size) > 1 ? 1 : 2;

    /// <inheritdoc/>
    public override long CountParameters(BoundStage stage) => 2L * stage.Input[0];

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => 4 * stage.Output.Count;
}
