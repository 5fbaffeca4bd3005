using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds a prior: the standard one (<c>prior z ~ normal</c>), or a pipeline from another code.</summary>
internal sealed class PriorBinder(ModelScope model, BindingSyntax syntax, PipelineBinder pipeline)
{
    private string Name => syntax.Name.Text;

    public BoundBinding? Bind()
    {
        var code = model.Bindings.FirstOrDefault(binding => binding.Role == Role.Encode && binding.Name == Name);
        if (code?.Distribution is not { } posterior)
        {
            if (!model.Broken.Contains(Name) && !(code is not null && model.HasCritic))
            {
                model.Report(DomainErrors.PriorDoesNotFit(
                    syntax.Name.Span,
                    $"`{Name}` is no random code, so it has no prior",
                    $"bind it with `encode {Name} ~ … -> normal(20)`, or leave the prior out"));
            }

            return null;
        }

        var start = syntax.Pipeline.Start;
        var word = start switch { NameStart name => name.Name, CallStart call => call.Name.Text, _ => "" };
        if (syntax.Pipeline.Stages.Count == 0 && !IsVariable(word))
        {
            return Standard(word, start, code, posterior);
        }

        return Pipeline(code, posterior);
    }

    private bool IsVariable(string word) => model.Declared.ContainsKey(word) || model.Data.Any(data => data.Name == word);

    private BoundBinding? Standard(string word, PipelineStart start, BoundBinding code, BoundDistribution posterior)
    {
        if (model.ReportPlanned(start is CallStart call ? call.Name.Span : start.Span, model.Report, word, PlannedKind.Distribution))
        {
            return null;
        }

        if (!Vocabulary.Distributions.TryGetValue(word, out var entry))
        {
            model.Report(NameErrors.UnknownWord("distribution", word, start.Span, Vocabulary.Distributions.Keys));
            return null;
        }

        if (entry != posterior.Entry || start is CallStart { Arguments.Count: > 0 })
        {
            model.Report(DomainErrors.PriorDoesNotFit(
                start.Span,
                entry == posterior.Entry
                    ? $"a prior without a pipeline is the standard `{entry.Name}`"
                    : $"`{entry.Name}` is no prior of `{Name}`, which is `{posterior.Entry.Name}`",
                $"write `prior {Name} ~ {posterior.Entry.Name}`"));
            return null;
        }

        // The implied prior: nothing to add to the model.
        return new BoundBinding(Role.Prior, Name, syntax.Doc, [], [], null, code.Shape, code.Range, syntax.Name.Span);
    }

    private BoundBinding? Pipeline(BoundBinding code, BoundDistribution posterior)
    {
        if (pipeline.BindStart(syntax.Pipeline.Start) is not var (_, shape, range))
        {
            return null;
        }

        var all = pipeline.AllStages(syntax.Pipeline);
        var last = all.LastOrDefault();
        if (pipeline.BindStages(all.Take(Math.Max(0, all.Count - 1)), shape, range) is not { } stages)
        {
            return null;
        }

        if (last is null || !Vocabulary.Distributions.TryGetValue(last.Name.Text, out var entry))
        {
            if (last is null || !model.ReportPlanned(last.Name.Span, model.Report, last.Name.Text, PlannedKind.Distribution))
            {
                model.Report(
                    DomainErrors.NotADistribution(last?.Span ?? syntax.Pipeline.Span, Name, $"end it with `-> {posterior.Entry.Name}`"));
            }

            return null;
        }

        if (entry != posterior.Entry)
        {
            model.Report(DomainErrors.PriorDoesNotFit(
                last.Name.Span,
                $"`{entry.Name}` is no prior of `{Name}`, which is `{posterior.Entry.Name}`",
                $"end it with `-> {posterior.Entry.Name}`"));
            return null;
        }

        // The prior's event is the code's, so the target's size stands in for d.
        var sized = new BoundData(Name, null, Vocabulary.Domains["real"], 0, code.Shape, false, code.Span);
        return new DistributionBinder(model, pipeline, Role.Prior, syntax, sized).Bind(
            last,
            stages,
            stages.Count > 0 ? stages[stages.Count - 1].Output : shape);
    }
}
