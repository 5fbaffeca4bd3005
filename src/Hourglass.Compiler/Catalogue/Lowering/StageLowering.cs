using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What a stage's entry sees while it is lowered.</summary>
public sealed class StageLowering
{
    private readonly GraphBuilder _build;
    private readonly Func<BoundReference, Value> _read;
    private readonly Func<Value, Value> _repeated;
    private readonly Dictionary<(string Container, string Name), Layer> _layers;
    private readonly Dictionary<(BoundStage Stage, string Name), Value> _kept;

    internal StageLowering(
        GraphBuilder build,
        string container,
        Dictionary<(string Container, string Name), Layer> layers,
        Dictionary<(BoundStage Stage, string Name), Value> kept,
        Func<BoundReference, Value> read,
        Func<Value, Value> repeated)
    {
        _build = build;
        _kept = kept;
        _layers = layers;
        _read = read;
        _repeated = repeated;
        Container = container;
        Draws = new DrawSource(build);
    }

    /// <summary>The role's module.</summary>
    public string Container { get; }

    /// <summary>Random numbers.</summary>
    public DrawSource Draws { get; }

    /// <summary>Whether what holds while training alone (noise, say) is left out.</summary>
    public bool IsClean { get; init; }

    /// <summary>The layer of a stage, made on the first use.</summary>
    public Layer Layer(BoundStage stage, LayerDefinition definition) => Register(new Layer(Container, stage.LayerName!, definition));

    /// <summary>The layer that another stage registered.</summary>
    public Layer LayerOf(BoundStage stage) => _layers[(stage.Container, stage.LayerName!)];

    /// <summary>A parameter of a layer.</summary>
    public Value Weight(Layer layer, string member) => _build.Weight(layer, member);

    /// <summary>The value of a variable that a stage names.</summary>
    public Value Read(BoundReference reference) => _read(reference);

    /// <summary>The module of a layer, called on a value.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="output">The shape of a row of the result.</param>
    /// <param name="input">The value.</param>
    /// <param name="body">What the module computes, by operators.</param>
    public Value Call(Layer layer, Shape output, Value input, Func<Value, Value> body) =>
        _build.Call("layer", Extent(input, output), [layer], [input], inputs => body(inputs[0]));

    /// <summary>A named call.</summary>
    /// <param name="name">The name that targets look up.</param>
    /// <param name="output">The shape of a row of the result.</param>
    /// <param name="arguments">What is not a value.</param>
    /// <param name="inputs">The values; the result has the rows of the first.</param>
    /// <param name="body">What is computed, by operators.</param>
    public Value Call(
        string name,
        Shape output,
        IEnumerable<object> arguments,
        IReadOnlyList<Value> inputs,
        Func<IReadOnlyList<Value>, Value> body) =>
        _build.Call(name, Extent(inputs[0], output), arguments, inputs, body);

    /// <summary>One value while training, another elsewhere.</summary>
    public Value WhileTraining(Value value, Value elsewhere) =>
        IsClean ? elsewhere : _build.Select(Selector.Training, value, elsewhere);

    /// <summary>Keeps a value that another stage asks for: what a stage makes besides its result.</summary>
    public void Keep(BoundStage stage, string name, Value value) => _kept[(stage, name)] = value;

    /// <summary>What a stage of the encoder kept, where the encoder has run.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="name">The name under which it kept the value.</param>
    /// <param name="elsewhere">What the decoder computes with when it is called by itself.</param>
    public Value Encoded(BoundStage stage, string name, Value elsewhere) =>
        _build.Select(Selector.Encoded, _repeated(_kept[(stage, name)]), elsewhere);

    /// <summary>The values of a chain of stages; the result of each has a name that readers meet.</summary>
    public Value Chain(IReadOnlyList<BoundStage> stages, Value input)
    {
        foreach (var stage in stages)
        {
            var outer = _build.Scope;
            var name = stage.LayerName ?? stage.Entry.ResultName;
            var before = input;
            (_build.Origin, _build.Scope) = (stage.Span, stage.Activation is null ? name : name + "_affine");
            input = stage.Entry.Lower(this, stage, input);
            (_build.Origin, _build.Scope) = (stage.Span, name);
            if (stage.Activation is { } activation)
            {
                input = activation.Entry.Apply(input, activation.Parameter);
            }

            if (input != before)
            {
                _build.Name(input, name);
            }

            _build.Scope = outer;
        }

        return input;
    }

    /// <summary>Vectors that are no rows of the batch stand one below the other: <c>[k, n]</c>.</summary>
    private static Extent Extent(Value input, Shape output) => input.Extent with
    {
        Shape = input.Extent.HasRows ? output : Shape.Of([input.Shape[0], .. output.Dimensions]),
    };

    private Layer Register(Layer layer)
    {
        if (_layers.TryGetValue((layer.Container, layer.Name), out var known))
        {
            return known;
        }

        _layers.Add((layer.Container, layer.Name), layer);
        return layer;
    }
}
