using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>contractive</c>.</summary>
public sealed class Contractive : TermEntry
{
    /// <inheritdoc/>
    public override string Name => "contractive";

    /// <inheritdoc/>
    public override string Summary =>
        "The squared Frobenius norm of the code's Jacobian: in closed form for an affine layer under sigmoid, tanh, relu or nothing, exactly (a backward pass for each element of the code) for other encoders, estimated with so many random probes where that is asked for.";

    /// <inheritdoc/>
    public override string Source => "Rifai et al. (2011), equation 7; Hutchinson (1990)";

    /// <inheritdoc/>
    public override string Formula => "‖∂h/∂x‖²_F";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("h", ParameterKind.Value),
        new Parameter("probes", ParameterKind.Size, NamedOnly: true, Optional: true));

    /// <inheritdoc/>
    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("h"), term.Arguments.SpanOf("h"));
        if (binding.FindValue(name, span) is null)
        {
            return null;
        }

        if (binding.Model.Find(name) is { Role: Role.Encode, Distribution: not null })
        {
            return [term with { Arguments = term.Arguments.With("h", name + ".mean", span) }];
        }

        if (binding.Model.Find(name) is { Role: Role.Encode } || name.EndsWith(".mean", StringComparison.Ordinal))
        {
            return [term];
        }

        binding.Report(ObjectiveErrors.NotCode(Name, name, span));
        return null;
    }

    /// <inheritdoc/>
    public override IrValue Lower(TermLowering lowering, BoundTerm term)
    {
        var code = lowering.Value(term.Arguments.Word("h"));
        if (!term.Arguments.Has("probes") && ClosedForm(lowering, code) is { } closed)
        {
            return closed;
        }

        var probes = term.Arguments.Has("probes") ? term.Arguments.Int("probes") : 0;
        var norms = lowering.DataBehind(code).Select(x => lowering.Add(new JacobianNormOp(probes, probes > 0 ? lowering.NextSite() : -1), code, x)).ToArray();
        return norms.Length == 1 ? norms[0] : lowering.Add(new ScalarSumOp(), norms);
    }

    private static IrValue? ClosedForm(TermLowering lowering, IrValue code)
    {
        var elementwise = code.Op as ElementwiseOp;
        if (elementwise is not null and not { Function: "sigmoid" or "tanh" or "relu" })
        {
            return null;
        }

        var affine = elementwise is null ? code : code.Inputs[0];
        return affine.Op is LayerOp { Layer: { Definition: LinearLayer } layer } && affine.Shape.IsVector && IsData(affine.Inputs[0])
            ? lowering.Add(new AffineContractionOp(layer, elementwise?.Function), code)
            : null;
    }

    private static bool IsData(IrValue value) => value.Op switch
    {
        InputOp => true,
        ReshapeOp => IsData(value.Inputs[0]),
        _ => false,
    };
}
