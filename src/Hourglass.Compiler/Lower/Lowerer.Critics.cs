using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Lower;

/// <summary>Critics: each is asked about several values, by calls of one method.</summary>
internal sealed partial class Lowerer
{
    private readonly Dictionary<(string Critic, Region Place), Value> _scores = [];
    private readonly Dictionary<(string Critic, string Label, Region Region), Value> _labelled = [];
    private readonly HashSet<(string Critic, string Label)> _features = [];
    private readonly Dictionary<string, CriticSides> _sides = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sitesOfCritics = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CriticSides SidesOf(TermLowering at, string critic)
    {
        if (!_sides.TryGetValue(critic, out var sides))
        {
            var play = Model.AllTerms.First(term => term.Critic == critic);
            var scope = _build.Scope;
            _build.Scope = critic;
            sides = ((IPlaysCritic)play.Entry).Sides(at, play);
            _build.Scope = scope;
            _sides.Add(critic, sides);
        }

        return sides;
    }

    /// <inheritdoc/>
    public Value ScoreOf(string critic, string reads, Value value, Region place)
    {
        if (_scores.TryGetValue((critic, place), out var known))
        {
            return known;
        }

        var binding = Model.Find(critic)!;
        var outer = (_build.Region, _build.Origin, _build.Scope);
        if (!_sitesOfCritics.TryGetValue(critic, out var site))
        {
            _sitesOfCritics.Add(critic, site = _build.Sites);
        }

        var score = _build.FromSite(site, () => LowerCritic(binding, reads, value, place));
        (_build.Region, _build.Origin, _build.Scope) = outer;
        _scores.Add((critic, place), score);
        return score;
    }

    /// <summary>What stages of critics give that terms ask for, in every call: a method gives the same wherever it is called.</summary>
    private ILookup<(string Critic, Region Place), Value> Features => _labelled
        .Where(value => _features.Contains((value.Key.Critic, value.Key.Label)))
        .ToLookup(value => (value.Key.Critic, value.Key.Region), value => value.Value);

    /// <inheritdoc/>
    public Value FeatureOf(string critic, string label, string reads, Value value, Region place)
    {
        ScoreOf(critic, reads, value, place);
        _features.Add((critic, label));
        return _labelled[(critic, label, place)];
    }

    /// <summary>The critic's pipeline, a value in the place of one that it reads.</summary>
    private Value LowerCritic(BoundBinding binding, string reads, Value value, Region region)
    {
        Value Given(BoundReference reference) =>
            reference.Name == reads && !reference.IsPresence ? value : Read(reference, region).RepeatTo(value);
        var lowering = new StageLowering(
            _build, ModelScope.ContainerOf(Role.Critic), _layers, _kept, Given, given => Repeated(given, region));
        _build.Scope = null;
        var sources = binding.Sources.Select(Given).ToArray();
        (_build.Region, _build.Origin) = (region, binding.Sources[0].Span);
        var score = sources.Length == 1 ? sources[0] : _build.Name(ValueShapes.Join(sources), "joined");
        foreach (var stage in binding.Stages)
        {
            score = lowering.Chain([stage], score);
            if (stage.Label is { } label)
            {
                _labelled[(binding.Name, label, region)] = score;
            }
        }

        _build.Origin = binding.Span;
        return _build.Name(score, binding.Name + SuffixOf(region), isBinding: true);
    }

    private static string SuffixOf(Region region) => region switch
    {
        Region.Critic => "",
        Region.CriticOfGiven => "_of_given",
        Region.CriticOfMade => "_of_made",
        Region.CriticOfOther => "_of_other",
        _ => "_between",
    };

    private Value LowerCriticTerm(BoundTerm term)
    {
        (_build.Region, _build.Origin, _build.Scope) = (Region.Objective, term.Span, term.Name);
        var at = new TermLowering(_build, this);
        var value = term.Entry is IPlaysCritic plays ? plays.LowerForCritic(at, term) : term.Entry.Lower(at, term);
        _build.Scope = null;
        return value;
    }
}
