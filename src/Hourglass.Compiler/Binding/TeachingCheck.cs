using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>
/// Warns of an objective from which the model, or a part of it, learns nothing. Only for models without errors: these would have a hand in
/// it.
/// </summary>
internal static class TeachingCheck
{
    public static IEnumerable<Diagnostic> Warnings(BoundModel model)
    {
        var reached = Reached(model);
        var regularised = SpokenOf(model, model.AllTerms.Where(term => term.Entry.IsDivergence || term.Entry.IsForeign));
        var spokenOf = SpokenOf(model, model.AllTerms.Where(term => !term.Entry.IsDivergence));
        var readers = model.Bindings
            .SelectMany(
                binding => binding.Reads.Select(read => Variables.BaseOf(read.Name)).Distinct()
                    .Select(name => (Name: name, Binding: binding)))
            .ToLookup(pair => pair.Name, pair => pair.Binding, StringComparer.Ordinal);
        return model.AllTerms
            .Where(term => ComparesDataAlone(model, term))
            .Select(term => ObjectiveErrors.DataAlone(term.Entry.Name, term.Span))
            .Concat(model.AllTerms
                .Where(term => IsZero(term.Weight) && !term.Entry.IsFigure)
                .Select(term => ObjectiveErrors.ZeroWeight(term.Name, term.Span)))
            .Concat(Endless(model).Distinct())
            .Concat(model.Bindings.Where(binding => IsDecoder(binding) && !reached.Contains(binding)).Select(ObjectiveErrors.Unreached))
            .Concat(model.Bindings.Where(binding => HasUntrainedCodes(model, binding)).Select(ObjectiveErrors.UntrainedCodes))
            .Concat(model.Bindings.Where(code => IsUnregularised(model, code, reached, regularised)).Select(ObjectiveErrors.MissingKl))
            .Concat(model.Bindings.Where(code => IsUnused(code, readers, spokenOf)).Select(ObjectiveErrors.UnusedCode));
    }

    private static bool IsDecoder(BoundBinding binding) => binding.Role is Role.Decode or Role.Predict;

    /// <summary>Whether all that a term speaks of is data: its value does not depend on a weight.</summary>
    private static bool ComparesDataAlone(BoundModel model, BoundTerm term)
    {
        var values = VariablesOf(model, term).ToArray();
        return values.Length > 0
            && values.All(name => model.FindData(name) is not null && (model.Find(name) is null || !SpeaksOfBinding(term)));
    }

    /// <summary>Of data that have a likelihood, an <c>nll</c> means the likelihood; an error of two values means the data.</summary>
    private static bool SpeaksOfBinding(BoundTerm term) =>
        term.Entry is Catalogue.Terms.VariationalBound
        || term.Entry.Signature.Parameters.Count(
            parameter => parameter is { Kind: ParameterKind.Value, NamedOnly: false } && term.Arguments.Has(parameter.Name)) == 1;

    private static IEnumerable<string> VariablesOf(BoundModel model, BoundTerm term) => term.Entry is Catalogue.Terms.VariationalBound
        ? model.Bindings
            .Where(binding => binding is { Role: Role.Encode or Role.Decode, Distribution: not null })
            .Select(binding => binding.Name)
        : term.Entry.Signature.Parameters
            .Where(parameter => parameter is { Kind: ParameterKind.Value or ParameterKind.ValueOrWeights, NamedOnly: false }
                && term.Arguments.Has(parameter.Name))
            .Select(parameter => term.Arguments.Word(parameter.Name));

    private static bool IsZero(BoundWeight weight) =>
        weight.Factor == 0 || (weight.Schedule is { } schedule && schedule.IsZero(weight.ScheduleArguments));

    /// <summary>A weight that moves longer than the phases that minimize its objective take.</summary>
    private static IEnumerable<Diagnostic> Endless(BoundModel model) => model.Objectives.SelectMany((objective, i) =>
    {
        var epochs = model.Training.Phases.Where(phase => phase.Objective == i).Sum(phase => phase.Epochs);
        return objective.Terms
            .Where(term => term.Weight.EndsAfter > epochs)
            .Select(term => ObjectiveErrors.EndlessSchedule(
                term.Weight.Schedule!.Name, term.Weight.EndsAfter!.Value, epochs, term.Weight.ScheduleSpan));
    });

    /// <summary>The bindings that the terms are computed from.</summary>
    private static HashSet<BoundBinding> Reached(BoundModel model)
    {
        var reached = new HashSet<BoundBinding>();
        var open = new Stack<string>(model.AllTerms.SelectMany(
            term => VariablesOf(model, term)
                .Where(name => model.FindData(name) is null || SpeaksOfBinding(term))
                .Select(Variables.BaseOf)));
        var bindings = model.Bindings.ToLookup(binding => binding.Name, StringComparer.Ordinal);
        while (open.Count > 0)
        {
            foreach (var binding in bindings[open.Pop()].Where(reached.Add))
            {
                // Where a pipeline reads data that have a likelihood, it reads the data.
                foreach (var read in binding.Reads.Where(read => model.FindData(read.Name) is null))
                {
                    open.Push(Variables.BaseOf(read.Name));
                }
            }
        }

        return reached;
    }

    /// <summary>The variables that some terms speak of.</summary>
    private static HashSet<string> SpokenOf(BoundModel model, IEnumerable<BoundTerm> terms) =>
        new(terms.SelectMany(term => VariablesOf(model, term)).Select(Variables.BaseOf), StringComparer.Ordinal);

    private static bool IsUnregularised(BoundModel model, BoundBinding code, HashSet<BoundBinding> reached, HashSet<string> regularised) =>
        code is { Role: Role.Encode, Distribution: not null }
        && !regularised.Contains(code.Name)
        && reached.Contains(code)
        && model.AllTerms.Any(term => term.Entry is Catalogue.Terms.NegativeLogLikelihood);

    /// <summary>Whether nothing but a divergence speaks of a code.</summary>
    private static bool IsUnused(BoundBinding code, ILookup<string, BoundBinding> readers, HashSet<string> spokenOf) =>
        code.Role == Role.Encode && !spokenOf.Contains(code.Name) && readers[code.Name].All(reader => reader == code);

    /// <summary>Whether a pipeline quantises to codes that neither averages move nor a term.</summary>
    private static bool HasUntrainedCodes(BoundModel model, BoundBinding binding) =>
        binding.Stages.SelectMany(stage => stage.Body.Prepend(stage)).Any(stage =>
            stage.Entry is Catalogue.Stages.Quantize
            && !Catalogue.Stages.Quantize.IsAveraged(stage)
            && !model.AllTerms.Any(term => term.Entry is Catalogue.Terms.Commitment
                && term.Arguments.Word("q") == binding.Name
                && Catalogue.Terms.QuantisationTerm.StageOf(model, binding.Name) == stage));
}
