using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>pool</c>.</summary>
public sealed class Pool : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "pool";

    /// <inheritdoc/>
    public override string Summary => "The largest or the mean of each window of k, without overlap. A rest smaller than a window is dropped; with padding same it is a window of its own, of the elements that are there.";

    /// <inheritdoc/>
    public override string ShapeRule => "[c, H, W] → [c, ⌊H/k⌋, ⌊W/k⌋], or ⌈H/k⌉, ⌈W/k⌉";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("kind", ParameterKind.Word, Words: EquatableArray.Of("max", "avg"), PlannedWords: EquatableArray.Of("stochastic")),
        new Parameter("k", ParameterKind.Size),
        new Parameter("padding", ParameterKind.Padding, "0", NamedOnly: true));

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding)
    {
        var (input, kernel) = (binding.Input, binding.Arguments.Int("k"));
        if (!input.IsMap)
        {
            binding.Report(ShapeErrors.WrongRank(binding.Span, "a pool", "a feature map", input, ShapeErrors.ReshapeHint(input)));
            return null;
        }

        if (binding.Arguments.Has("padding") && binding.Arguments.Padding("padding") is > 0 and var padding)
        {
            binding.Report(ShapeErrors.PoolPadding(binding.Span, padding));
            return null;
        }

        if (IsSame(binding.Arguments))
        {
            // The last windows are filled up before they are taken apart.
            if (input.Spatial.Aggregate((double)input[0], (product, size) => product * kernel * (((size - 1) / kernel) + 1)) > int.MaxValue)
            {
                binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, kernel, input));
                return null;
            }

            return Shape.Of([input[0], .. input.Spatial.Select(size => ((size - 1) / kernel) + 1)]);
        }

        if (input.Spatial.Any(size => size < kernel))
        {
            binding.Report(ShapeErrors.KernelTooLarge(binding.Span, Name, kernel, input));
            return null;
        }

        return Shape.Of([input[0], .. input.Spatial.Select(size => size / kernel)]);
    }

    /// <inheritdoc/>
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;

    /// <inheritdoc/>
    public override IrValue Lower(StageLowering lowering, BoundStage stage, IrValue input) =>
        lowering.Add(new PoolOp(stage.Arguments.Word("kind") == "max", stage.Arguments.Int("k"), LeavesRest(stage), stage.Output), stage, "pooled", input);

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(Vocabulary.Stages["up"], BoundArguments.None.With("k", (double)stage.Arguments.Int("k")).With("mode", "nearest").With(Deconv.OutputArgument, stage.Input));

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => stage.Input.Count;

    /// <summary>A mirror's pools have no padding.</summary>
    private static bool IsSame(BoundArguments arguments) => arguments.Has("padding") && arguments.Padding("padding") is null;

    /// <summary>Whether the last windows are smaller than the others.</summary>
    private static bool LeavesRest(BoundStage stage) => IsSame(stage.Arguments) && stage.Input.Spatial.Any(size => size % stage.Arguments.Int("k") != 0);
}
