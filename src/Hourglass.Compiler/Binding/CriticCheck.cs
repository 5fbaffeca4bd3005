using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>
/// Whether each critic plays against one term, by stages that judge example by example, and each prior of a code that is not random has a
/// term that draws the code to it. Only for models whose parts are all known.
/// </summary>
internal static class CriticCheck
{
    public static IEnumerable<Diagnostic> Errors(BoundModel model) => model.Bindings.Select(binding => binding.Role switch
    {
        Role.Critic => OfCritic(model, binding),
        Role.Prior => OfPrior(model, binding),
        _ => null,
    }).OfType<Diagnostic>();

    private static Diagnostic? OfCritic(BoundModel model, BoundBinding critic)
    {
        var plays = model.AllTerms.Where(term => term.Critic == critic.Name).ToArray();
        if (plays.Length == 0)
        {
            return ObjectiveErrors.IdleCritic(critic);
        }

        if (plays.Length > 1)
        {
            return ObjectiveErrors.SecondPlay(critic, plays[1], plays[0]);
        }

        return critic.Stages.SelectMany(stage => stage.WithBody).FirstOrDefault(stage => stage.Entry.LeastBatch(stage) > 1) is { } spread
            ? ObjectiveErrors.CriticOfBatch(critic, spread)
            : null;
    }

    private static Diagnostic? OfPrior(BoundModel model, BoundBinding prior)
    {
        var drawn = model.Find(prior.Name) is { Distribution: not null }
            || model.AllTerms.Any(term => term.Entry.IsDivergence
                && term.Entry.Signature.Parameters.FirstOrDefault() is { Kind: ParameterKind.Value } first
                && term.Arguments.Word(first.Name) == prior.Name);
        return drawn
            ? null
            : DomainErrors.PriorDoesNotFit(
                prior.Span,
                $"`{prior.Name}` is no random code, and no term draws it to a prior",
                $"add `mmd({prior.Name})`, bind it with `encode {prior.Name} ~ … -> normal(20)`, or leave the prior out");
    }
}
