using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>Takes the terms of an objective apart into primitives that have derivative rules.</summary>
internal sealed class TermExpansion(StepBuilder build, StageExpansion stages)
{
    private const double LogTwoPi = 1.8378770664093453;

    /// <summary>Keeps the logarithm of a probability finite, as the runtime's <c>Labels</c> and <c>Penalty</c> do.</summary>
    private const double Margin = 1e-12;

    /// <summary>The largest mean activation below 1 in single precision, as the runtime's <c>Penalty</c> has it.</summary>
    private const double BelowOne = 1 - 6e-8;

    public StepValue Expand(IrValue value)
    {
        StepValue In(int index) => stages[value.Inputs[index]];
        return value.Op switch
        {
            ErrorOp op => Error(op, In(0), In(1)),
            NormalNllOp => Half(build.Plus(Deviation(In(2), In(0), In(1)), build.Shift(In(1), LogTwoPi)), In(0)),
            CategoricalNllOp op => ClassEntropy(build.Add(new NormalizedExpOp(Log: true), value.Name, In(0)), In(1), op.Missing, Reduction.Sum),
            CategoricalCrossEntropyOp { OfLogarithms: true } op => ClassEntropy(In(0), In(1), op.Missing, op.Reduction),
            CategoricalCrossEntropyOp op => ClassEntropy(build.Map(Functions.Log, build.Map(Functions.AtLeastOf, In(0), Margin)), In(1), op.Missing, op.Reduction),
            StandardNormalKlOp => Half(build.Shift(build.Minus(build.Plus(Squared(In(0)), Exp(In(1))), In(1)), -1), In(0)),
            NormalKlOp => Half(
                build.Shift(
                    build.Plus(
                        build.Minus(In(3), In(1)),
                        build.Times(build.Plus(Exp(In(1)), Squared(build.Minus(In(0), In(2)))), Exp(build.Scale(In(3), -1)))),
                    -1),
                In(0)),
            SampledNormalKlOp => SampledKl(value),
            PenaltyOp op => PerRow(build.Map(op.Squared ? Functions.Square : Functions.Abs, In(0)), In(0)),
            WeightPenaltyOp op => WeightPenalty(op),
            SparsityOp op => Sparsity(op, In(0)),
            AffineContractionOp op => Contraction(op, In(0)),
            JacobianNormOp op => Jacobian(op, In(0), In(1)),
            ScalarSumOp => value.Inputs.Select(input => stages[input]).Aggregate(build.Plus),
            _ => throw new UnderivedException($"the primitive {value.Op}"),
        };
    }

    private StepValue Squared(StepValue x) => build.Map(Functions.Square, x);

    private StepValue Exp(StepValue x) => build.Map(Functions.Exp, x);

    /// <summary>(x - mean)² / variance.</summary>
    private StepValue Deviation(StepValue x, StepValue mean, StepValue logVar) =>
        build.Times(Squared(build.Minus(x, mean)), Exp(build.Scale(logVar, -1)));

    /// <summary>Half the sum over the event, averaged over the rows of a value.</summary>
    private StepValue Half(StepValue summands, StepValue rows) => build.Scale(PerRow(summands, rows), 0.5);

    /// <summary>The sum over the event, averaged over the rows of a value.</summary>
    private StepValue PerRow(StepValue summands, StepValue rows) =>
        build.Scale(build.SumAll(build.Expand(summands, Broadcasting.Join([summands.Extent, rows.Extent]))), Factor.PerExample * (1.0 / rows.Extent.Rows));

    private StepValue Error(ErrorOp op, StepValue value, StepValue target)
    {
        var errors = op.Kind switch
        {
            ErrorKind.Squared => Squared(build.Minus(value, target)),
            ErrorKind.Absolute => build.Map(Functions.Abs, build.Minus(value, target)),
            ErrorKind.CrossEntropy => build.Add(new EntropyOp(), value.Name, value, target),
            _ => build.Add(new LogitsEntropyOp(), value.Name, value, target),
        };
        var sum = PerRow(errors, errors);
        return op.Reduction == Reduction.Mean ? build.Scale(sum, 1.0 / errors.Extent.Count) : sum;
    }

    /// <summary>-Σ log p of the classes; where some are missing, averaged over the examples (or elements) that have them.</summary>
    private StepValue ClassEntropy(StepValue logarithms, StepValue classes, bool missing, Reduction reduction)
    {
        var picked = build.Times(build.Add(new OneHotStepOp(logarithms.Extent.Shape[0]), classes.Name + "_onehot", classes), logarithms);
        if (!missing)
        {
            var sum = build.Scale(PerRow(picked, picked), -1);
            return reduction == Reduction.Mean ? build.Scale(sum, 1.0 / classes.Extent.Count) : sum;
        }

        var present = build.SumAll(build.Add(new PresentOp(AnyOfRow: reduction == Reduction.Sum), classes.Name + "_present", build.RepeatTo(classes, picked)));
        return build.Scale(build.Over(build.SumAll(picked), build.Map(Functions.AtLeastOf, present, 1)), -1);
    }

    private StepValue SampledKl(IrValue value)
    {
        StepValue In(int index) => stages[value.Inputs[index]];
        var prior = value.Inputs.Count == 3 ? Squared(In(0)) : build.Plus(Deviation(In(0), In(3), In(4)), In(4));
        return Half(build.Minus(prior, build.Plus(Deviation(In(0), In(1), In(2)), In(2))), In(0));
    }

    private StepValue WeightPenalty(WeightPenaltyOp op) => op.Layers.Count == 0
        ? build.Fill(Factor.Of(0), Extent.Scalar)
        : op.Layers
            .Select(layer => build.SumAll(build.Map(op.Squared ? Functions.Square : Functions.Abs, stages.Weight(layer, ShapeOf(layer)))))
            .Aggregate(build.Plus);

    private static Shape ShapeOf(IrLayer layer) => layer.Definition switch
    {
        LinearLayer linear => Shape.Of(linear.Out, linear.In),
        ConvLayer conv => Shape.Of([conv.Out, conv.In, .. Enumerable.Repeat(conv.Kernel, conv.Rank)]),
        ConvTransposeLayer conv => Shape.Of([conv.In, conv.Out, .. Enumerable.Repeat(conv.Kernel, conv.Rank)]),
        _ => throw new UnderivedException($"a penalty on the weights of {layer.Definition}"),
    };

    /// <summary>Σ KL(Bernoulli(rate) ‖ Bernoulli(ρ)), ρ the mean activation of each unit over the batch.</summary>
    private StepValue Sparsity(SparsityOp op, StepValue h)
    {
        var mean = build.Scale(build.Sum(h, h.Extent with { Rows = 0 }), Factor.PerExample * (1.0 / h.Extent.Rows));
        var kept = build.Map(Functions.AtMostOf, build.Map(Functions.AtLeastOf, mean, Margin), BelowOne);
        var entropy = (op.Rate > 0 ? op.Rate * Math.Log(op.Rate) : 0) + ((1 - op.Rate) * Math.Log(1 - op.Rate));
        var on = build.Scale(build.Map(Functions.Log, kept), -op.Rate);
        var off = build.Scale(build.Map(Functions.Log1P, build.Scale(kept, -1)), op.Rate - 1);
        return build.Shift(build.SumAll(build.Plus(on, off)), entropy * mean.Extent.Count);
    }

    /// <summary>Σ_j f'(a_j)² Σ_i W_ji², averaged over the rows (Rifai et al., 2011, equation 7).</summary>
    private StepValue Contraction(AffineContractionOp op, StepValue h)
    {
        var layer = (LinearLayer)op.Layer.Definition;
        var squares = build.View(build.Sum(Squared(stages.Weight(op.Layer, ShapeOf(op.Layer))), Extent.Of(0, layer.Out, 1)), Extent.Of(0, layer.Out));
        var slopes = op.Function switch
        {
            "sigmoid" => Squared(build.Minus(h, Squared(h))),
            "tanh" => Squared(build.Shift(build.Scale(Squared(h), -1), 1)),
            "relu" => build.Map(Functions.Above, h),
            _ => null,
        };
        return slopes is null ? build.SumAll(squares) : PerRow(build.Times(slopes, squares), h);
    }

    /// <summary>‖∂h/∂x‖²_F: the gradients of every element of h, or of random signs of them (Hutchinson, 1990), as values that can be derived again.</summary>
    private StepValue Jacobian(JacobianNormOp op, StepValue h, StepValue x)
    {
        var times = op.Probes > 0 ? op.Probes : checked((int)h.Extent.Count);
        var directions = op.Probes > 0 ? Signs(op, h) : build.Add(new UnitRowsOp(h.Extent.Shape), h.Name + "_units");
        var gradient = ReverseMode.Gradients(build, [(h, directions)], [x])[0];
        var rows = Factor.PerExample * (op.Probes > 0 ? 1.0 / times : 1);
        return gradient is null ? build.Fill(Factor.Of(0), Extent.Scalar) : build.Scale(build.SumAll(Squared(gradient)), rows);
    }

    private StepValue Signs(JacobianNormOp op, StepValue h)
    {
        var draw = stages.Draw(op.Site, DrawKind.Uniform, h.Extent with { Rows = h.Extent.Rows * op.Probes });
        return build.Shift(build.Scale(build.Map(Functions.Below, draw, 0.5), 2), -1);
    }
}
