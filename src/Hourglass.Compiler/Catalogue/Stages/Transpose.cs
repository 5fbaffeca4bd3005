using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>transpose</c>.</summary>
public sealed class Transpose : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "transpose";

    /// <inheritdoc/>
    public override string Summary => "The labelled layer's map run backwards: the same weights, transposed, with a bias of its own.";

    /// <inheritdoc/>
    public override string Source => "Vincent et al. (2010), section 2.1";

    /// <inheritdoc/>
    public override string ShapeRule => "the inverse of the label's";

    /// <inheritdoc/>
    public override string LayerPrefix => "transpose";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("label", ParameterKind.Label),
        new Parameter("act", ParameterKind.Activation, Optional: true));

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => Bind(binding)?[0].Output;

    /// <inheritdoc/>
    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding)
    {
        var (label, span) = (binding.Arguments.Word("label"), binding.Arguments.SpanOf("label"));
        if (binding.FindLabel(label, span) is not { } tied)
        {
            return null;
        }

        if (tied.Entry is not (Dense or Conv) || (tied.Entry is Conv && Deconv.Geometry(tied.Arguments.With("c", (double)tied.Input[0]).With(Deconv.OutputArgument, tied.Input), tied.Output) is var geometry && geometry.Output != geometry.Uncropped))
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

    /// <inheritdoc/>
    public override IrValue Lower(StageLowering lowering, BoundStage stage, IrValue input)
    {
        var tied = stage.Tied!;
        var bias = lowering.Layer(stage with { LayerName = stage.LayerName + "_bias" }, new ParameterLayer(Shape.Of(BiasSize(stage))));
        var extra = tied.Entry is Conv
            ? Deconv.Geometry(tied.Arguments.With("c", (double)tied.Input[0]).With(Deconv.OutputArgument, tied.Input), tied.Output).OutputPadding
            : EquatableArray<int>.Empty;
        return lowering.Add(new TiedOp(lowering.LayerOf(tied), bias, stage.Output, extra), stage, stage.LayerName!, input);
    }

    /// <inheritdoc/>
    public override long CountParameters(BoundStage stage) => BiasSize(stage);

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => stage.Tied!.Entry.CountFlops(stage.Tied);

    private static int BiasSize(BoundStage stage) => stage.Tied!.Entry is Dense ? stage.Output[stage.Output.Rank - 1] : stage.Output[0];
}
