using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>gradient_penalty</c>.</summary>
internal sealed class GradientPenalty : TermEntry
{
    public override string Name => "gradient_penalty";

    public override string Summary =>
        "The squared Frobenius norm of the Jacobian of what is decoded, by the codes: of reconstructions, and of the means of likelihoods. "
        + "Estimated with so many random probes, without bias.";

    public override string Source => "Ghosh et al. (2020), section 3.1; Hutchinson (1990)";
    public override string Formula => "‖∂y/∂z‖²_F";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("part", ParameterKind.Word, Words: EquatableArray.Of("decode")),
        new Parameter("probes", ParameterKind.Size, "1", NamedOnly: true));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        if (Pairs(binding.Model).Any())
        {
            return [term];
        }

        if (!binding.AnyBroken)
        {
            binding.Report(ObjectiveErrors.Unfit(
                term.Span,
                $"`{Name}` takes what a decoder makes of codes, and the model has no `decode`",
                "bind one, `decode y = z -> …`"));
        }

        return null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) => Pairs(model)
        .SelectMany(pair => new[] { TermRead.Made(model, pair.Output.Name), TermRead.Value(pair.Code) });

    public override Value Lower(TermLowering at, BoundTerm term) => Pairs(at.Model)
        .Select(pair => Contractive.SquaredNorm(at, Decoded(at, pair.Output), at.Value(pair.Code), term.Arguments.Int("probes")))
        .Aggregate((sum, norm) => sum + norm);

    /// <summary>What is decoded, with each code that it reads.</summary>
    private static IEnumerable<(BoundBinding Output, string Code)> Pairs(BoundModel model) => model.Bindings
        .Where(binding => binding.Role == Role.Decode)
        .SelectMany(binding => binding.Reads.Select(read => read.Name)
            .Distinct()
            .Where(name => model.Bindings.Any(code => code.Role == Role.Encode && code.Name == name))
            .Select(name => (binding, name)));

    private static Value Decoded(TermLowering at, BoundBinding output)
    {
        if (output.Distribution is null)
        {
            return at.Value(output.Name);
        }

        var density = at.Distribution(output.Name);
        return density.Through(density.Entry.Mean(density));
    }
}
