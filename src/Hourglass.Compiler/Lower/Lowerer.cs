using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Lower;

/// <summary>Lowers a bound model without errors to its graph.</summary>
internal sealed partial class Lowerer : ILoweredModel
{
    private readonly GraphBuilder _build;
    private readonly HashSet<string> _readByEncoder;
    private readonly int _draws;
    private bool _readsDraws;
    private readonly Dictionary<(string Container, string Name), Layer> _layers;
    private readonly Dictionary<(BoundStage Stage, string Name), Value> _kept = [];
    private readonly Dictionary<string, Value> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Density> _distributions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Density> _priors = new(StringComparer.Ordinal);
    private readonly List<FittedCodes> _fittedCodes = [];
    private readonly Dictionary<string, Value> _samples = new(StringComparer.Ordinal);

    private Lowerer(BoundModel model, GraphBuilder build, Dictionary<(string Container, string Name), Layer> layers)
    {
        _build = build;
        _layers = layers;
        LatentClasses = model.LatentClasses?.Name;
        _draws = LatentClasses is { } latent ? model.FindData(latent)!.Classes : model.Sampling.Draws;
        _readByEncoder = new HashSet<string>(
            model.Bindings
                .Where(binding => binding.Role == Role.Encode)
                .SelectMany(binding => binding.Reads)
                .Select(reference => reference.Name),
            StringComparer.Ordinal);
        Model = model;
    }

    /// <inheritdoc/>
    public BoundModel Model { get; }

    /// <inheritdoc/>
    public string? LatentClasses { get; }

    /// <inheritdoc/>
    public IEnumerable<Layer> Layers => _layers.Values;

    /// <summary>The graph of a model.</summary>
    /// <param name="model">A bound model without errors.</param>
    /// <param name="knows">Which named calls the graph's reader knows.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    public static ModelGraph Lower(BoundModel model, Func<string, bool> knows, CancellationToken cancellation)
    {
        var build = new GraphBuilder(cancellation, knows) { Region = Region.Objective };
        var lowerer = new Lowerer(model, build, []);
        foreach (var data in model.Data)
        {
            lowerer.LowerData(data);
        }

        foreach (var binding in model.Bindings.Where(binding => binding.Role != Role.Critic))
        {
            lowerer.LowerBinding(binding);
        }

        var objectives = model.Objectives
            .Select(objective => objective.Layer is { } layer ? lowerer.LowerLayer(objective, layer) : lowerer.LowerObjective(objective))
            .ToArray();
        var logWeights = lowerer.LowerLogWeights();
        return new ModelGraph(
            model,
            build.Values,
            [.. lowerer._layers.Values],
            lowerer._inputs,
            lowerer._functions,
            lowerer._distributions,
            lowerer._priors,
            lowerer._samples,
            objectives,
            build.Averages)
        {
            LogWeights = logWeights,
            Latent = lowerer._latent,
            Prepared = lowerer._prepared,
            Restored = lowerer._restored,
            Fitted = lowerer._fitted,
            Scores = lowerer._scores,
            Features = lowerer.Features,
        };
    }

    /// <inheritdoc/>
    public Value ValueOf(string name)
    {
        var dot = name.IndexOf('.');
        if (dot > 0)
        {
            return _distributions[name.Substring(0, dot)][name.Substring(dot + 1)];
        }

        if (_prepared.TryGetValue(name, out var input) || _inputs.TryGetValue(name, out input))
        {
            return input;
        }

        return _functions.TryGetValue(name, out var value) ? value : _samples[name];
    }

    /// <inheritdoc/>
    public Value KeptBy(BoundStage stage, string name) => _kept[(stage, name)];

    /// <inheritdoc/>
    public Density DistributionOf(string name) => _distributions[name];

    /// <inheritdoc/>
    public Density? PriorOf(string name) => _priors.TryGetValue(name, out var prior) ? prior : null;

    private void LowerBinding(BoundBinding binding)
    {
        if (binding.Role == Role.Prior && binding.Name == LatentClasses)
        {
            // All classes are as likely: what sums over them knows.
            return;
        }

        if (binding is { Role: Role.Prior, Sources.Count: 0 })
        {
            LowerPriorWord(binding);
            return;
        }

        var container = ContainerOf(binding.Role);
        _readsDraws = binding.Reads.Any(
            reference => reference.Name == LatentClasses || ValueOf(reference.Name).Extent.Rows > 1);
        var region = RegionOf(binding.Role);
        var lowering = new StageLowering(
            _build,
            container,
            _layers,
            _kept,
            reference => Read(reference, region),
            value => Repeated(value, region));
        var sources = binding.Sources.Select(reference => Read(reference, region)).ToArray();
        (_build.Region, _build.Origin) = (region, binding.Sources[0].Span);
        var value = sources.Length == 1 ? sources[0] : _build.Name(ValueShapes.Join(sources), "joined");
        value = lowering.Chain(binding.Stages, value);
        if (binding.Distribution is not { } distribution)
        {
            // Every name owns a value of its role, so that the emitted methods can hand each to their caller.
            _build.Origin = binding.Sources[0].Span;
            _functions[binding.Name] = _build.Name(value, binding.Name, isBinding: true);
            return;
        }

        var heads = distribution.Heads.ToDictionary(
            head => head.Parameter,
            head => lowering.Chain(head.Stages, value),
            StringComparer.Ordinal);
        _build.Origin = distribution.Span;
        var parameters = ParametersOf(binding.Name, container, value);
        var lowered = new Density(
            distribution.Entry,
            distribution.Entry.LowerParameters(parameters, distribution, heads),
            distribution.Event)
        {
            Flow = FlowOf(distribution),
            Arguments = distribution.Arguments,
        };
        if (binding.Role == Role.Prior)
        {
            _priors[binding.Name] = lowered;
            return;
        }

        _distributions[binding.Name] = lowered;
        if (binding.Role == Role.Encode)
        {
            if (Model.FindData(binding.Name) is { } data)
            {
                _latent = Each(data, lowered);
            }
            else
            {
                _samples[binding.Name] = Draw(binding.Name, lowered);
            }
        }
    }

    /// <summary>
    /// A draw: a part of the encoder where a later code is computed from it, and of the objective elsewhere. Inside the encoder it is the
    /// mean outside of training, so that <c>Encode</c> and <c>Reconstruct</c> give the same every time.
    /// </summary>
    private Value Draw(string name, Density density)
    {
        var inside = _readByEncoder.Contains(name);
        _build.Region = inside ? Region.Encode : Region.Objective;
        _build.Scope = name;
        var each = density with
        {
            Parameters = [.. density.Parameters.Select(parameter => (parameter.Name, ForEachDraw(parameter.Value)))],
        };
        var draw = each.Entry.Draw(each, new DrawSource(_build))!;
        draw = Model.Sampling.Score ? draw.Detach() : draw;
        if (inside)
        {
            draw = _build.Select(Selector.Draw, draw, density.Entry.Mean(density));
        }

        draw = density.Through(draw);
        _build.Scope = null;
        return _build.Name(draw, name);
    }

    private DistributionLowering ParametersOf(string variable, string container, Value input) =>
        new(_build, variable, input, (name, definition) => Register(container, name, definition), LayerOfCode);

    private Layer LayerOfCode(string code) => _layers[(ContainerOf(Role.Encode), code)];

    private Flow? FlowOf(BoundDistribution distribution) => Flow.Of(distribution.Bijections.Select(bijection =>
        (bijection, Register(bijection.Container, bijection.LayerName, bijection.Entry.Definition(bijection)))));

    private Value Read(BoundReference reference, Region region)
    {
        if (LatentClasses == reference.Name)
        {
            return _latent!;
        }

        var value = Repeated(reference.IsPresence ? _presence[reference.Name] : ReadOf(reference.Name), region);
        var outer = _build.Origin;
        (_build.Region, _build.Origin) = (region, reference.Span);
        if (Model.FindData(reference.Name) is { Classes: > 0 } data)
        {
            value = _build.Name(value.OneHot(data.Classes), reference.Name + "_onehot");
        }
        else if (region == Region.Encode && !reference.IsPresence && _inputs.ContainsKey(reference.Name))
        {
            value = CorruptedInPhases(value);
        }

        _build.Origin = outer;
        return value;
    }

    /// <summary>
    /// A value as a region reads it: behind a code that is drawn several times, for each draw. The encoder has one row for an example
    /// where nothing is drawn.
    /// </summary>
    private Value Repeated(Value value, Region region)
    {
        if (_draws == 1 || value.Extent.Rows != 1 || (region == Region.Encode && !_readsDraws))
        {
            return value;
        }

        var outer = (_build.Region, _build.Origin);
        (_build.Region, _build.Origin) = (region == Region.Encode ? region : Region.Objective, value.Origin);
        var repeated = ForEachDraw(value);
        repeated = region == Region.Encode ? _build.Select(Selector.Draw, repeated, value) : repeated;
        (_build.Region, _build.Origin) = outer;
        return repeated;
    }

    private Value ForEachDraw(Value value) => value.Extent.Rows == 1 ? _build.Repeat(value, _draws) : value;

    private Value? LowerLogWeights()
    {
        if (LatentClasses is not null
            || Model.Mixture is not null
            || !Model.Bindings.Any(binding => binding is { Role: Role.Encode, Distribution: not null })
            || !Model.Bindings.Any(binding => binding is { Role: Role.Decode, Distribution: not null })
            || Model.Bindings.Any(
                binding => binding.Role == Role.Decode && Model.FindData(binding.Name) is { Optional: true, HasGaps: false }))
        {
            return null;
        }

        (_build.Region, _build.Origin, _build.Scope) = (Region.Objective, Model.Span, null);
        return new TermLowering(_build, this).LogWeights();
    }

    /// <inheritdoc/>
    public void Fit(FittedCodes statistic) => _fittedCodes.Add(statistic);

    /// <inheritdoc/>
    public Layer Register(string container, string name, LayerDefinition definition)
    {
        var layer = new Layer(container, name, definition);
        _layers[(container, name)] = layer;
        return layer;
    }
}
