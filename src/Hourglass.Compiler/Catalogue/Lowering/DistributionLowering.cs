using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What a distribution's entry sees while its parameters are lowered.</summary>
public sealed class DistributionLowering
{
    private readonly GraphBuilder _build;
    private readonly Func<string, LayerDefinition, Layer> _register;
    private readonly Func<string, Layer> _encoded;
    private readonly string _variable;

    internal DistributionLowering(
        GraphBuilder build,
        string variable,
        Value input,
        Func<string, LayerDefinition, Layer> register,
        Func<string, Layer> encoded)
    {
        _build = build;
        _variable = variable;
        _register = register;
        _encoded = encoded;
        Input = input;
    }

    /// <summary>What heads read: the pipeline's last value.</summary>
    public Value Input { get; }

    /// <summary>A parameter that no head computes, registered as <c>VARIABLE_NAME</c>.</summary>
    /// <param name="name">One of <see cref="DistributionEntry.LearnedNames"/>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initial">What all of it is at first.</param>
    public Value Parameter(string name, Shape shape, double initial = 0) =>
        _build.Weight(_register($"{_variable}_{name}", new ParameterLayer(shape, initial)), "");

    /// <summary>A layer of the variable's own, under its name.</summary>
    public Layer Register(LayerDefinition definition) => _register(_variable, definition);

    /// <summary>The layer that a code registered under its name.</summary>
    public Layer LayerOf(string code) => _encoded(code);

    /// <summary>A value that readers meet by the name <c>VARIABLE_PART</c>.</summary>
    public Value Named(Value value, string part) => _build.Name(value, $"{_variable}_{part}");

    /// <summary>A number.</summary>
    public Value Constant(double number) => _build.Constant(number);
}
