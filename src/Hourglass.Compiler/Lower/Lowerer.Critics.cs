using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Lower;

/// <summary>Critics: each is asked about several values, by calls of one method.</summary>
internal sealed partial class Lowerer
{
    private readonly Dictionary<(string Critic, CriticPlace Place), Value> _scores = [];
    private readonly Dictionary<(string Critic, string Label, Region Region), Value> _features = [];
    private readonly Dictionary<string, CriticSides> _sides = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sitesOfCritics = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CriticSides SidesOf(TermLowering at, string critic)
    {
        if (!_sides.TryGetValue(critic, out var sides))
        {
            var play = Model.Terms.First(term => (term.Entry as IPlaysCritic)?.CriticOf(term.Arguments) == critic);
            var scope = _build.Scope;
            _build.Scope = critic;
            sides = ((IPlaysCritic)play.Entry).Sides(at, play);
            _build.Scope = scope;
            _sides.Add(critic, sides);
        }

        return sides;
    }

    /// <inheritdoc/>
    public Value ScoreOf(string critic, string reads, Value value, CriticPlace place)
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

        var score = _build.FromSite(site, () => LowerCritic(binding, reads, value, RegionOf(place)));
        (_build.Region, _build.Origin, _build.Scope) = outer;
        _scores.Add((critic, place), score);
        return score;
    }

    /// <inheritdoc/>
    public Value FeatureOf(string critic, string label, string reads, Value value, CriticPlace place)
    {
        ScoreOf(critic, reads, value, place);
        return _features[(critic, label, RegionOf(place))];
    }

    /// <summary>Whether a term asks for what a labelled stage of a critic gives.</summary>
    private bool IsFeature(string critic, string label) => Model.Terms.Any(term => term.Entry is Catalogue.Terms.FeatureError
        && term.Arguments.Word("critic") == critic
        && term.Arguments.Word("layer") == label);

    private static Region RegionOf(CriticPlace place) => place switch
    {
        CriticPlace.Model => Region.Critic,
        CriticPlace.Given => Region.CriticOfGiven,
        CriticPlace.Made => Region.CriticOfMade,
        CriticPlace.Other => Region.CriticOfOther,
        _ => Region.CriticBetween,
    };

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
            if (stage.Label is { } label && IsFeature(binding.Name, label))
            {
                _features[(binding.Name, label, region)] = score;
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
