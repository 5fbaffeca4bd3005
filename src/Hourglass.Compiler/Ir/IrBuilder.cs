using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Ir;

/// <summary>Adds values to a graph.</summary>
/// <param name="cancellation">Stops the work where it is no longer wanted.</param>
public sealed class IrBuilder(CancellationToken cancellation = default)
{
    private readonly List<IrValue> _values = [];
    private int _sites;

    /// <summary>Every value, in an order of evaluation.</summary>
    public IReadOnlyList<IrValue> Values => _values;

    /// <summary>The region of the values that are added next.</summary>
    public Region Region { get; set; }

    /// <summary>The number of the next place that draws; 0, 1, 2, … in the order of creation.</summary>
    public int NextSite() => _sites++;

    /// <summary>Adds a value.</summary>
    public IrValue Add(Primitive op, TextSpan origin, string name, params IrValue[] inputs)
    {
        cancellation.ThrowIfCancellationRequested();
        var value = new IrValue(_values.Count, op, inputs, op.ShapeOf(inputs), op.BatchOf(inputs), Region, origin, name);
        _values.Add(value);
        return value;
    }

    /// <summary>Gives the newest value the name of a binding; any other value keeps its own, and is given back as it is.</summary>
    public IrValue Name(IrValue value, string name)
    {
        if (value.Id != _values.Count - 1 || value.Region != Region || value.IsBinding)
        {
            return value;
        }

        var named = value with { Name = name, IsBinding = true };
        _values[value.Id] = named;
        return named;
    }
}
