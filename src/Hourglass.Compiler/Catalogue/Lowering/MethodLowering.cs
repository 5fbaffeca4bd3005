using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What a method's entry sees while its directions are lowered.</summary>
/// <param name="build">The graph.</param>
/// <param name="values">The model's values.</param>
/// <param name="arguments">The method's arguments.</param>
/// <param name="stages">The values of a binding's stages on another input.</param>
public sealed class MethodLowering(
    GraphBuilder build, ILoweredModel values, BoundArguments arguments, Func<BoundBinding, Value, Value> stages)
{
    /// <summary>The bound model.</summary>
    public BoundModel Model => values.Model;

    /// <summary>The method's arguments.</summary>
    public BoundArguments Arguments => arguments;

    /// <summary>The value of a variable.</summary>
    public Value Value(string name) => values.ValueOf(name);

    /// <summary>What the stages of a binding make of another input than their own.</summary>
    public Value Through(BoundBinding binding, Value input) => stages(binding, input);

    /// <summary>A parameter of a stage's layer.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="member">The parameter; empty for a layer that is one.</param>
    /// <param name="suffix">Behind the stage's name in that of the layer.</param>
    public Value Weight(BoundStage stage, string member, string suffix = "") => build.Weight(
        values.Layers.First(layer => layer.Container == stage.Container && layer.Name == stage.LayerName + suffix), member);

    /// <summary>
    /// The mean over the examples of the products of every element of one value with every element of another, <c>[m, n]</c>.
    /// </summary>
    public Value MeanProduct(Value left, Value right) =>
        build.Scale(build.MatMul(left, true, right, false), Factor.PerExample * (1.0 / left.Extent.Rows));

    /// <summary>Gives a value a name that readers meet.</summary>
    public Value Name(Value value, string name) => build.Name(value, name);
}

/// <summary>In what direction a parameter moves.</summary>
/// <param name="Weight">The parameter.</param>
/// <param name="Value">What stands in the place of its gradient.</param>
public sealed record Direction(Value Weight, Value Value);
