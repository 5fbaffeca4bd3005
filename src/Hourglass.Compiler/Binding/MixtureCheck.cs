using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Catalogue.Methods;
using Hourglass.Compiler.Catalogue.Terms;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>
/// A mixture is a code of <c>mean_field</c>, its prior and its likelihood together: coordinate ascent knows the posterior of that model and
/// of no other.
/// </summary>
internal static class MixtureCheck
{
    /// <summary>Tells the code what its likelihood and its prior say, and the likelihood whose classes it is of.</summary>
    public static void Complete(List<BoundBinding> bindings)
    {
        var code = bindings.FindIndex(binding => binding.Distribution?.Entry is MeanFieldDistribution);
        if (code < 0)
        {
            return;
        }

        var name = bindings[code].Name;
        var prior = bindings.Find(binding => binding.Role == Role.Prior && binding.Name == name)?.Prior;
        var likelihood = bindings.FindIndex(IsLikelihood);
        bindings[code] = With(bindings[code], arguments => arguments
            .With(MeanFieldDistribution.Concentration, prior?.Arguments.Number("concentration") ?? DefaultConcentration)
            .With(
                MeanFieldDistribution.Covariance,
                likelihood < 0 ? "full" : bindings[likelihood].Distribution!.Arguments.Word("variance")));
        if (likelihood >= 0)
        {
            bindings[likelihood] = With(bindings[likelihood], arguments => arguments.With(NormalDistribution.OfCode, name));
        }
    }

    /// <summary>What keeps a model from being a mixture, or from being trained as one.</summary>
    public static IEnumerable<Diagnostic> Errors(BoundModel model)
    {
        var ascends = model.Training.Phases.Any(phase => phase.Method?.Entry is CoordinateAscent);
        var likelihood = model.Bindings.FirstOrDefault(IsLikelihood);
        var code = model.Mixture;
        if (code is null && likelihood is null && !ascends)
        {
            return [];
        }

        var span = (code ?? likelihood)?.Distribution?.Span ?? model.Training.Phases[0].Span;
        return WhyNot(model, code, likelihood, ascends) is { } why ? [TrainingErrors.NoMixture(span, why)] : [];
    }

    private const double DefaultConcentration = 0.001;

    private static string? WhyNot(BoundModel model, BoundBinding? code, BoundBinding? likelihood, bool ascends) => (code, likelihood) switch
    {
        (null, _) => "no code is bound by `mean_field`",
        (_, null) => "no likelihood has `prior: wishart`",
        _ when model.Bindings.FirstOrDefault(other => other != code && other != likelihood && other.Role != Role.Prior) is { } more =>
            $"`{more.Name}` is bound besides",
        _ when code.Stages.Count > 0 || code.Sources.Count > 1 => $"something stands before the `mean_field` of `{code.Name}`",
        _ when code.Sources[0].Name != likelihood.Name =>
            $"`{code.Name}` is of `{code.Sources[0].Name}`, and `{likelihood.Name}` is decoded",
        _ when likelihood.Stages.Count > 0 || likelihood.Sources.Count > 1 =>
            $"something stands before the `normal` of `{likelihood.Name}`",
        _ when !likelihood.Shape.IsVector => $"`{likelihood.Name}` is no vector",
        _ when model.FindData(likelihood.Name) is { Optional: true } => $"elements of `{likelihood.Name}` may be missing",
        _ when !ascends || model.Training.Phases.Count > 1 => "its one phase is not by `method: coordinate_ascent`",
        _ when model.Objectives.Any(objective => objective.Terms.Any(term => term.Entry is not MeanFieldBound)) =>
            "it minimizes something else than `elbo`",
        _ when model.Terms.Any(term => term.Weight != BoundWeight.One) => "its `elbo` has a weight",
        _ => null,
    };

    private static bool IsLikelihood(BoundBinding binding) => binding is { Role: Role.Decode, Distribution: { } distribution }
        && distribution.Entry is NormalDistribution && NormalDistribution.HasPrior(distribution.Arguments);

    private static BoundBinding With(BoundBinding binding, Func<BoundArguments, BoundArguments> add) =>
        binding with { Distribution = binding.Distribution! with { Arguments = add(binding.Distribution.Arguments) } };
}
