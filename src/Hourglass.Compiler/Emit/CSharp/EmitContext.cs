using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.Diagrams;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>What all parts of the emitter share: the program, its regions, and the names of its members.</summary>
internal sealed class EmitContext
{
    private readonly Dictionary<Layer, string> _layerFields = [];
    private readonly HashSet<(Region Region, string Name)> _named;
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _codeProperties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _outputProperties = new(StringComparer.Ordinal);
    private readonly Dictionary<Value, int> _uses = [];
    private readonly Dictionary<Value, RegionPlan> _plans = [];
    private readonly Lazy<Dictionary<(string Container, string? Layer), TextSpan>> _spans;
    private readonly Lazy<string> _diagram;

    public EmitContext(ModelGraph program)
    {
        Program = program;
        _spans = new(SpansOfLayers);
        _diagram = new(() => DiagramText.Of(DiagramBuilder.Of(Model, Program)));
        LatentClasses = program.Model.LatentClasses?.Name;
        _named =
        [
            .. program.Values.Where(value => value.IsNamed).Select(value => (value.Region, value.Name)),
            .. program.Objectives
                .SelectMany(objective => objective.Terms.Concat(objective.CriticTerms))
                .Select(term => (Region.Objective, term.Term.Name))
        ];
        Codes = [.. Model.Bindings.Where(binding => binding.Role == Role.Encode)];
        Decoded = [.. OutputsOf(Role.Decode)];
        Predicted = [.. OutputsOf(Role.Predict)];
        var read = Graphs.Behind(program.Trained.Concat(program.LogWeights is { } all ? [all] : []));
        Encode = Plan(read, Region.Encode, "RunEncoder", Codes);
        Decode = Plan(read, Region.Decode, "RunDecoder", Decoded);
        Predict = Plan(read, Region.Predict, "RunPredictor", Predicted);
        var ofPriors = RegionPlanner.ReadElsewhere(read, Region.Prior);
        Priors = program.Priors.ToDictionary(
            prior => prior.Key,
            prior => PlanOfPrior(ofPriors, prior.Key, prior.Value),
            StringComparer.Ordinal);
        Scores = program.Scores.ToDictionary(score => score.Key, score => PlanOfScore(read, score.Key.Critic, score.Value));
        foreach (var plan in Plans)
        {
            foreach (var value in plan.Body.Concat(plan.Tails))
            {
                _plans[value] = plan;
            }
        }

        NameMembers();
        CountUses();
        var names = new Identifiers(ReservedNames.ObjectiveNames);
        Objectives = [.. program.Objectives.Select(objective => new EmittedObjective(objective, names, ReadByObjective))];
        LikelihoodData = ReadByObjective(Graphs.Behind(program.LogWeights is { } weights ? [weights] : []));
        Definition = DefinitionText.Of(Model);
        FirstWeight = Program.Layers
            .Where(layer => layer.Definition.HasWeights || layer.Definition is ParameterLayer)
            .OrderBy(layer => layer.Definition is RecurrentLayer or AttentionLayer)
            .FirstOrDefault() is { } layer
            ? MemberOf(layer, layer.Definition.Parameters[0].Member)
            : program.Layers.FirstOrDefault(other => other.Definition is MixtureLayer) is { } mixture
                ? MemberOf(mixture, MixtureLayer.Mean)
                : null;
    }

    public ModelGraph Program { get; }

    public BoundModel Model => Program.Model;

    /// <summary>The classes that are a code where they are missing, by name; null where there are none.</summary>
    public string? LatentClasses { get; }

    public IReadOnlyList<BoundBinding> Codes { get; }

    public IReadOnlyList<BoundBinding> Decoded { get; }

    public IReadOnlyList<BoundBinding> Predicted { get; }

    public RegionPlan Encode { get; }

    public RegionPlan Decode { get; }

    public RegionPlan Predict { get; }

    /// <summary>
    /// A plan for each prior that is not standard, by the code's name: who asks for one prior does not have what others need.
    /// </summary>
    public IReadOnlyDictionary<string, RegionPlan> Priors { get; }

    /// <summary>A plan for each call of a critic; those of one critic are calls of one method.</summary>
    public IReadOnlyDictionary<(string Critic, Region Place), RegionPlan> Scores { get; }

    /// <summary>The method of each critic, as the model's own steps call it.</summary>
    public IEnumerable<(string Critic, RegionPlan Plan)> Critics =>
        Scores.Where(score => score.Key.Place == Region.Critic).Select(score => (score.Key.Critic, score.Value));

    private IEnumerable<RegionPlan> Plans => [Encode, Decode, Predict, .. Priors.Values, .. Scores.Values];

    /// <summary>The plan of the method that computes a value outside of the objective.</summary>
    public RegionPlan PlanOf(Value value) => _plans[value];

    /// <summary>
    /// A weight of the model as its methods write it: its type and its place are the whole model's; null where there is none.
    /// </summary>
    public string? FirstWeight { get; }

    /// <summary>The model in the words of the language.</summary>
    public IReadOnlyList<string> Definition { get; }

    /// <summary>What is minimized: the model's own objective, and behind it those of phases.</summary>
    public IReadOnlyList<EmittedObjective> Objectives { get; }

    /// <summary>The data that an estimate of the likelihood reads, in the order of declaration.</summary>
    public IReadOnlyList<BoundData> LikelihoodData { get; }

    public string FieldOf(Layer layer) => _layerFields[layer];

    /// <summary>The layer as the model's methods write it, <c>Encoder.Dense1</c>.</summary>
    public string PathOf(Layer layer) => $"{Identifiers.PascalOf(layer.Container)}.{_layerFields[layer]}";

    /// <summary>Whether a value is a part of one that readers meet by the same name.</summary>
    public bool IsPart(Value value) => !value.IsNamed && _named.Contains((value.Region, value.Name));

    /// <summary>How the methods reach a parameter, by its key.</summary>
    public string ParameterOf(string key) => _parameters[key];

    private string MemberOf(Layer layer, string member) =>
        member.Length == 0 ? PathOf(layer) : $"{PathOf(layer)}.{layer.Definition.Member(member)}";

    public string CodeProperty(string name) => _codeProperties[name];

    public string OutputProperty(string name) => _outputProperties[name];

    /// <summary>The two results of a call, null for one that is in no graph.</summary>
    public IReadOnlyList<Value?> ItemsOf(Value call)
    {
        var items = Program.Values.Where(value => value.Op is ItemOp && value.Inputs[0] == call).ToArray();
        return [.. new[] { 0, 1 }.Select(index => items.FirstOrDefault(item => ((ItemOp)item.Op).Index == index))];
    }

    public int UsesOf(Value value) => _uses.TryGetValue(value, out var count) ? count : 0;

    /// <summary>The values that a binding publishes.</summary>
    public IReadOnlyList<Value> ValuesOf(BoundBinding binding) => binding.Distribution is null
        ? [Program.Functions[binding.Name]]
        : [.. Program.Distributions[binding.Name].Parameters.Select(parameter => parameter.Value)];

    /// <summary>The C# type of what a binding gives.</summary>
    public static string TypeOf(BoundBinding binding) =>
        binding.Distribution is { } distribution ? FlowText.TypeOf(distribution.RuntimeType, distribution.Bijections.Count) : "Tensor";

    private IEnumerable<BoundBinding> OutputsOf(Role role)
    {
        var bindings = Model.Bindings.Where(binding => binding.Role == role).ToArray();
        var objective = Model.AllTerms.SelectMany(term => term.Entry.Signature.Parameters
            .Where(p => p.Kind is ParameterKind.Value && term.Arguments.Has(p.Name))
            .Select(p => term.Arguments.Word(p.Name))).ToArray();
        return bindings.Where(binding => binding.Distribution is not null
            || objective.Contains(binding.Name, StringComparer.Ordinal)
            || !bindings.Any(other => other.Reads.Any(reference => reference.Name == binding.Name)));
    }

    /// <summary>The text of the model's diagram.</summary>
    public string Diagram => _diagram.Value;

    /// <summary>Where the stage is written that owns a layer; nowhere for what no stage owns.</summary>
    public TextSpan SpanOf(Layer layer) => _spans.Value.TryGetValue((layer.Container, layer.Name), out var span) ? span : default;

    private Dictionary<(string Container, string? Layer), TextSpan> SpansOfLayers()
    {
        var spans = new Dictionary<(string Container, string? Layer), TextSpan>();
        foreach (var stage in Model.Bindings.SelectMany(binding => binding.AllStages).SelectMany(stage => stage.WithBody))
        {
            if (!spans.ContainsKey((stage.Container, stage.LayerName)))
            {
                spans.Add((stage.Container, stage.LayerName), stage.Span);
            }
        }

        return spans;
    }

    /// <summary>Whether an input of a region is what a variable stands for.</summary>
    public bool Represents(Value input, string variable)
    {
        var value = input.Op is RepeatOp ? input.Inputs[0] : input;
        if (Program.Inputs.TryGetValue(variable, out var data) && value == data)
        {
            return true;
        }

        if (Program.Samples.TryGetValue(variable, out var sample) && value == sample)
        {
            return true;
        }

        if (variable == LatentClasses && value == Program.Latent)
        {
            return true;
        }

        if (Program.Functions.TryGetValue(variable, out var function) && value == function)
        {
            return true;
        }

        var dot = variable.IndexOf('.');
        return dot > 0
            && Program.Distributions.TryGetValue(variable.Substring(0, dot), out var distribution)
            && distribution[variable.Substring(dot + 1)] == value;
    }

    /// <summary>Changes the values that the objective uses to those that are behind them anywhere.</summary>
    private IReadOnlyList<BoundData> ReadByObjective(HashSet<Value> read)
    {
        RegionPlan[] callersFirst = [.. Scores.Values, Predict, Decode, .. Priors.Values, Encode];
        foreach (var plan in callersFirst.Where(plan => plan.Body.Any(read.Contains)))
        {
            read.UnionWith(Graphs.Behind(plan.Inputs));
        }

        return [.. Model.Data.Where(data => read.Contains(Program.Inputs[data.Name]))];
    }

    private RegionPlan Plan(HashSet<Value> used, Region region, string method, IReadOnlyList<BoundBinding> bindings) =>
        RegionPlanner.Plan(region, RegionPlanner.ReadElsewhere(used, region), method, [.. bindings.SelectMany(ValuesOf)]);

    private RegionPlan PlanOfPrior(HashSet<Value> readElsewhere, string code, Density prior)
    {
        var parameters = prior.Parameters.Select(parameter => parameter.Value).ToArray();
        var method = Program.Priors.Count == 1 ? "RunPrior" : "RunPriorOf" + Identifiers.PascalOf(code);
        return RegionPlanner.Plan(Region.Prior, readElsewhere, method, parameters, Graphs.Behind(parameters));
    }

    private RegionPlan PlanOfScore(HashSet<Value> read, string critic, Value score)
    {
        var critics = Program.Scores.Keys.Select(key => key.Critic).Distinct().Count();
        var method = critics == 1 ? "RunCritic" : "RunCritic" + Identifiers.PascalOf(critic);
        Value[] published = [.. Program.Features[(critic, score.Region)], score];
        return RegionPlanner.Plan(
            score.Region, RegionPlanner.ReadElsewhere(read, score.Region), method, published, Graphs.Behind(published));
    }

    private void NameMembers()
    {
        foreach (var group in Program.Layers.GroupBy(layer => layer.Container))
        {
            var fields = new Identifiers(ReservedNames.Module);
            foreach (var layer in group)
            {
                _layerFields[layer] = fields.Pascal(layer.Name);
                foreach (var parameter in layer.Definition.Parameters.Concat(layer.Definition.Buffers))
                {
                    _parameters[layer.KeyOf(parameter.Member)] = MemberOf(layer, parameter.Member);
                }
            }
        }

        Name(Codes.Select(code => code.Name), _codeProperties);
        Name(Decoded.Concat(Predicted).Select(output => output.Name), _outputProperties);
    }

    private static void Name(IEnumerable<string> names, Dictionary<string, string> properties)
    {
        var identifiers = new Identifiers(ReservedNames.Record);
        foreach (var name in names)
        {
            properties[name] = identifiers.Pascal(name);
        }
    }

    private void CountUses()
    {
        var live = Graphs.Behind(
            Program.Trained
                .Concat(Encode.Outputs)
                .Concat(Decode.Outputs)
                .Concat(Predict.Outputs)
                .Concat(Priors.Values.Concat(Scores.Values).SelectMany(plan => plan.Outputs)));
        foreach (var input in live.SelectMany(value => value.Inputs))
        {
            _uses[input] = UsesOf(input) + 1;
        }
    }
}
