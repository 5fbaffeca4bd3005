using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Ir;

/// <summary>Functions of values, as formulas call them; element by element where nothing else is said.</summary>
internal static class ValueMath
{
    /// <summary>PyTorch's: keeps the root of a variance away from zero.</summary>
    private const double NormalisationMargin = 1e-5;

    /// <summary>e^x.</summary>
    public static Value Exp(this Value x) => x.Build.Map(Functions.Exp, x);

    /// <summary>log x.</summary>
    public static Value Log(this Value x) => x.Build.Map(Functions.Log, x);

    /// <summary>log(1 + x).</summary>
    public static Value Log1p(this Value x) => x.Build.Map(Functions.Log1P, x);

    /// <summary>e^x - 1.</summary>
    public static Value Expm1(this Value x) => x.Build.Map(Functions.ExpM1, x);

    /// <summary>√x.</summary>
    public static Value Sqrt(this Value x) => x.Build.Map(Functions.Sqrt, x);

    /// <summary>log Γ(x), of positive numbers.</summary>
    public static Value LogGamma(this Value x) => x.Build.Map(Functions.LogGamma, x);

    /// <summary>ψ(x), the slope of log Γ(x), of positive numbers.</summary>
    public static Value Digamma(this Value x) => x.Build.Map(Functions.Digamma, x);

    /// <summary>The slope of ψ(x), of positive numbers.</summary>
    public static Value Trigamma(this Value x) => x.Build.Map(Functions.Polygamma, x, 1);

    /// <summary>x².</summary>
    public static Value Square(this Value x) => x.Build.Map(Functions.Square, x);

    /// <summary>|x|.</summary>
    public static Value Abs(this Value x) => x.Build.Map(Functions.Abs, x);

    /// <summary>-1, 0 or 1.</summary>
    public static Value Sign(this Value x) => x.Build.Map(Functions.Sign, x);

    /// <summary>1 / √x.</summary>
    public static Value Rsqrt(this Value x) => x.Build.Map(Functions.RSqrt, x);

    /// <summary>The logistic function.</summary>
    public static Value Sigmoid(this Value x) => x.Build.Map(Functions.Sigmoid, x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Value Tanh(this Value x) => x.Build.Map(Functions.Tanh, x);

    /// <summary>log(1 + e^x).</summary>
    public static Value Softplus(this Value x) => x.Build.Map(Functions.Softplus, x);

    /// <summary>1 where x is at least a number, otherwise 0.</summary>
    public static Value IsAtLeast(this Value x, double number) => x.Build.Map(Functions.AtLeast, x, number);

    /// <summary>1 where x is below a number, otherwise 0.</summary>
    public static Value IsBelow(this Value x, double number) => x.Build.Map(Functions.Below, x, number);

    /// <summary>1 where x is above a number, otherwise 0.</summary>
    public static Value IsAbove(this Value x, double number) => x.Build.Map(Functions.Above, x, number);

    /// <summary>max(x, a number).</summary>
    public static Value AtLeast(this Value x, double number) => x.Build.Map(Functions.AtLeastOf, x, number);

    /// <summary>min(x, a number).</summary>
    public static Value AtMost(this Value x, double number) => x.Build.Map(Functions.AtMostOf, x, number);

    /// <summary>1 where x is a number, 0 where it is none (NaN).</summary>
    public static Value IsNumber(this Value x) => x.Build.Map(Functions.IsNumber, x);

    /// <summary>x, or a number where x is none (NaN).</summary>
    public static Value NumberOr(this Value x, double number) => x.Build.Map(Functions.NumberOr, x, number);

    /// <summary>Moved into an interval.</summary>
    public static Value Clamp(this Value x, double least, double most) => x.AtLeast(least).AtMost(most);

    /// <summary>The logarithm of exponentials that sum to one along the first dimension of a row.</summary>
    public static Value LogSoftmax(this Value x) => x.Op is FillOp
        ? x.Build.Fill(Factor.Of(-Math.Log(x.Shape[0])), x.Extent)
        : x.Build.Add(new NormalizedExpOp(Log: true), x.Build.Scope ?? x.Name, x);

    /// <summary>Exponentials that sum to one along the first dimension of a row.</summary>
    public static Value Softmax(this Value x) => x.Build.Add(new NormalizedExpOp(Log: false), x.Build.Scope ?? x.Name, x);

    /// <summary>-(x log p + (1 - x) log(1 - p)) of a probability's logits, never infinite.</summary>
    public static Value LogitsEntropy(this Value logits, Value x) =>
        logits.Build.Add(new LogitsEntropyOp(), logits.Build.Scope ?? logits.Name, logits, x);

    /// <summary>-(x log p + (1 - x) log(1 - p)) of a probability; its logarithms end at -100.</summary>
    public static Value Entropy(this Value p, Value x) => p.Build.Add(new EntropyOp(), p.Build.Scope ?? p.Name, p, x);

    /// <summary>1 at the class, along a new first dimension; zeros where it is missing.</summary>
    public static Value OneHot(this Value classes, int count) => classes.Build.Add(new OneHotOp(count), classes.Name + "_onehot", classes);

    /// <summary>1 where a class is given, 0 where it is missing: for each element, or for each row with any.</summary>
    public static Value IsPresent(this Value classes, bool anyOfRow) =>
        classes.Build.Add(new PresentOp(anyOfRow), classes.Name + "_present", classes);

    /// <summary>A named call; the body, where the graph's reader does not know the name.</summary>
    public static Value Call(
        this Value x,
        string name,
        Extent extent,
        IReadOnlyList<Value> inputs,
        Func<IReadOnlyList<Value>, Value> body,
        params object[] arguments) =>
        x.Build.Call(name, extent, arguments, inputs, body);

    /// <summary>A function in TorchScript of this value and others; no gradient passes.</summary>
    public static Value Scripted(this Value first, ScriptedFunction function, params Value[] others) =>
        first.Build.Add(new ScriptedOp(function), first.Build.Scope ?? function.Name, [first, .. others]);

    /// <summary>The sum of everything.</summary>
    public static Value Sum(this Value x) => x.Build.SumAll(x);

    /// <summary>The mean of everything.</summary>
    public static Value Mean(this Value x) => x.Build.Scale(
        x.Sum(),
        new Factor(1.0 / x.Extent.Count / Math.Max(x.Extent.Rows, 1), x.Extent.BatchAxes, []));

    /// <summary>The sum along one dimension of a row, which stays with the size 1.</summary>
    public static Value Sum(this Value x, int axis) => x.Build.Sum(x, x.Extent with { Shape = x.Shape.With(axis, 1) });

    /// <summary>The sum along some dimensions of a row, which stay with the size 1.</summary>
    public static Value Sum(this Value x, IReadOnlyList<int> axes) =>
        x.Build.Sum(x, x.Extent with { Shape = axes.Aggregate(x.Shape, (shape, axis) => shape.With(axis, 1)) });

    /// <summary>The sum over the event: a number for each row.</summary>
    public static Value SumOfEvent(this Value x) =>
        x.Build.View(x.Sum([.. Enumerable.Range(0, x.Shape.Rank)]), x.Extent with { Shape = Shape.Scalar });

    /// <summary>The logarithm of the sum of exponentials along the first dimension, which stays with the size 1.</summary>
    public static Value LogSumExp(this Value x) => x.Build.Add(new LogSumExpOp(), x.Build.Scope ?? x.Name, x);

    /// <summary>The logarithm of the sum of exponentials over repetitions of the rows.</summary>
    public static Value LogFold(this Value x, int times) => times == 1 ? x : x.Build.Add(new LogFoldOp(times), x.Build.Scope ?? x.Name, x);

    /// <summary>The sum over repetitions of the rows.</summary>
    public static Value FoldSum(this Value x, int times) => x.Build.Fold(x, times);

    /// <summary>The rows several times, one after the other.</summary>
    public static Value Repeat(this Value x, int times) => x.Build.Repeat(x, times);

    /// <summary>The mean over repetitions of the rows.</summary>
    public static Value FoldMean(this Value x, int times) => x.Build.Fold(x, times) / times;

    /// <summary>The mean over the rows of the batch: a value without rows.</summary>
    public static Value MeanOverBatch(this Value x)
    {
        var outer = x.Build.Scope;
        x.Build.Scope = "mean_" + x.Name;
        var mean = x.Build.Mean(x, x.Extent with { Rows = 0 });
        x.Build.Scope = outer;
        return mean;
    }

    /// <summary>The sum over the event, averaged over the rows of the batch.</summary>
    public static Value PerExample(this Value x) => x.Build.Scale(x.Sum(), Factor.PerExample * (1.0 / x.Extent.Rows));

    /// <summary>A function of each element, with its number where it has one.</summary>
    public static Value Map(this Value x, Function function, double number = 0) => x.Build.Map(function, x, number);

    /// <summary>The mean, over what a smaller extent lacks.</summary>
    public static Value Mean(this Value x, Extent extent) => x.Build.Mean(x, extent);

    /// <summary>The mean square of the distance from the mean, over what a smaller extent lacks.</summary>
    public static Value Variance(this Value x, Extent extent) => x.Centred(extent).Square().Mean(extent);

    /// <summary>Moved and scaled to a mean of 0 and a variance of 1, over what a smaller extent lacks.</summary>
    public static Value Normalise(this Value x, Extent extent) => x.Centred(extent) * (x.Variance(extent) + NormalisationMargin).Rsqrt();

    private static Value Centred(this Value x, Extent extent) => (x - x.Mean(extent)).As("centred");

    /// <summary>A sum over the batch, as a mean over its examples, so many times each.</summary>
    public static Value PerExample(this Value sum, int times) => sum.Build.Scale(sum, Factor.PerExample * (1.0 / times));

    /// <summary>The same value, called after what it is of the whole: <c>z_deviation</c> in a draw of z.</summary>
    public static Value As(this Value x, string part)
    {
        if (x is { IsNamed: false, Build.Scope: { } whole })
        {
            x.Name = $"{whole}_{part}";
        }

        return x;
    }

    /// <summary>A number.</summary>
    public static Value Constant(this Value x, double number) => x.Build.Constant(number);

    /// <summary>For each element of a row, the rows of the batch with a 1 there and zeros elsewhere.</summary>
    public static Value UnitRows(this Value x) => x.Build.Add(new UnitRowsOp(x.Shape), x.Name + "_units");

    /// <summary>
    /// The gradient of the value along a direction with respect to another, itself a value that can be derived; null where nothing leads
    /// there.
    /// </summary>
    public static Value? Gradient(this Value value, Value direction, Value of) =>
        ReverseMode.Gradients(value.Build, [(value, direction)], [of])[0];

    /// <summary>The same numbers, through which no gradient passes.</summary>
    public static Value Detach(this Value x) => x.Op is ScriptedOp ? x : x.Build.Add(new DetachOp(x.Extent), x.Name, x);

    /// <summary>A named call of one value.</summary>
    public static Value Call(this Value x, string name, Extent extent, Func<Value, Value> body) =>
        x.Call(name, extent, [x], of => body(of[0]));
}
