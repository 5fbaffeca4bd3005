using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A function of each element; a stage by itself, or a layer's last argument.</summary>
public abstract class ActivationEntry : StageEntry
{
    /// <summary>Its name in PyTorch's <c>nn.functional</c>.</summary>
    public virtual string Function => Name;

    /// <summary>What its argument is where none is given; NaN where it takes none.</summary>
    public virtual double DefaultParameter => double.NaN;

    /// <inheritdoc/>
    public override string ShapeRule => "same";

    /// <inheritdoc/>
    public override bool IsPerVector => Name != "softmax";

    /// <inheritdoc/>
    public override Signature Signature => double.IsNaN(DefaultParameter)
        ? Signature.None
        : Signature.Of(new Parameter("slope", ParameterKind.Number, NumberText.Of(DefaultParameter)));

    /// <summary>What comes out of a range.</summary>
    public abstract ValueRange RangeOf(ValueRange input, double parameter);

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    /// <inheritdoc/>
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => RangeOf(input, ParameterOf(arguments));

    /// <inheritdoc/>
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => Apply(input, ParameterOf(stage.Arguments));

    /// <summary>The values that compute it with a given argument.</summary>
    public virtual Value Apply(Value input, double parameter) =>
        input.Map(Functions.Find(Function)!, double.IsNaN(parameter) ? 0 : parameter);

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => stage.Output.Count;

    private double ParameterOf(BoundArguments arguments) => arguments.Has("slope") ? arguments.Number("slope") : DefaultParameter;
}
