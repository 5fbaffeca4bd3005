using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hourglass.Training;

namespace Hourglass.Native;

/// <summary>An optimizer over flat memory, in one pass, as PyTorch computes it.</summary>
internal abstract unsafe class NativeUpdate
{
    private protected NativeUpdate(NativeLayout layout) => Layout = layout;

    private protected NativeLayout Layout { get; }

    /// <summary>The optimizer of a plan.</summary>
    public static NativeUpdate Of(OptimizerPlan plan, NativeLayout layout)
    {
        double Setting(string name) => plan.Setting(name);
        return plan.Name switch
        {
            "adam" => new AdamUpdate(layout, Setting("beta1"), Setting("beta2"), Setting("epsilon"), 0),
            "adamw" => new AdamUpdate(layout, Setting("beta1"), Setting("beta2"), Setting("epsilon"), Setting("decay")),
            "adamax" => new AdaMaxUpdate(layout, Setting("beta1"), Setting("beta2"), Setting("epsilon")),
            "adagrad" => new AdagradUpdate(layout, Setting("epsilon")),
            "sgd" => new SgdUpdate(layout, Setting("momentum")),
            "rmsprop" => new RmsPropUpdate(layout, Setting("alpha"), Setting("epsilon"), Setting("momentum")),
            var other => throw new ArgumentException($"There is no kernel for the optimizer {other}.", nameof(plan)),
        };
    }

    /// <summary>Prepares a step.</summary>
    /// <param name="step">Steps, this one among them.</param>
    /// <param name="learningRate">Of this step.</param>
    public abstract void Begin(long step, double learningRate);

    /// <summary>Moves parameters.</summary>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many.</param>
    public abstract void Run(long offset, int count);

    /// <summary>A parameter's memory of every kind, in the parameter's shape.</summary>
    public IEnumerable<(Matrix Matrix, bool Writes)> Matrices(Matrix parameter, long offset) =>
        [
            (parameter, true),
            (Layout.MatrixAt(Layout.Gradients, offset, parameter), false),
            .. Layout.SlotMatrices(offset, parameter).Select(slot => (slot, true))
        ];
}

/// <summary>Adam and AdamW (Kingma and Ba, 2015; Loshchilov and Hutter, 2019).</summary>
internal sealed unsafe class AdamUpdate(
    NativeLayout layout,
    double beta1,
    double beta2,
    double epsilon,
    double decay) : NativeUpdate(layout)
{
    private float _rate;
    private float _rootScale;
    private float _kept;

    public override void Begin(long step, double learningRate)
    {
        _rate = (float)(learningRate / (1 - Math.Pow(beta1, step)));
        _rootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
        _kept = (float)(1 - (learningRate * decay));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long offset, int count)
    {
        var parameters = (float*)Layout.Parameters + offset;
        var gradients = (float*)Layout.Gradients + offset;
        var means = (float*)Layout.Slots[0] + offset;
        var squares = (float*)Layout.Slots[1] + offset;
        var (keepMean, newMean) = (Vector512.Create((float)beta1), Vector512.Create((float)(1 - beta1)));
        var (keepSquare, newSquare) = (Vector512.Create((float)beta2), Vector512.Create((float)(1 - beta2)));
        var (rate, scale, small, kept) =
            (Vector512.Create(_rate), Vector512.Create(_rootScale), Vector512.Create((float)epsilon), Vector512.Create(_kept));
        for (var i = 0; i < count; i += Vector512<float>.Count)
        {
            var length = Math.Min(Vector512<float>.Count, count - i);
            var gradient = Partial.Load(gradients + i, length);
            var mean = Subnormal.Flush(Vector512.FusedMultiplyAdd(newMean, gradient, keepMean * Partial.Load(means + i, length)));
            var square = Subnormal.Flush(
                Vector512.FusedMultiplyAdd(newSquare * gradient, gradient, keepSquare * Partial.Load(squares + i, length)));
            var root = Vector512.FusedMultiplyAdd(Vector512.Sqrt(square), scale, small);
            Partial.Store(mean, means + i, length);
            Partial.Store(square, squares + i, length);
            Partial.Store((Partial.Load(parameters + i, length) * kept) - (rate * mean / root), parameters + i, length);
        }
    }
}

/// <summary>Gradient descent with classical momentum.</summary>
internal sealed unsafe class SgdUpdate(NativeLayout layout, double momentum) : NativeUpdate(layout)
{
    private float _rate;

    public override void Begin(long step, double learningRate) => _rate = (float)learningRate;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long offset, int count)
    {
        var parameters = (float*)Layout.Parameters + offset;
        var gradients = (float*)Layout.Gradients + offset;
        var buffer = momentum > 0 ? (float*)Layout.Slots[0] + offset : null;
        var (rate, keep) = (Vector512.Create(_rate), Vector512.Create((float)momentum));
        for (var i = 0; i < count; i += Vector512<float>.Count)
        {
            var length = Math.Min(Vector512<float>.Count, count - i);
            var move = Partial.Load(gradients + i, length);
            if (buffer != null)
            {
                move = Subnormal.Flush(Vector512.FusedMultiplyAdd(keep, Partial.Load(buffer + i, length), move));
                Partial.Store(move, buffer + i, length);
            }

            Partial.Store(Partial.Load(parameters + i, length) - (rate * move), parameters + i, length);
        }
    }
}

/// <summary>Tieleman and Hinton (2012): the square root first, then epsilon.</summary>
internal sealed unsafe class RmsPropUpdate(NativeLayout layout, double alpha, double epsilon, double momentum) : NativeUpdate(layout)
{
    private float _rate;

    public override void Begin(long step, double learningRate) => _rate = (float)learningRate;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long offset, int count)
    {
        var parameters = (float*)Layout.Parameters + offset;
        var gradients = (float*)Layout.Gradients + offset;
        var squares = (float*)Layout.Slots[0] + offset;
        var buffer = momentum > 0 ? (float*)Layout.Slots[1] + offset : null;
        var (keep, fresh, small) = (Vector512.Create((float)alpha), Vector512.Create((float)(1 - alpha)), Vector512.Create((float)epsilon));
        var (rate, push) = (Vector512.Create(_rate), Vector512.Create((float)momentum));
        for (var i = 0; i < count; i += Vector512<float>.Count)
        {
            var length = Math.Min(Vector512<float>.Count, count - i);
            var gradient = Partial.Load(gradients + i, length);
            var square = Subnormal.Flush(Vector512.FusedMultiplyAdd(fresh * gradient, gradient, keep * Partial.Load(squares + i, length)));
            Partial.Store(square, squares + i, length);
            var move = gradient / (Vector512.Sqrt(square) + small);
            if (buffer != null)
            {
                move = Subnormal.Flush(Vector512.FusedMultiplyAdd(push, Partial.Load(buffer + i, length), move));
                Partial.Store(move, buffer + i, length);
            }

            Partial.Store(Partial.Load(parameters + i, length) - (rate * move), parameters + i, length);
        }
    }
}

/// <summary>Vectors that may reach over an end.</summary>
internal static unsafe class Partial
{
    /// <summary>As many numbers as there are; zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* from, int length) =>
        length == Vector512<float>.Count ? Vector512.Load(from) : LoadFew(from, length);

    /// <summary>Only as many numbers as there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* to, int length)
    {
        if (length == Vector512<float>.Count)
        {
            value.Store(to);
        }
        else
        {
            StoreFew(value, to, length);
        }
    }

    private static Vector512<float> LoadFew(float* from, int length)
    {
        var padded = Vector512<float>.Zero;
        for (var i = 0; i < length; i++)
        {
            padded = padded.WithElement(i, from[i]);
        }

        return padded;
    }

    private static void StoreFew(Vector512<float> value, float* to, int length)
    {
        for (var i = 0; i < length; i++)
        {
            to[i] = value[i];
        }
    }
}
