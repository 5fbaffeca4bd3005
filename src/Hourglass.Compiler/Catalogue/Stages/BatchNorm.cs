using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>batchnorm</c>.</summary>
internal sealed class BatchNorm : StageEntry
{
    public override string Name => "batchnorm";
    public override string Summary =>
        "Normalises each feature (each channel of a map) over the batch, then scales and shifts it; outside of training with "
        + "running averages.";
    public override string Source => "Ioffe and Szegedy (2015), algorithm 1";
    public override string ShapeRule => "same";
    public override string LayerPrefix => "batchnorm";

    public override Shape? InferShape(StageBinding binding)
    {
        if (binding.Input.IsVector || binding.Input.IsMap)
        {
            return binding.Input;
        }

        binding.Report(ShapeErrors.WrongRank(
            binding.Span,
            "a batch normalisation",
            "a vector or a feature map",
            binding.Input,
            "put `flatten` before it"));
        return null;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var layer = at.Layer(stage, new BatchNormLayer(stage.Input.Rank - 1, stage.Input[0]));
        return at.Call("batch_norm", stage.Output, [layer, Selector.Training], [input], of => Normalise(of[0], layer));
    }

    /// <summary>What it is while training: the statistics are those of the batch.</summary>
    private static Value Normalise(Value x, Layer layer)
    {
        var channels = Extent.Of(0, [x.Shape[0], .. x.Shape.Spatial.Select(_ => 1)]);
        x.Average(layer, x.Mean(channels), x.Variance(channels));
        return (x.Normalise(channels) * x.ByChannel(layer, "weight")) + x.ByChannel(layer, "bias");
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <remarks>The variance of a single value is no number: a channel needs two, of one map or of two examples.</remarks>
    public override int LeastBatch(BoundStage stage) => stage.Input.Spatial.Aggregate(1L, (product, size) => product * size) > 1 ? 1 : 2;
    public override long CountParameters(BoundStage stage) => 2L * stage.Input[0];
    public override long CountFlops(BoundStage stage) => 4 * stage.Output.Count;
}

/// <summary>Batch normalisation over channels; <paramref name="Rank"/> spatial dimensions, 0 for vectors.</summary>
internal sealed record BatchNormLayer(int Rank, int Channels) : LayerDefinition
{
    public override string Module => $"BatchNorm{NumberText.Of(Math.Max(1, Rank))}d";
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Channels)];
    public override IReadOnlyList<LayerParameter> Parameters => WeightAndBias(Shape.Of(Channels), Channels);
    public override string Summary => $"Batch normalisation of {NumberText.Of(Channels)} features.";
}
