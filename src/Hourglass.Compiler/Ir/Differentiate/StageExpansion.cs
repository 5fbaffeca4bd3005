using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>Takes the graph's layers, functions and draws apart into primitives that have derivative rules.</summary>
internal sealed class StageExpansion(StepBuilder build, BoundModel model)
{
    /// <summary>What PyTorch adds to a variance before it takes its root.</summary>
    private const double VarianceMargin = 1e-5;

    private readonly Dictionary<IrValue, StepValue> _values = [];
    private readonly List<RunningAverage> _averages = [];

    public IReadOnlyList<RunningAverage> Averages => _averages;

    public StepValue this[IrValue value] => _values[value];

    public void Set(IrValue value, StepValue expanded) => _values[value] = expanded;

    public StepValue Weight(IrLayer layer, Shape shape) => Parameter(LayerKeys.Weight(layer), shape);

    public StepValue Expand(IrValue value)
    {
        StepValue In(int index) => _values[value.Inputs[index]];
        return value.Op switch
        {
            InputOp op => build.Add(new DataOp(op.Field, op.Shape, model.FindData(op.Field)!.Classes > 0), op.Field),
            OneHotOp op => build.Add(new OneHotStepOp(op.Classes), value.Name, In(0)),
            LayerOp op => Layer(value, op, In(0)),
            TiedOp op => Tied(value, op, In(0)),
            ParameterOp op => Parameter(op.Layer.Path, ((ParameterLayer)op.Layer.Definition).Shape),
            ConstantOp op => build.Fill(Factor.Of(op.Value), Extent.Scalar),
            ElementwiseOp op => build.Map(
                Functions.Find(op.Function) ?? throw new UnderivedException($"the function {op.Function}"),
                In(0),
                double.IsNaN(op.Parameter) ? 0 : op.Parameter,
                value.Name),
            SoftmaxOp => build.Add(new NormalizedExpOp(Log: false), value.Name, In(0)),
            LogSoftmaxOp => build.Add(new NormalizedExpOp(Log: true), value.Name, In(0)),
            LogSigmoidOp => build.Scale(build.Map(Functions.Softplus, build.Scale(In(0), -1), name: value.Name), -1),
            ReshapeOp op => build.View(In(0), In(0).Extent with { Shape = op.Shape }, value.Name),
            ConcatOp => build.Add(new JoinOp(), value.Name, [.. value.Inputs.Select(input => _values[input])]),
            AliasOp => In(0),
            AddOp => build.Add(new PlusOp(), value.Name, In(0), In(1)),
            PoolOp { Max: true } op => build.Add(new MaxPoolOp(op.Kernel, op.Rest, op.Output), value.Name, In(0)),
            PoolOp op => AveragePool(op, In(0)),
            UpsampleOp op => build.Add(new EnlargeOp(op.Linear, op.Output), value.Name, In(0)),
            PadOp op => build.Embed(In(0), [0, .. op.Amounts.Select(amount => amount.Before)], value.Shape),
            CropOp op => build.Cut(In(0), value.Shape.Dimensions.Select(_ => 0), op.Output),
            DropoutOp op => Dropout(op, In(0)),
            CorruptOp op => Corrupt(op, In(0)),
            DrawsOp op => build.Repeat(In(0), op.Count),
            NormalSampleOp op => build.Add(
                new PlusOp(),
                value.Name,
                In(0),
                build.Times(build.Map(Functions.Exp, build.Scale(In(1), 0.5), name: value.Name + "_deviation"), Draw(op.Site, DrawKind.Normal, In(0).Extent))),
            _ => throw new UnderivedException($"the primitive {value.Op}"),
        };
    }

    public StepValue Draw(int site, DrawKind kind, Extent extent) =>
        build.Add(new DrawOp(site, kind, extent), kind == DrawKind.Normal ? "normal" : "uniform");

    /// <summary>The mean of a row's or a channel's elements: those that a smaller extent leaves out.</summary>
    private StepValue Mean(StepValue x, Extent extent)
    {
        var each = (double)x.Extent.Count / extent.Count;
        return build.Scale(build.Sum(x, extent), extent.HasRows ? Factor.Of(1 / each) : Factor.PerExample * (1 / (each * x.Extent.Rows)));
    }

    private StepValue Parameter(string key, Shape shape) =>
        build.Add(new WeightOp(key, shape), key.Replace('.', '_'));

    private StepValue Layer(IrValue value, LayerOp op, StepValue x) => op.Layer.Definition switch
    {
        LinearLayer layer => Dense(value, op, layer, x),
        ConvLayer layer => Biased(
            build.Add(new ConvOp(new ConvSizes(x.Extent.Shape, op.Output, layer.Kernel, layer.Stride, layer.Padding)), value.Name, x, Weight(op.Layer, new ConvSizes(x.Extent.Shape, op.Output, layer.Kernel, layer.Stride, layer.Padding).Weights)),
            layer.Bias ? LayerKeys.Bias(op.Layer) : null),
        ConvTransposeLayer layer => Biased(
            Transposed(value, op.Layer, new ConvSizes(op.Output, x.Extent.Shape, layer.Kernel, layer.Stride, layer.Padding), x),
            layer.Bias ? LayerKeys.Bias(op.Layer) : null),
        BatchNormLayer layer => BatchNorm(op, layer, x),
        LayerNormLayer layer => LayerNorm(op, layer, x),
        _ => throw new UnderivedException($"the layer {op.Layer.Definition}"),
    };

    private StepValue Transposed(IrValue value, IrLayer layer, ConvSizes sizes, StepValue x) =>
        build.Add(new ConvInputOp(sizes), value.Name, x, Weight(layer, sizes.Weights));

    /// <summary>Rows of vectors; the dimensions before the last one become rows.</summary>
    private StepValue Dense(IrValue value, LayerOp op, LinearLayer layer, StepValue x)
    {
        var weight = Weight(op.Layer, Shape.Of(layer.Out, layer.In));
        var rows = AsRows(x);
        var product = build.MatMul(rows, false, weight, true, value.Name);
        var sum = layer.Bias ? build.Add(new PlusOp(), value.Name, product, Parameter(LayerKeys.Bias(op.Layer), Shape.Of(layer.Out))) : product;
        return build.View(sum, x.Extent with { Shape = op.Output }, value.Name);
    }

    private StepValue AsRows(StepValue x)
    {
        var width = x.Extent.Shape[x.Extent.Shape.Rank - 1];
        return build.View(x, Extent.Of(checked((int)(x.Extent.PerExample / width)), width));
    }

    private StepValue Tied(IrValue value, TiedOp op, StepValue x)
    {
        var bias = ((ParameterLayer)op.Bias.Definition).Shape[0];
        if (op.Layer.Definition is ConvLayer conv)
        {
            return Biased(Transposed(value, op.Layer, new ConvSizes(op.Output, x.Extent.Shape, conv.Kernel, conv.Stride, op.Padding), x), op.Bias.Path);
        }

        var layer = (LinearLayer)op.Layer.Definition;
        var product = build.MatMul(AsRows(x), false, Weight(op.Layer, Shape.Of(layer.Out, layer.In)), false, value.Name);
        return build.View(
            build.Add(new PlusOp(), value.Name, product, Parameter(op.Bias.Path, Shape.Of(bias))),
            x.Extent with { Shape = op.Output },
            value.Name);
    }

    /// <summary>Adds a bias to each channel.</summary>
    private StepValue Biased(StepValue map, string? key) => key is null
        ? map
        : build.Add(new PlusOp(), map.Name, map, PerChannel(Parameter(key, Shape.Of(map.Extent.Shape[0])), map));

    private StepValue PerChannel(StepValue vector, StepValue map) =>
        build.View(vector, Extent.Of(0, [vector.Extent.Shape[0], .. map.Extent.Shape.Spatial.Select(_ => 1)]));

    private StepValue BatchNorm(LayerOp op, BatchNormLayer layer, StepValue x)
    {
        var channels = Extent.Of(0, [layer.Channels, .. x.Extent.Shape.Spatial.Select(_ => 1)]);
        var mean = Mean(x, channels);
        var centred = build.Minus(x, mean);
        var variance = Mean(build.Map(Functions.Square, centred), channels);
        _averages.Add(new RunningAverage(op.Layer.Path, mean, variance, checked((int)(x.Extent.PerExample / layer.Channels))));
        var normal = build.Times(centred, build.Map(Functions.RSqrt, build.Shift(variance, VarianceMargin)));
        var scaled = build.Times(normal, PerChannel(Weight(op.Layer, Shape.Of(layer.Channels)), x));
        return build.Plus(scaled, PerChannel(Parameter(LayerKeys.Bias(op.Layer), Shape.Of(layer.Channels)), x));
    }

    private StepValue LayerNorm(LayerOp op, LayerNormLayer layer, StepValue x)
    {
        var rows = x.Extent with { Shape = new Shape(x.Extent.Shape.Dimensions.Select(_ => 1).ToEquatable()) };
        var centred = build.Minus(x, Mean(x, rows));
        var variance = Mean(build.Map(Functions.Square, centred), rows);
        var normal = build.Times(centred, build.Map(Functions.RSqrt, build.Shift(variance, VarianceMargin)));
        return build.Plus(build.Times(normal, Weight(op.Layer, layer.Shape)), Parameter(LayerKeys.Bias(op.Layer), layer.Shape));
    }

    /// <summary>Each window's elements become dimensions of their own, and are averaged.</summary>
    private StepValue AveragePool(PoolOp op, StepValue x)
    {
        var sizes = op.Output.Spatial.ToArray();
        var whole = Shape.Of([op.Output[0], .. sizes.Select(size => size * op.Kernel)]);
        var start = whole.Dimensions.Select(_ => 0);
        var fitted = op.Rest ? build.Embed(x, start, whole) : build.Cut(x, start, whole);
        var windows = build.View(fitted, x.Extent with { Shape = Shape.Of([op.Output[0], .. sizes.SelectMany(size => new[] { size, op.Kernel })]) });
        var means = Mean(windows, x.Extent with { Shape = Shape.Of([op.Output[0], .. sizes.SelectMany(size => new[] { size, 1 })]) });
        var result = build.View(means, x.Extent with { Shape = op.Output });
        return op.Rest ? Enumerable.Range(1, sizes.Length).Aggregate(result, (value, axis) => OfRest(value, axis, x.Extent.Shape[axis] % op.Kernel, op.Kernel)) : result;
    }

    /// <summary>The last windows along an axis hold fewer elements than they were averaged over, zeros among them.</summary>
    private StepValue OfRest(StepValue means, int axis, int rest, int kernel)
    {
        if (rest == 0)
        {
            return means;
        }

        var shape = means.Extent.Shape;
        var start = shape.Dimensions.Select((size, i) => i == axis ? size - 1 : 0).ToArray();
        var last = build.Cut(means, start, shape.With(axis, 1));
        return build.Plus(means, build.Embed(build.Scale(last, ((double)kernel / rest) - 1), start, shape));
    }

    private StepValue Dropout(DropoutOp op, StepValue x) => op.Rate == 0
        ? x
        : build.Scale(build.Times(x, build.Map(Functions.AtLeast, Draw(op.Site, DrawKind.Uniform, x.Extent), op.Rate)), 1 / (1 - op.Rate));

    private StepValue Corrupt(CorruptOp op, StepValue x)
    {
        if (op.Kind == "Gaussian")
        {
            return build.Plus(x, build.Scale(Draw(op.Site, DrawKind.Normal, x.Extent), op.Level));
        }

        var draw = Draw(op.Site, DrawKind.Uniform, x.Extent);
        var kept = build.Times(x, build.Map(Functions.AtLeast, draw, op.Level));
        return op.Kind == "Mask" ? kept : build.Plus(kept, build.Map(Functions.Below, draw, op.Level / 2));
    }
}
