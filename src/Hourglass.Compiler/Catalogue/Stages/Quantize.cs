using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>quantize</c>.</summary>
internal sealed class Quantize : StageEntry
{
    /// <summary>The vectors before they are quantised.</summary>
    internal const string Vectors = "vectors";

    /// <summary>Which code is nearest.</summary>
    internal const string Chosen = "chosen";

    /// <summary>The nearest codes, with the gradients of the codes.</summary>
    internal const string Nearest = "nearest";

    public override string Name => "quantize";

    public override string Summary =>
        "The nearest of so many learned codes of `dim` numbers, in place of a vector or of the channels at each place of a map; gradients "
        + "pass as if nothing had happened. The term `commitment` moves the codes, or with `average: 0.99` moving averages of the vectors "
        + "that each is nearest to. A code that none of the last 20 · codes vectors was nearest to takes the place of a random vector of "
        + "the batch.";

    public override string Source => "van den Oord et al. (2017), equations 1 to 3; averages: appendix A.1";
    public override string ShapeRule => "same";
    public override string LayerPrefix => "quantize";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("codes", ParameterKind.Size),
        new Parameter("dim", ParameterKind.Size),
        new Parameter("average", ParameterKind.Share, NamedOnly: true, Optional: true));

    public override Shape? InferShape(StageBinding binding)
    {
        var (input, dim) = (binding.Input, binding.Arguments.Int("dim"));
        if ((input.IsVector || input.IsMap) && input[0] == dim)
        {
            return input;
        }

        var (size, layer) = (NumberText.Of(dim), input.IsMap ? $"conv({NumberText.Of(dim)}, 1)" : $"dense({NumberText.Of(dim)})");
        binding.Report(ShapeErrors.WrongRank(
            binding.Span,
            $"a quantisation to codes of {size}",
            $"a vector of {size} or a map of {size} channels",
            input,
            $"put `{layer}` before it, or take codes of another size, `dim: {NumberText.Of(input[0])}`"));
        return null;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var (codes, dim) = (stage.Arguments.Int("codes"), stage.Arguments.Int("dim"));
        var layer = at.Layer(stage, new CodebookLayer(codes, dim, AverageOf(stage)));
        var chosen = at.Call(
            "nearest_code",
            stage.Output.With(0, codes),
            [layer],
            [input],
            of => Codebook.Nearest(of[0], layer)).As("chosen");
        var nearest = at.Call(
            "codes",
            stage.Output,
            [layer, Selector.Training],
            [chosen, input, at.Draws.Uniform(Shape.Of(codes), like: input)],
            of => Codebook.Codes(of[0], of[1], of[2], layer)).As("nearest");
        at.Keep(stage, Vectors, input);
        at.Keep(stage, Chosen, chosen);
        at.Keep(stage, Nearest, nearest);

        // The numbers of the code, with the gradient of what it stands for.
        return nearest.Detach() + (input - input.Detach());
    }

    /// <summary>Whether moving averages move the codes, and no term has to.</summary>
    public static bool IsAveraged(BoundStage stage) => stage.Arguments.Has("average");

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    public override long CountParameters(BoundStage stage) =>
        IsAveraged(stage) ? 0 : (long)stage.Arguments.Int("codes") * stage.Arguments.Int("dim");

    public override long CountFlops(BoundStage stage) => 4 * stage.Arguments.Int("codes") * stage.Output.Count;

    private static double AverageOf(BoundStage stage) => IsAveraged(stage) ? stage.Arguments.Number("average") : 0;
}
