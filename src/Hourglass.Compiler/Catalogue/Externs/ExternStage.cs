using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Externs;

/// <summary>A stage that the hand-written part of one model's class implements; no word of the language.</summary>
internal sealed class ExternStage(BoundExtern declared, ExternShape shape) : StageEntry
{
    /// <summary>The shape that it gives, among the arguments of a use: what comes behind it depends on that.</summary>
    private const string Gives = "gives";

    public override string Name => declared.Name;
    public override string Summary => "Written in C#.";
    public override string ShapeRule => $"[{string.Join(", ", declared.From)}] → [{string.Join(", ", declared.To)}]";
    public override Signature Signature => declared.Signature;
    public override bool IsForeign => true;

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Open;

    public override Shape? InferShape(StageBinding binding)
    {
        if (shape.At(binding.Arguments, binding.Report) is not { } shapes)
        {
            return null;
        }

        if (shapes.From == binding.Input)
        {
            return shapes.To;
        }

        binding.Report(ShapeErrors.WrongRank(
            binding.Span,
            $"`{Name}`",
            $"{shapes.From.Described()}, as it is declared",
            binding.Input,
            shapes.From.Count == binding.Input.Count
                ? $"`reshape({string.Join(", ", shapes.From.Dimensions.Select(size => NumberText.Of(size)))})` before it gives that"
                : $"declare `{Name}` for {binding.Input.InBrackets()}, or bring the value to {shapes.From.InBrackets()} first"));
        return null;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var numbers = Signature.Parameters.Select(parameter => stage.Arguments.Number(parameter.Name)).ToEquatable();
        var call = new ExternCall(declared, numbers, stage.Span);
        return at.Call(ExternCall.Stage, stage.Output, [call], [input], call.Body);
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.ImpossibleWithout(
        $"`{Name}` is written in C#: write the decoder's stages out, with an `extern` of its own where something undoes it");

    internal override BoundArguments Written(BoundStage stage) => stage.Arguments.With(Gives, stage.Output);
}
