using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Methods;

/// <summary>The method <c>recirculation</c>.</summary>
internal sealed class Recirculation : MethodEntry
{
    public override string Name => "recirculation";

    public override string Summary =>
        "Activities go round the loop of one hidden layer twice, and a weight learns from how its target changes: no gradient is passed "
        + "back. `regression` is the share of the former activity that stays. Optimizers other than gradient descent by `rate` have no "
        + "part in it. The cosine between its direction and the gradient is reported beside the terms.";

    public override string Source => "Hinton and McClelland (1988), equations 1 to 5";
    public override bool HasDirections => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.05"),
        new Parameter("regression", ParameterKind.Fraction, "0.75"));

    internal override IReadOnlyList<PhaseDraft>? Bind(MethodBinding at)
    {
        if (at.Settings.FirstOrDefault(setting => setting is "optimizer" or "update" or "freeze" or "accumulate") is { } other)
        {
            at.Report(TrainingErrors.BesideMethod(at.Draft.Span, Name, other));
            return null;
        }

        if (WhyNot(at.Bindings) is { } why)
        {
            at.Report(TrainingErrors.NoLoop(at.Draft.Span, why));
            return null;
        }

        var rate = new BoundArguments().With("rate", at.Arguments.Number("rate")).With("momentum", 0.0);
        var turn = new BoundTurn(Vocabulary.Optimizers["sgd"], rate);
        return [at.Draft with { Phase = at.Draft.Phase with { Turns = EquatableArray.Of(turn) } }];
    }

    /// <summary>y2 = λ x + (1 - λ) y, h3 = λ h + (1 - λ) h(y2); ΔV = (x - y2) hᵀ, ΔW = (h - h3) y2ᵀ.</summary>
    public override IReadOnlyList<Direction> Lower(MethodLowering at)
    {
        var (encoder, decoder) = (Way(at.Model.Bindings, Role.Encode), Way(at.Model.Bindings, Role.Decode));
        var kept = at.Arguments.Number("regression");
        var (x, h) = (at.Value(encoder.Sources[0].Name), at.Value(encoder.Name));
        var back = at.Name((kept * x) + ((1 - kept) * at.Value(decoder.Name)), "back");
        var again = at.Name((kept * h) + ((1 - kept) * at.Through(encoder, back)), "again");
        var (ofVisible, ofHidden) = (at.Name(back - x, "of_visible"), at.Name(again - h, "of_hidden"));
        var (up, down) = (encoder.Stages[0], decoder.Stages[0]);
        var upward = at.MeanProduct(ofHidden, back);
        if (down.Entry is not Transpose)
        {
            return [.. Of(up, upward, ofHidden), .. Of(down, at.MeanProduct(ofVisible, h), ofVisible)];
        }

        // The same weights learn from both.
        var bias = new Direction(at.Weight(down, "", ModelScope.BiasSuffix), ofVisible.MeanOverBatch());
        return [.. Of(up, upward + at.MeanProduct(h, ofVisible), ofHidden), bias];

        IEnumerable<Direction> Of(BoundStage stage, Value weight, Value change)
        {
            yield return new Direction(at.Weight(stage, "weight"), weight);
            if (!stage.Arguments.Has("bias") || stage.Arguments.Flag("bias"))
            {
                yield return new Direction(at.Weight(stage, "bias"), change.MeanOverBatch());
            }
        }
    }

    /// <summary>What keeps a model from being a loop of one hidden layer, in words; null where it is one.</summary>
    private static string? WhyNot(IReadOnlyList<BoundBinding> bindings)
    {
        var encoders = bindings.Where(binding => binding.Role == Role.Encode).ToArray();
        var decoders = bindings.Where(binding => binding.Role == Role.Decode).ToArray();
        return (encoders, decoders) switch
        {
            ([], _) or ([_, _, ..], _) => "it has not one encoder",
            (_, []) or (_, [_, _, ..]) => "it has not one decoder",
            _ when encoders[0].Distribution is not null || decoders[0].Distribution is not null => "its values are drawn",
            _ when !IsOneLayer(encoders[0], stage => stage.Entry is Dense) => "its encoder is more than one dense layer",
            _ when !IsOneLayer(decoders[0], IsWayBack) => "its decoder is more than one dense layer, or its transpose",
            _ when encoders[0].Sources.Count != 1 || decoders[0].Sources is not [{ Name: var read }] || read != encoders[0].Name =>
                "the loop reads something else besides",
            _ when decoders[0].Shape != encoders[0].Stages[0].Input => "what comes back has another shape than what went in",
            _ => null,
        };

        bool IsWayBack(BoundStage stage) => stage.Entry is Dense || (stage.Entry is Transpose && stage.Tied == encoders[0].Stages[0]);
    }

    private static bool IsOneLayer(BoundBinding binding, Func<BoundStage, bool> isLayer) => binding.Stages.Count > 0
        && isLayer(binding.Stages[0])
        && binding.Stages.Skip(1).All(stage => stage.Entry is ActivationEntry)
        && binding.Stages[0].Input.IsVector;

    private static BoundBinding Way(IReadOnlyList<BoundBinding> bindings, Role role) => bindings.First(binding => binding.Role == role);
}
