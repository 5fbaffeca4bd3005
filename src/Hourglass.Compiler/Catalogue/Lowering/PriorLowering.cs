using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What a prior that reads no other code sees while it is lowered.</summary>
public sealed class PriorLowering
{
    private readonly GraphBuilder _build;
    private readonly string _code;
    private readonly Func<string, LayerDefinition, Layer> _register;
    private readonly Func<Value, Density> _encode;
    private readonly Func<string, Layer> _encoded;

    internal PriorLowering(
        GraphBuilder build,
        string code,
        Func<string, LayerDefinition, Layer> register,
        BoundReference read,
        Func<Value, Density> encode,
        Func<string, Layer> encoded)
    {
        _build = build;
        _code = code;
        _register = register;
        _encode = encode;
        _encoded = encoded;
        Read = read;
    }

    /// <summary>What the code's pipeline begins with.</summary>
    public BoundReference Read { get; }

    /// <summary>A learned parameter, registered as <c>CODE_NAME</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="deviation">The deviation of the normal numbers that it begins with; zeros, where that is 0.</param>
    public Value Parameter(string name, Shape shape, double deviation) =>
        _build.Weight(_register($"{_code}_{name}", new ParameterLayer(shape) { Deviation = deviation }), "");

    /// <summary>A tensor of the layer that the code registered under its name.</summary>
    public Value WeightOfCode(string member) => _build.Weight(_encoded(_code), member);

    /// <summary>The same number everywhere.</summary>
    public Value Constant(double number, Shape shape) => _build.Fill(Factor.Of(number), new Extent(0, shape));

    /// <summary>The code's distribution where its pipeline begins with other vectors than the data's: <c>[k, n]</c>.</summary>
    public Density Encode(Value inputs) => _encode(inputs);
}
