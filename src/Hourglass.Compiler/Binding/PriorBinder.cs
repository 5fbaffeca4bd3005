using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Catalogue.Priors;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds a prior: a word (<c>prior z ~ normal</c>), or a pipeline from another code.</summary>
internal sealed class PriorBinder(ModelScope model, BindingSyntax syntax, PipelineBinder pipeline)
{
    private string Name => syntax.Name.Text;

    public BoundBinding? Bind()
    {
        var code = model.Bindings.FirstOrDefault(binding => binding.Role == Role.Encode && binding.Name == Name);
        var isQuantised = code?.Stages.LastOrDefault()?.Entry is Catalogue.Stages.Quantize;
        if (code is null || isQuantised)
        {
            if (!model.Broken.Contains(Name))
            {
                model.Report(DomainErrors.PriorDoesNotFit(
                    syntax.Name.Span,
                    $"`{Name}` is {(isQuantised ? "quantised" : "no code")}, so it has no prior",
                    isQuantised
                        ? "leave the prior out: what draws quantised codes is a second model of them, which is trained on their `Indices`"
                        : $"bind it with `encode {Name} ~ … -> normal(20)`, or leave the prior out"));
            }

            return null;
        }

        if (model.Data.Any(data => data.Name == Name) && syntax.Pipeline is not { Start: NameStart { Name: "uniform" }, Stages.Count: 0 })
        {
            model.Report(DomainErrors.PriorDoesNotFit(
                syntax.Pipeline.Span, $"`{Name}` is summed out, with classes that are as likely", $"write `prior {Name} ~ uniform`"));
            return null;
        }

        if (code.Distribution?.Entry is MeanFieldDistribution)
        {
            return OfClasses(code);
        }

        var start = syntax.Pipeline.Start;
        var word = start switch { NameStart name => name.Name, CallStart call => call.Name.Text, _ => "" };
        if (!IsVariable(word) && syntax.Pipeline.Stages.All(stage => BijectionBinder.IsBijection(model, stage)))
        {
            return Standard(word, start, code);
        }

        if (code.Distribution is { } posterior)
        {
            return Pipeline(code, posterior);
        }

        model.Report(DomainErrors.PriorDoesNotFit(
            syntax.Pipeline.Span,
            $"`{Name}` is no random code, so its prior reads no other code",
            $"write `prior {Name} ~ normal`, or bind the code with `encode {Name} ~ … -> normal(20)`"));
        return null;
    }

    /// <summary>Classes whose probabilities have a Dirichlet distribution.</summary>
    private BoundBinding? OfClasses(BoundBinding code)
    {
        var entry = DirichletClasses.Only;
        var (name, given, place) = syntax.Pipeline.Start switch
        {
            CallStart call => (call.Name.Text, call.Arguments, call.Name.Span),
            NameStart start => (start.Name, EquatableArray<Argument>.Empty, start.Span),
            var other => ("", EquatableArray<Argument>.Empty, other.Span),
        };
        if (name != entry.Name || syntax.Pipeline.Stages is not [{ Name.Text: "categorical", Arguments.Count: 0, Body: null }])
        {
            model.Report(DomainErrors.PriorDoesNotFit(
                syntax.Pipeline.Span,
                $"`{Name}` is of `{code.Distribution!.Entry.Name}`, whose classes have probabilities with a Dirichlet distribution",
                $"write `prior {Name} ~ {entry.Name}(concentration: 0.001) -> categorical`"));
            return null;
        }

        return pipeline.BindArguments(entry.Name, entry.Signature, given, place) is { } arguments
            ? new BoundBinding(Role.Prior, Name, syntax.Doc, [], [], null, code.Shape, code.Range, syntax.Name.Span)
            {
                Prior = new BoundPrior(entry, arguments),
            }
            : null;
    }

    private bool IsVariable(string word) => model.Declared.ContainsKey(word) || model.Data.Any(data => data.Name == word);

    private BoundBinding? Standard(string word, PipelineStart start, BoundBinding code)
    {
        var given = start is CallStart { Arguments: var arguments } ? arguments : EquatableArray<Argument>.Empty;
        var place = start is CallStart named ? named.Name.Span : start.Span;
        if (Vocabulary.Priors.TryGetValue(word, out var prior))
        {
            return MadeFor(code, prior, given, place);
        }

        if (!Vocabulary.Distributions.TryGetValue(word, out var entry))
        {
            model.Report(
                NameErrors.UnknownWord("distribution", word, start.Span, Vocabulary.Distributions.Keys.Concat(Vocabulary.Priors.Keys)));
            return null;
        }

        if (!Fits(entry, code, place)
            || pipeline.BindArguments(entry.Name, entry.PriorSignature, given, place) is not { } bound)
        {
            return null;
        }

        // The implied prior adds nothing to the model.
        var implied = entry == code.Distribution?.Entry && given.Count == 0 && syntax.Pipeline.Stages.Count == 0;
        var binding = new BoundBinding(
            Role.Prior,
            Name,
            syntax.Doc,
            [],
            [],
            implied ? null : new BoundDistribution(entry, bound, code.Shape, [], start.Span),
            code.Shape,
            code.Range,
            syntax.Name.Span);
        return implied ? binding : new BijectionBinder(model, pipeline).Bind(binding, [.. syntax.Pipeline.Stages]);
    }

    private static (string Reason, string Help)? OfNoPosterior =>
        ("it is made of the code's distribution, and the code is not random", "write `normal`");

    private BoundBinding? MadeFor(BoundBinding code, PriorEntry entry, EquatableArray<Argument> given, TextSpan place)
    {
        if (syntax.Pipeline.Stages.Count > 0)
        {
            var stage = syntax.Pipeline.Stages[0].Name;
            model.Report(DomainErrors.BijectionOfNothing(stage.Span, stage.Text));
            return null;
        }

        if ((code.Distribution is null ? OfNoPosterior : entry.Refuse(model, code)) is var (reason, help))
        {
            model.Report(DomainErrors.PriorDoesNotFit(place, $"`{entry.Name}` is no prior of `{Name}`: {reason}", help));
            return null;
        }

        return pipeline.BindArguments(entry.Name, entry.Signature, given, place) is { } bound
            ? new BoundBinding(Role.Prior, Name, syntax.Doc, [], [], null, code.Shape, code.Range, syntax.Name.Span)
            {
                Prior = new BoundPrior(entry, bound),
            }
            : null;
    }

    /// <summary>Whether a prior has density wherever its posterior has; a code that is not random is any numbers.</summary>
    private bool Fits(DistributionEntry entry, BoundBinding code, TextSpan place)
    {
        if (code.Distribution is not { } posterior)
        {
            if (entry.Support is Support.Reals or Support.Positive or Support.Unit)
            {
                return true;
            }

            model.Report(DomainErrors.PriorDoesNotFit(
                place,
                $"`{entry.Name}` is no prior of `{Name}`: it lies on {entry.Support.Described()}, and the code is not random but numbers",
                "write `normal`"));
            return false;
        }

        if (entry.Support == posterior.Entry.Support && (entry == posterior.Entry || entry.PriorSignature.Parameters.Count > 0))
        {
            return true;
        }

        model.Report(DomainErrors.PriorDoesNotFit(
            place,
            entry.Support == posterior.Entry.Support
                ? $"`{entry.Name}` is no prior of `{Name}`: it has no parameters that a number can give"
                : $"`{entry.Name}` is no prior of `{Name}`: it lies on {entry.Support.Described()}, and `{posterior.Entry.Name}` on "
                    + posterior.Entry.Support.Described(),
            $"write `{posterior.Entry.Name}`"));
        return false;
    }

    private BoundBinding? Pipeline(BoundBinding code, BoundDistribution posterior)
    {
        if (pipeline.BindStart(syntax.Pipeline.Start) is not var (_, shape, range))
        {
            return null;
        }

        var (before, last, bijections) = BijectionBinder.Split(model, pipeline.AllStages(syntax.Pipeline));
        if (pipeline.BindStages(before, shape, range) is not { } stages)
        {
            return null;
        }

        if (last is null || !Vocabulary.Distributions.TryGetValue(last.Name.Text, out var entry))
        {
            if (bijections.Count > 0)
            {
                model.Report(DomainErrors.BijectionOfNothing(bijections[0].Name.Span, bijections[0].Name.Text));
            }
            else
            {
                model.Report(
                    DomainErrors.NotADistribution(last?.Span ?? syntax.Pipeline.Span, Name, $"end it with `-> {posterior.Entry.Name}`"));
            }

            return null;
        }

        if (!Fits(entry, code, last.Name.Span))
        {
            return null;
        }

        // The prior's event is the code's, so the target's size stands in for d.
        var sized = new BoundData(Name, null, Vocabulary.Domains["real"], 0, code.Shape, false, code.Span);
        var bound = new DistributionBinder(model, pipeline, Role.Prior, syntax, sized).Bind(
            last,
            stages,
            stages.Count > 0 ? stages[stages.Count - 1].Output : shape);
        if (bound?.Distribution is { } own
            && own.Entry == posterior.Entry
            && entry.Disagreement(posterior.Arguments, own.Arguments) is { } reason)
        {
            model.Report(DomainErrors.PriorDoesNotFit(
                last.Span, $"this `{entry.Name}` is no prior of `{Name}`: {reason}", "give both the same"));
            return null;
        }

        return new BijectionBinder(model, pipeline).Bind(bound, bijections);
    }
}
