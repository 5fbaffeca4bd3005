using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What a distribution's entry sees while its parameters are lowered.</summary>
public sealed class DistributionLowering
{
    private readonly GraphBuilder _build;
    private readonly Func<string, LayerDefinition, Layer> _register;
    private readonly string _variable;

    internal DistributionLowering(GraphBuilder build, string variable, Func<string, LayerDefinition, Layer> register)
    {
        _build = build;
        _variable = variable;
        _register = register;
    }

    /// <summary>A parameter that no head computes, registered as <c>VARIABLE_NAME</c>.</summary>
    /// <param name="name">One of <see cref="DistributionEntry.LearnedNames"/>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initial">What all of it is at first.</param>
    public Value Parameter(string name, Shape shape, double initial = 0) =>
        _build.Weight(_register($"{_variable}_{name}", new ParameterLayer(shape, initial)), "");

    /// <summary>A value that readers meet by the name <c>VARIABLE_PART</c>.</summary>
    public Value Named(Value value, string part) => _build.Name(value, $"{_variable}_{part}");

    /// <summary>A number.</summary>
    public Value Constant(double number) => _build.Constant(number);
}
