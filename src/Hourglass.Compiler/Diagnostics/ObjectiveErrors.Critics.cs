using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Diagnostics;

/// <summary>What is wrong with critics.</summary>
public static partial class ObjectiveErrors
{
    internal static Diagnostic IdleCritic(BoundBinding critic) => CriticRule.At(
        critic.Span,
        $"the critic `{critic.Name}` is nobody's: no term plays against it",
        $"add `adversarial(z, critic: {critic.Name})`, or leave it out");

    internal static Diagnostic SecondPlay(BoundBinding critic, BoundTerm second, BoundTerm first) => CriticRule.At(
        second.Span,
        $"two terms play against the critic `{critic.Name}`, which learns to tell apart one pair of things",
        "declare a critic for each") with
    {
        Related = EquatableArray.Of(new RelatedSpan(first.Span, "the first is here")),
    };

    internal static Diagnostic CriticOfBatch(BoundBinding critic, BoundStage stage) => CriticRule.At(
        stage.Span,
        $"the critic `{critic.Name}` judges example by example, and `{stage.Entry.Name}` mixes those of a batch",
        "use `layernorm` or `groupnorm(8)`, or leave it out");

    internal static Diagnostic NoPrior(string name, TextSpan span) => NotRandomCodeRule.At(
        span,
        $"`{name}` is no random code and has no prior, so there is nothing to compare it with",
        "name a code that is bound with `encode z ~ … -> normal(d)`, or give one a prior, `prior z ~ normal`");
}
