using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Emit;

/// <summary>
/// A bound model in the words of the language: what is computed, and nothing of how it was written. Constants and parameters have become
/// numbers, blocks, repeats and mirrors their stages; arguments stand in the signature's order, and those that have their defaults are left
/// out. Two texts that give the same lines are trained alike, and a checkpoint of one may go on with the other.
/// </summary>
internal static class DefinitionText
{
    /// <summary>A line for each data variable, binding and term, and one for the draws of codes.</summary>
    /// <param name="model">A model without errors.</param>
    public static IReadOnlyList<string> Of(BoundModel model) =>
    [
        .. model.Data.Select(Data),
        .. model.Bindings.Where(binding => !IsStandardPrior(binding)).Select(Binding),
        .. model.Terms.Select(Term),
        .. model.CriticTerms.Select(term => "critic, " + Term(term)),
        .. model.Objectives.Skip(1).SelectMany(Objective),
        .. model.Training.Phases.Where(phase => phase.Corrupt.Count > 0).Select(Corrupted),
        .. model.Bindings.Any(binding => binding is { Role: Role.Encode, Distribution: not null }) ? new[] { Draws(model.Sampling) } : [],
    ];

    /// <summary>Parts of a model as a setting has them: one by itself, several in brackets.</summary>
    public static string Words(BoundParts parts) => List(parts.Parts.Select(part => part.Word));

    /// <summary>A corruption.</summary>
    public static string Noise(BoundNoise noise) => Value(noise);

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 1 ? all[0] : $"[{string.Join(", ", all)}]";
    }

    private static IEnumerable<string> Objective(BoundObjective objective) =>
    [
        .. objective.Layer is { } layer
            ? layer.Model.Bindings.Select(
                binding => $"phase {objective.Name}, below {layer.Encoder.Name}.{layer.Label}: {Binding(binding)}")
            : [],
        .. objective.Terms.Select(term => $"phase {objective.Name}, {Term(term)}"),
        .. objective.CriticTerms.Select(term => $"phase {objective.Name}, critic, {Term(term)}"),
    ];

    private static string Corrupted(BoundPhase phase) =>
        $"{(phase.Name.Length == 0 ? "" : $"phase {phase.Name}, ")}corrupt {Noise(phase.Corrupt[0])}";

    /// <summary>A line for what each phase's step does beyond the gradients.</summary>
    public static IEnumerable<string> Steps(BoundModel model) => model.Training.Phases.Select(phase => string.Join(" ", new[]
    {
        $"train {phase.Name}".TrimEnd(),
        phase.Objective > 0 ? $"objective {NumberText.Of(phase.Objective)}" : null,
        phase.Parts is { } parts
            ? $"{(parts.AreFixed ? "freeze" : "update")} {List(parts.Parts.Select(part => $"{part.Container}.{part.Layer}"))}"
            : null,
        string.Join(", ", phase.Turns.Select(turn => Call(turn.Optimizer, turn.Arguments))),
        $"clip {(phase.Clip is { } clip ? $"{(clip.IsNorm ? "norm" : "value")} {Number(clip.Limit)}" : "none")}",
        phase.Accumulate > 1 ? "accumulated" : null,
    }.OfType<string>()));

    /// <summary>It holds as well where it is not written.</summary>
    private static bool IsStandardPrior(BoundBinding binding) => binding is { Role: Role.Prior, Distribution: null, Prior: null };

    internal static string Data(BoundData data) =>
        $"data {data.Name}{(data.Optional ? "?" : "")}: {data.Stored.Name}{(data.Classes > 0 ? $"({NumberText.Of(data.Classes)})" : "")}"
        + (data.Shape.Rank > 0 ? data.Shape.InBrackets() : "")
        + string.Concat(data.Preparations.Select(preparation => " -> " + Call(preparation.Entry, preparation.Arguments)));

    private static string Binding(BoundBinding binding)
    {
        var names = string.Join(", ", binding.Sources.Select(Source));
        var parts = binding.Stages.Select(Stage);
        if (binding.Sources.Count > 0)
        {
            parts = parts.Prepend(binding.Concatenates ? $"concat({names})" : names);
        }

        if (binding.Prior is { } prior)
        {
            parts = parts.Append(Call(prior.Entry, prior.Arguments));
        }

        if (binding.Distribution is { } distribution)
        {
            parts = parts.Append(Distribution(binding.Role, distribution)).Concat(distribution.Bijections.Select(Bijection));
        }

        return $"{AeKeywords.Of(binding.Role)} {binding.Name} {(binding.Distribution is null ? '=' : '~')} {string.Join(" -> ", parts)}";
    }

    internal static string Source(BoundReference source) => source.IsPresence ? Presence.Of(source.Name) : source.Name;

    private static string Stage(BoundStage stage) => Head(stage) + (stage.Body.Count > 0 ? $" {{ {Chain(stage.Body)} }}" : "");

    /// <summary>A stage without what it encloses.</summary>
    internal static string Head(BoundStage stage)
    {
        // The name of a layer is the name of its weights.
        var label = stage.Label is not null && stage.LayerName is { } layer ? layer + ": " : "";
        return label + Call(stage.Entry, stage.Entry.Written(stage));
    }

    internal static string Bijection(BoundBijection bijection) =>
        (bijection.Label is null ? "" : bijection.LayerName + ": ") + Call(bijection.Entry, bijection.Arguments);

    private static string Chain(IEnumerable<BoundStage> stages) => string.Join(" -> ", stages.Select(Stage));

    internal static string Distribution(Role role, BoundDistribution distribution)
    {
        // Elsewhere the event is given by what the distribution is of, and may be written again.
        var arguments = role == Role.Encode ? distribution.Arguments : distribution.Arguments.Without("d");
        var text = Call(distribution.Entry, arguments);
        return distribution.Heads.All(IsPlain)
            ? text
            : $"{text} {{ {string.Join(", ", distribution.Heads.Select(head => $"{head.Parameter}: {Chain(head.Stages)}"))} }}";
    }

    /// <summary>
    /// Whether a head is the one that the event's shape asks for: a dense layer, or a convolution of width 1. Behind a mirror, it can be
    /// another.
    /// </summary>
    private static bool IsPlain(BoundHead head)
    {
        var (first, shape) = (head.Stages[0], head.Stages[0].Output);
        var text = Stage(first);
        return (text == $"dense({NumberText.Of(shape[shape.Rank - 1])})" || text == $"conv({NumberText.Of(shape[0])}, 1)")
            && head.Stages.Skip(1).All(stage => stage.Entry is Reshape);
    }

    private static string Term(BoundTerm term) => $"minimize {term.Name}: {Weight(term.Weight)} * {Call(term.Entry, term.Arguments)}";

    private static string Draws(Sampling sampling) => $"draws {NumberText.Of(sampling.Draws)}{(sampling.Score ? " by score" : "")}";

    private static string Weight(BoundWeight weight)
    {
        var factor = Number(weight.Factor);
        return weight.Schedule is not { } schedule ? factor
            : weight.Factor == 1 ? Call(schedule, weight.ScheduleArguments)
            : $"{factor} * {Call(schedule, weight.ScheduleArguments)}";
    }

    /// <summary>A word with its arguments; what an entry has set beyond its signature comes last.</summary>
    internal static string Call(CatalogueEntry entry, BoundArguments arguments)
    {
        var parameters = entry.Signature.Parameters;
        var given = parameters
            .Where(parameter => arguments.Has(parameter.Name) && !HasDefault(parameter, arguments.Value(parameter.Name)))
            .Select(parameter => (parameter.NamedOnly ? parameter.Name + ": " : "") + Value(parameter, arguments.Value(parameter.Name)));
        var set = arguments.Known
            .Where(name => parameters.All(parameter => parameter.Name != name))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => $"{name}: {Value(arguments.Value(name))}");
        string[] all = [.. given, .. set];
        return all.Length == 0 ? entry.Name : $"{entry.Name}({string.Join(", ", all)})";
    }

    internal static bool HasDefault(Parameter parameter, object value) =>
        parameter.Default is { } text && Value(ArgumentValues.Default(parameter, text)) == Value(value);

    private static string Value(Parameter parameter, object value) =>
        parameter.Kind == ParameterKind.Axes && value is IReadOnlyList<int> ? $"({Value(value)})" : Value(value);

    private static string Value(object value) => value switch
    {
        double number => Number(number),
        bool flag => flag ? "true" : "false",
        string word => word,
        BoundActivation { Parameter: var slope } activation when double.IsNaN(slope) || slope == activation.Entry.DefaultParameter =>
            activation.Entry.Name,
        BoundActivation activation => $"{activation.Entry.Name}({Number(activation.Parameter)})",
        BoundNoise noise => $"{noise.Entry.Name}({Number(noise.Level)})",
        Shape shape => shape.InBrackets(),
        IReadOnlyList<int> sizes => string.Join(", ", sizes.Select(size => NumberText.Of(size))),
        IReadOnlyList<(string Name, TextSpan Span)> names => string.Join(", ", names.Select(name => name.Name)),
        _ => throw new ArgumentException($"There is no text for {value.GetType().Name}.", nameof(value)),
    };

    /// <summary>Zero has one text.</summary>
    private static string Number(double number) => number == 0 ? "0" : NumberText.Of(number);
}
