using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>topk</c>.</summary>
internal sealed class TopK : StageEntry
{
    public override string Name => "topk";

    public override string Summary =>
        "Keeps the k largest elements of each example and sets the others to 0, in training as outside of it; gradients reach those that "
        + "are kept. Of elements that are as large, any k.";

    public override string Source => "Makhzani and Frey (2013), section 2.1";
    public override string ShapeRule => "same";
    public override string ResultName => "largest";

    public override Signature Signature { get; } = Signature.Of(new Parameter("k", ParameterKind.Size));

    public override Shape? InferShape(StageBinding binding)
    {
        var k = binding.Arguments.Int("k");
        if (k <= binding.Input.Count)
        {
            return binding.Input;
        }

        binding.Report(ShapeErrors.TooFewElements(binding.Arguments.SpanOf("k"), Name, k, binding.Input));
        return null;
    }

    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input.Union(new ValueRange(0, 0));

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var k = stage.Arguments.Int("k");
        return k == input.Shape.Count ? input : input * input.Scripted(Largest(k)).As("kept");
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;
    public override long CountFlops(BoundStage stage) => stage.Output.Count;

    private static ScriptedFunction Largest(int k) => new(
        $"largest_{NumberText.Of(k)}",
        $"1 for the {NumberText.Of(k)} largest of each example, 0 for the others.",
        $"""
        def largest_{NumberText.Of(k)}(x: Tensor) -> Tensor:
            rows = x.reshape([x.size(0), -1])
            places = torch.topk(rows, {NumberText.Of(k)}, 1)[1]
            return torch.zeros_like(rows).scatter(1, places, 1.0).reshape(x.size())
        """,
        Temporaries: 6,
        Purpose: "the largest elements")
    {
        Onnx = $"""
            largest_{NumberText.Of(k)}(x) -> kept
            rows = Flatten(x, axis: 1)
            _, places = TopK(rows, [{NumberText.Of(k)}], axis: 1)
            ones = Add(ConstantOfShape(Shape(places)), 1.0)
            kept = Reshape(ScatterElements(ConstantOfShape(Shape(rows)), places, ones, axis: 1), Shape(x))
            """,
    };
}
