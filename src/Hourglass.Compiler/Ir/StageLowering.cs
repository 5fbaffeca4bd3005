using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir;

/// <summary>What a stage's entry sees while it is lowered.</summary>
public sealed class StageLowering
{
    private readonly IrBuilder _builder;
    private readonly Func<BoundReference, IrValue> _read;
    private readonly Dictionary<(string Container, string Name), IrLayer> _layers;

    internal StageLowering(
        IrBuilder builder,
        string container,
        Dictionary<(string Container, string Name), IrLayer> layers,
        Func<BoundReference, IrValue> read)
    {
        _builder = builder;
        Container = container;
        _layers = layers;
        _read = read;
    }

    /// <summary>The module of the role, <c>encoder</c>.</summary>
    public string Container { get; }

    /// <summary>Adds a value that stems from a stage.</summary>
    public IrValue Add(Primitive op, BoundStage stage, string name, params IrValue[] inputs) => _builder.Add(op, stage.Span, name, inputs);

    /// <summary>The number of a new place that draws.</summary>
    public int NextSite() => _builder.NextSite();

    /// <summary>The layer of a stage, registered at its first use.</summary>
    public IrLayer Layer(BoundStage stage, LayerDefinition definition) => Register(new IrLayer(Container, stage.LayerName!, definition));

    /// <summary>The layer that another stage owns, in whichever module.</summary>
    public IrLayer LayerOf(BoundStage stage) => _layers[(stage.Container, stage.LayerName!)];

    /// <summary>The value of another variable.</summary>
    public IrValue Read(BoundReference reference) => _read(reference);

    /// <summary>Lowers stages one behind the other, their activations included.</summary>
    public IrValue Chain(IReadOnlyList<BoundStage> stages, IrValue input)
    {
        foreach (var stage in stages)
        {
            input = stage.Entry.Lower(this, stage, input);
            if (stage.Activation is { } activation)
            {
                input = activation.Entry.Apply(this, stage, input, activation.Parameter);
            }
        }

        return input;
    }

    private IrLayer Register(IrLayer layer)
    {
        if (_layers.TryGetValue((layer.Container, layer.Name), out var known))
        {
            return known;
        }

        _layers.Add((layer.Container, layer.Name), layer);
        return layer;
    }
}
