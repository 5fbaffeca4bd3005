using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Ir;

/// <summary>What a distribution's entry sees while it is lowered.</summary>
public sealed class DistributionLowering
{
    private readonly IrBuilder _builder;
    private readonly Func<string, LayerDefinition, IrLayer> _register;
    private readonly TextSpan _origin;

    internal DistributionLowering(IrBuilder builder, string variable, TextSpan origin, Func<string, LayerDefinition, IrLayer> register)
    {
        _builder = builder;
        _origin = origin;
        _register = register;
        Variable = variable;
    }

    /// <summary>The name of the random variable.</summary>
    public string Variable { get; }

    /// <summary>Adds a value.</summary>
    public IrValue Add(Primitive op, string name, params IrValue[] inputs) => _builder.Add(op, _origin, name, inputs);

    /// <summary>The number of a new place that draws.</summary>
    public int NextSite() => _builder.NextSite();

    /// <summary>A parameter that no head computes, registered as <c>VARIABLE_NAME</c>.</summary>
    public IrValue Parameter(string name, Shape shape) =>
        Add(new ParameterOp(_register($"{Variable}_{name}", new ParameterLayer(shape))), $"{Variable}_{name}");
}
