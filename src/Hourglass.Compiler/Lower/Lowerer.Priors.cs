using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Lower;

/// <summary>Priors that read no other code.</summary>
internal sealed partial class Lowerer
{
    /// <summary>A prior that reads no other code; the standard one is not there.</summary>
    private void LowerPriorWord(BoundBinding binding)
    {
        if (binding is { Distribution: null, Prior: null })
        {
            return;
        }

        var code = Model.Bindings.First(other => other.Role == Role.Encode && other.Name == binding.Name);
        (_build.Region, _build.Origin, _build.Scope) = (Region.Prior, binding.Span, binding.Name);
        var at = new PriorLowering(
            _build,
            binding.Name,
            (name, definition) => Register(ModelScope.ContainerOf(Role.Prior), name, definition),
            code.Sources[0],
            inputs => EncodedBy(code, inputs),
            LayerOfCode);
        _priors[binding.Name] = binding.Prior is { } prior
            ? prior.Entry.Lower(at, _distributions[binding.Name], prior.Arguments)
            : binding.Distribution!.Entry.LowerPrior(at, PosteriorOf(code, binding.Distribution), binding.Distribution.Arguments) with
            {
                Flow = FlowOf(binding.Distribution),
            };
        _build.Scope = null;
    }

    /// <summary>The distribution of a code; of one that is not random, what its prior needs to know: the event.</summary>
    private Density PosteriorOf(BoundBinding code, BoundDistribution prior) =>
        _distributions.TryGetValue(code.Name, out var posterior) ? posterior : new Density(prior.Entry, [], code.Shape);

    /// <summary>The distribution of a code where its pipeline begins with other values, as a part of the prior.</summary>
    private Density EncodedBy(BoundBinding code, Value inputs)
    {
        _build.Region = Region.Prior;
        var lowering = new StageLowering(_build, ModelScope.ContainerOf(Role.Encode), _layers, [], _ => inputs, value => value);
        var value = lowering.Chain(code.Stages, inputs);
        var (distribution, container) = (code.Distribution!, ModelScope.ContainerOf(Role.Encode));
        var heads = distribution.Heads.ToDictionary(
            head => head.Parameter,
            head => lowering.Chain(head.Stages, value),
            StringComparer.Ordinal);
        var parameters = ParametersOf(code.Name, container, value);
        return new Density(distribution.Entry, distribution.Entry.LowerParameters(parameters, distribution, heads), distribution.Event);
    }
}
