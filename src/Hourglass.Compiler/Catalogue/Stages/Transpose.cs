using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>transpose</c>.</summary>
internal sealed class Transpose : StageEntry
{
    public override string Name => "transpose";
    public override string Summary => "The labelled layer's map run backwards: the same weights, transposed, with a bias of its own.";
    public override string Source => "Vincent et al. (2010), section 2.1";
    public override string ShapeRule => "the inverse of the label's";
    public override string LayerPrefix => "transpose";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("label", ParameterKind.Label),
        new Parameter("act", ParameterKind.Activation, Optional: true));

    public override Shape? InferShape(StageBinding binding) => Bind(binding)?[0].Output;

    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding)
    {
        var (label, span) = (binding.Arguments.Word("label"), binding.Arguments.SpanOf("label"));
        if (binding.FindLabel(label, span) is not { } tied)
        {
            return null;
        }

        if (tied.Entry is not (Dense or Conv))
        {
            binding.Report(ShapeErrors.CannotTranspose(span, label, tied.Entry.Name));
            return null;
        }

        if (binding.Input != tied.Output)
        {
            binding.Report(ShapeErrors.TransposeInput(binding.Span, label, tied.Output, binding.Input));
            return null;
        }

        return [binding.Complete(this, tied.Input) with { Tied = tied }];
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var tied = stage.Tied!;
        var bias = at.Weight(
            at.Layer(stage with { LayerName = stage.LayerName + "_bias" }, new ParameterLayer(Shape.Of(BiasSize(stage)))),
            "");
        var weight = at.Weight(at.LayerOf(tied), "weight");
        if (tied.Entry is Dense)
        {
            return at.Call(
                "linear_transposed",
                stage.Output,
                [],
                [input, weight, bias],
                of => of[0].Affine(of[1], transposed: true, of[2]));
        }

        var (padding, extra, start, uncropped) = Adjoint(tied);
        var window = ConvGeometry.WindowOf(tied.Arguments, tied.Input.Rank - 1) with { Padding = padding };
        var sizes = new ConvSizes(uncropped, input.Shape, window);
        return at.Call(
            "conv_transpose",
            uncropped,
            [sizes, extra],
            [input, weight, bias],
            of => of[0].ConvolveTransposed(of[1], sizes).PlusChannels(of[2]))
            .Cut(start, stage.Output);
    }

    /// <summary>
    /// What undoes a convolution's own padding: the zeros before are cut off by the padding, one more behind by a crop, and positions that
    /// the stride skipped are put back by the output padding. Zeros before alone are cut off before.
    /// </summary>
    private static (EquatableArray<int> Padding, EquatableArray<int> Extra, IReadOnlyList<int> Start, Shape Uncropped) Adjoint(
        BoundStage tied)
    {
        var geometry = ConvGeometry.Of(tied.Arguments, tied.Input);
        var isCausal = tied.Arguments.Is("padding", Conv.Causal);
        var axes = tied.Input.Spatial.Select((size, i) =>
        {
            var before = geometry.Before(i);
            var (padding, start) = isCausal ? (0, before) : (before, 0);
            var natural = ((tied.Output[i + 1] - 1) * geometry.Window.Stride[i]) + geometry.Window.Span(i) - (2 * padding);
            return (Padding: padding, Start: start, Extra: Math.Max(0, start + size - natural), Size: Math.Max(start + size, natural));
        }).ToArray();
        return (
            axes.Select(axis => axis.Padding).ToEquatable(),
            axes.Select(axis => axis.Extra).ToEquatable(),
            [0, .. axes.Select(axis => axis.Start)],
            Shape.Of([tied.Input[0], .. axes.Select(axis => axis.Size)]));
    }

    public override long CountParameters(BoundStage stage) => BiasSize(stage);
    internal override BoundArguments Written(BoundStage stage) => stage.Arguments.With("label", stage.Tied!.LayerName!);

    public override long CountFlops(BoundStage stage) => stage.Tied!.Entry.CountFlops(stage.Tied);

    private static int BiasSize(BoundStage stage) => stage.Tied!.Entry is Dense ? stage.Output[stage.Output.Rank - 1] : stage.Output[0];
}
