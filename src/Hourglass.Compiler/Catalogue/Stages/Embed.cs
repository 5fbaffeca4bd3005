using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>embed</c>.</summary>
internal sealed class Embed : StageEntry
{
    public override string Name => "embed";

    public override string Summary =>
        "A vector of n learned numbers for each class, which begin standard normal; zeros where the class is missing. The first stage "
        + "behind data that are classes.";

    public override string Source => "Bengio et al. (2003), section 2";
    public override string ShapeRule => "class(K) → [n]; class(K)[T] → [n, T]";
    public override string LayerPrefix => "embed";
    public override bool HasWeights => true;

    public override Signature Signature { get; } = Signature.Of(new Parameter("n", ParameterKind.Size));

    public override Shape? InferShape(StageBinding binding)
    {
        var input = binding.Input;
        if (binding.ReadsClasses && (input.IsVector || input.IsMap))
        {
            return input.With(0, binding.Arguments.Int("n"));
        }

        binding.Report(ShapeErrors.WrongRank(
            binding.Span,
            "an embedding",
            "classes of the data",
            input,
            "begin the pipeline at data that are classes, `e = y -> embed(8)`; what is computed goes through `dense`"));
        return null;
    }

    /// <summary>Classes enter as one-hot: the vector of a class is their product with the weights.</summary>
    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var layer = at.Layer(stage, new EmbeddingLayer(stage.Input[0], stage.Output[0]));
        var weight = at.Weight(layer, "weight");
        if (input.Shape.IsVector)
        {
            return input.Affine(weight, transposed: true, bias: null);
        }

        int[] ones = [.. input.Shape.Spatial.Select(_ => 1)];
        var sizes = new ConvSizes(stage.Output, input.Shape, ConvWindow.Plain(1, ones.Length));
        return at.Call(
            "conv_transpose",
            stage.Output,
            [sizes, sizes.Skipped],
            [input, weight.Reshape([.. weight.Shape.Dimensions, .. ones])],
            of => of[0].ConvolveTransposed(of[1], sizes));
    }

    public override long CountParameters(BoundStage stage) => (long)stage.Input[0] * stage.Output[0];
    public override long CountFlops(BoundStage stage) => 2 * stage.Input[0] * stage.Output.Count;
}

/// <summary>A vector for each class, W <c>[classes, n]</c>.</summary>
internal sealed record EmbeddingLayer(int Classes, int Size) : LayerDefinition
{
    public override string Module => "Embedding";
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Classes), new(null, Size)];
    public override IReadOnlyList<LayerParameter> Parameters => [new("weight", Shape.Of(Classes, Size))];
    public override IReadOnlyList<string> WeightMembers => ["weight"];
    public override string Summary => $"Embedding, {NumberText.Of(Classes)} classes: weight {Shape.Of(Classes, Size).InBrackets()}.";
}
