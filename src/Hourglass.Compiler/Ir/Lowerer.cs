using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Ir;

/// <summary>Turns a bound model into a graph.</summary>
internal sealed class Lowerer
{
    private readonly IrBuilder _builder;
    private readonly HashSet<string> _readByEncoder;
    private readonly int _draws;
    private readonly Dictionary<(string Container, string Name), IrLayer> _layers = [];
    private readonly Dictionary<string, IrValue> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IrValue> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IrDistribution> _distributions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IrDistribution> _priors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IrValue> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<IrValue, IrValue> _repeated = [];

    private Lowerer(BoundModel model, int draws, CancellationToken cancellation)
    {
        _builder = new IrBuilder(cancellation);
        _readByEncoder = new HashSet<string>(
            model.Bindings.Where(binding => binding.Role == Role.Encode).SelectMany(binding => binding.Reads).Select(reference => reference.Name),
            StringComparer.Ordinal);
        Model = model;
        _draws = draws;
    }

    public BoundModel Model { get; }

    public IEnumerable<IrLayer> Layers => _layers.Values;

    public static IrProgram Lower(BoundModel model, int draws, CancellationToken cancellation)
    {
        var lowerer = new Lowerer(model, draws, cancellation);
        lowerer.LowerInputs();
        foreach (var binding in model.Bindings)
        {
            lowerer.LowerBinding(binding);
        }

        var terms = model.Terms.Select(term => (term, lowerer.LowerTerm(term))).ToArray();
        return new IrProgram(
            model,
            draws,
            lowerer._builder.Values,
            [.. lowerer._layers.Values],
            lowerer._inputs,
            lowerer._functions,
            lowerer._distributions,
            lowerer._priors,
            lowerer._samples,
            terms);
    }

    public IrValue ValueOf(string name)
    {
        var dot = name.IndexOf('.');
        if (dot > 0)
        {
            return _distributions[name.Substring(0, dot)][name.Substring(dot + 1)];
        }

        if (_inputs.TryGetValue(name, out var input))
        {
            return input;
        }

        return _functions.TryGetValue(name, out var value) ? value : _samples[name];
    }

    public int NextSite() => _builder.NextSite();

    public IrDistribution DistributionOf(string name) => _distributions[name];

    public IrDistribution? PriorOf(string name) => _priors.TryGetValue(name, out var prior) ? prior : null;

    /// <summary>Adds a value of the objective; inputs that count examples are repeated where another counts draws.</summary>
    public IrValue AddAligned(Primitive op, TextSpan origin, string name, IrValue[] inputs)
    {
        _builder.Region = Region.Objective;
        if (inputs.Any(input => input.Batch == BatchKind.Draws))
        {
            inputs = [.. inputs.Select(input => input.Batch == BatchKind.Examples ? Repeated(input) : input)];
        }

        return _builder.Add(op, origin, name, inputs);
    }

    /// <summary>Everything that a value is computed from, itself included.</summary>
    public static HashSet<IrValue> Behind(IrValue value)
    {
        var seen = new HashSet<IrValue> { value };
        var open = new Stack<IrValue>(seen);
        while (open.Count > 0)
        {
            foreach (var next in open.Pop().Inputs.Where(seen.Add))
            {
                open.Push(next);
            }
        }

        return seen;
    }

    public IReadOnlyList<IrValue> DataBehind(IrValue value) =>
        [.. Behind(value).Where(at => at.Op is InputOp input && Model.FindData(input.Field)!.Classes == 0).OrderBy(input => input.Id)];

    private void LowerInputs()
    {
        _builder.Region = Region.Objective;
        foreach (var data in Model.Data)
        {
            _inputs[data.Name] = _builder.Add(new InputOp(data.Name, data.Shape), data.Span, data.Name);
        }
    }

    private void LowerBinding(BoundBinding binding)
    {
        if (binding is { Role: Role.Prior, Distribution: null })
        {
            return;
        }

        var container = ModelScope.ContainerOf(binding.Role);
        var region = binding.Role switch
        {
            Role.Encode => Region.Encode,
            Role.Decode => Region.Decode,
            Role.Predict => Region.Predict,
            _ => Region.Prior,
        };
        var lowering = new StageLowering(_builder, container, _layers, reference => Read(reference, region));
        var sources = binding.Sources.Select(reference => Read(reference, region)).ToArray();
        _builder.Region = region;
        var value = sources.Length == 1 ? sources[0] : _builder.Add(new ConcatOp(), binding.Sources[0].Span, "joined", sources);
        value = lowering.Chain(binding.Stages, value);
        if (binding.Distribution is not { } distribution)
        {
            // Every name owns a value of its role, so that the emitted methods can hand each to their caller.
            _functions[binding.Name] = sources.Contains(value)
                ? _builder.Add(new AliasOp(), binding.Sources[0].Span, binding.Name, value)
                : _builder.Name(value, binding.Name);
            return;
        }

        var heads = distribution.Heads.ToDictionary(head => head.Parameter, head => lowering.Chain(head.Stages, value), StringComparer.Ordinal);
        var parameters = new DistributionLowering(_builder, binding.Name, distribution.Span, (name, definition) => Register(container, name, definition));
        var lowered = new IrDistribution(distribution.Entry, distribution.Entry.LowerParameters(parameters, distribution, heads), distribution.Event);
        if (binding.Role == Role.Prior)
        {
            _priors[binding.Name] = lowered;
            return;
        }

        _distributions[binding.Name] = lowered;
        if (binding.Role == Role.Encode)
        {
            _samples[binding.Name] = Draw(binding, distribution, lowered, parameters);
        }
    }

    /// <summary>The draw of a code: inside the encoder where another code reads it, otherwise part of the objective.</summary>
    private IrValue Draw(BoundBinding binding, BoundDistribution distribution, IrDistribution lowered, DistributionLowering lowering)
    {
        var inside = _readByEncoder.Contains(binding.Name);
        _builder.Region = inside ? Region.Encode : Region.Objective;
        if (_draws > 1 && !inside)
        {
            lowered = lowered with { Parameters = [.. lowered.Parameters.Select(p => (p.Name, p.Value.Batch == BatchKind.Examples ? Repeated(p.Value) : p.Value))] };
            _builder.Region = Region.Objective;
        }

        return distribution.Entry.LowerSample(lowering, lowered, inside);
    }

    private IrValue Read(BoundReference reference, Region region)
    {
        var value = ValueOf(reference.Name);
        if (_draws > 1 && region != Region.Encode && value.Batch == BatchKind.Examples)
        {
            value = Repeated(value);
        }

        _builder.Region = region;
        return Model.FindData(reference.Name) is { Classes: > 0 } data
            ? _builder.Add(new OneHotOp(data.Classes), reference.Span, reference.Name + "_onehot", value)
            : value;
    }

    private IrValue Repeated(IrValue value)
    {
        if (!_repeated.TryGetValue(value, out var repeated))
        {
            _builder.Region = Region.Objective;
            repeated = _builder.Add(new DrawsOp(_draws), value.Origin, value.Name + "_draws", value);
            _repeated.Add(value, repeated);
        }

        return repeated;
    }

    private IrValue LowerTerm(BoundTerm term) => term.Entry.Lower(new TermLowering(this, term.Span, term.Name), term);

    private IrLayer Register(string container, string name, LayerDefinition definition)
    {
        var layer = new IrLayer(container, name, definition);
        _layers[(container, name)] = layer;
        return layer;
    }
}
