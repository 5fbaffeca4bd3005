using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>contractive</c>.</summary>
internal sealed class Contractive : TermEntry
{
    /// <summary>The call that readers of the graph see; what it is called with must carry gradients.</summary>
    internal const string Call = "jacobian_norm";

    public override string Name => "contractive";

    public override string Summary =>
        "The squared Frobenius norm of the code's Jacobian: in closed form for an affine layer under sigmoid, tanh, relu or nothing, "
        + "exactly (a backward pass for each element of the code) for other encoders, estimated with so many random probes where "
        + "that is asked for.";

    public override string Source => "Rifai et al. (2011), equation 7; Hutchinson (1990)";
    public override string Formula => "‖∂h/∂x‖²_F";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("h", ParameterKind.Value),
        new Parameter("probes", ParameterKind.Size, NamedOnly: true, Optional: true));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("h"), term.Arguments.SpanOf("h"));
        if (binding.FindValue(name, span) is null)
        {
            return null;
        }

        if (StagesBehind(binding.Model, name).FirstOrDefault(stage => stage.Entry.IsDerivedOnce) is { } once)
        {
            binding.Report(ObjectiveErrors.NotATerm(
                span,
                $"`{Name}` derives a gradient of `{name}`, and a gradient through `{once.Entry.Name}` cannot be derived again",
                "penalise the code itself instead, with `l2` say, or corrupt the input"));
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

    /// <summary>The data that a code is computed from.</summary>
    private static IEnumerable<string> DataBehind(BoundModel model, string name) => BindingsBehind(model, name)
        .SelectMany(binding => binding.Reads)
        .Select(read => read.Name)
        .Where(read => model.FindData(read) is not null)
        .Distinct();

    /// <summary>The stages that a code is computed by, those of other codes that it is computed from included.</summary>
    private static IEnumerable<BoundStage> StagesBehind(BoundModel model, string name) =>
        BindingsBehind(model, name).SelectMany(binding => binding.AllStages).SelectMany(stage => stage.WithBody);

    private static List<BoundBinding> BindingsBehind(BoundModel model, string name)
    {
        var bindings = new List<BoundBinding>();
        var open = new Stack<string>([name.Split('.')[0]]);
        while (open.Count > 0)
        {
            if (model.Find(open.Pop()) is { Role: Role.Encode } binding && !bindings.Contains(binding))
            {
                bindings.Add(binding);
                binding.Reads.ToList().ForEach(read => open.Push(read.Name));
            }
        }

        return bindings;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        base.Reads(model, term).Concat(DataBehind(model, term.Arguments.Word("h")).Select(TermRead.Value));

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var code = at.Value(term, "h");
        if (!term.Arguments.Has("probes") && ClosedForm(at, code) is { } closed)
        {
            return closed;
        }

        var probes = term.Arguments.Has("probes") ? term.Arguments.Int("probes") : 0;
        return at.DataBehind(code).Select(x => SquaredNorm(at, code, x, probes)).Aggregate((sum, norm) => sum + norm);
    }

    /// <summary>‖∂h/∂x‖²_F: the gradients of every element of h, or of random signs of them, as values that can be derived again.</summary>
    internal static Value SquaredNorm(TermLowering at, Value code, Value x, int probes)
    {
        if (probes == 0)
        {
            return at.Scalar(Call, [code, x], of => OfGradient(of[0], of[1], of[0].UnitRows(), 1));
        }

        var signs = at.Draws
            .Uniform(code, probes)
            .Call("signs", code.Extent with { Rows = code.Extent.Rows * probes }, draw => (2 * draw.IsBelow(0.5)) - 1);
        return at.Scalar(Call, [code, x, signs], of => OfGradient(of[0], of[1], of[2], probes));
    }

    private static Value OfGradient(Value code, Value x, Value directions, int probes) =>
        code.Gradient(directions, x) is { } gradient
            ? gradient.Square().Sum().PerExample(probes * code.Extent.Rows)
            : code.Constant(0);

    /// <summary>Σ_j f'(a_j)² Σ_i W_ji², averaged over the rows (Rifai et al., 2011, equation 7).</summary>
    private static Value? ClosedForm(TermLowering at, Value code)
    {
        var function = (code.Op as MapOp)?.Function;
        var affine = function is null ? code : code.Inputs[0];
        if (affine is not { Shape.IsVector: true, Op: CallOp { Layer: { Definition: LinearLayer linear } layer } }
            || !IsData(at, affine.Inputs[0]))
        {
            return null;
        }

        var squares = at.Weight(layer).Square().Sum(axis: 1).Reshape(linear.Out);
        return function?.Name switch
        {
            null => squares.Sum(),
            "sigmoid" => ((code - code.Square()).Square() * squares).PerExample(),
            "tanh" => ((1 - code.Square()).Square() * squares).PerExample(),
            "relu" => (code.IsAbove(0) * squares).PerExample(),
            _ => null,
        };
    }

    private static bool IsData(TermLowering at, Value value) =>
        at.IsInput(value) || (value.Op is ViewOp && IsData(at, value.Inputs[0]));
}
