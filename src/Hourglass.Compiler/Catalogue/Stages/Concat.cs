using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>concat</c>.</summary>
internal sealed class Concat : StageEntry
{
    public override string Name => "concat";
    public override string Summary =>
        "Appends other variables along the first dimension (channels, for maps); their other sizes must agree.";
    public override string ShapeRule => "[c, H, W], [d, H, W] → [c + d, H, W]";

    public override Signature Signature { get; } = Signature.Of(new Parameter("values", ParameterKind.Values));

    public override Shape? InferShape(StageBinding binding) => Bind(binding)?[0].Output;

    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding)
    {
        var output = binding.Input;
        var range = binding.InputRange;
        var references = new List<BoundReference>();
        foreach (var (name, span) in binding.Arguments.Names("values"))
        {
            if (binding.FindValue(name, span) is not { } reference)
            {
                return null;
            }

            if (!SidesAgree(output, reference.Shape))
            {
                binding.Report(ShapeErrors.CannotConcat(span, output, name, reference.Shape));
                return null;
            }

            output = output.With(0, checked(output[0] + reference.Shape[0]));
            range = range.Union(reference.Range);
            references.Add(reference);
        }

        return [binding.Complete(this, output) with { References = references, Range = range }];
    }

    /// <summary>Whether two shapes agree but for their first size.</summary>
    internal static bool SidesAgree(Shape left, Shape right) =>
        left.Rank > 0 && left.Rank == right.Rank && left.Spatial.SequenceEqual(right.Spatial);

    public override string ResultName => "joined";
    public override Value Lower(StageLowering at, BoundStage stage, Value input) =>
        ValueShapes.Join([input, .. stage.References.Select(at.Read)]);
}
