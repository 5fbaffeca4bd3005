using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>AdaMax (Kingma and Ba, 2015, algorithm 2), epsilon added to the new gradient's size.</summary>
internal sealed unsafe class AdaMaxUpdate(NativeLayout layout, double beta1, double beta2, double epsilon) : NativeUpdate(layout)
{
    private float _rate;

    public override void Begin(long step, double learningRate) => _rate = (float)(learningRate / (1 - Math.Pow(beta1, step)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long offset, int count)
    {
        var parameters = (float*)Layout.Parameters + offset;
        var gradients = (float*)Layout.Gradients + offset;
        var means = (float*)Layout.Slots[0] + offset;
        var sizes = (float*)Layout.Slots[1] + offset;
        var (keepMean, newMean) = (Vector512.Create((float)beta1), Vector512.Create((float)(1 - beta1)));
        var (fade, small, rate) = (Vector512.Create((float)beta2), Vector512.Create((float)epsilon), Vector512.Create(_rate));
        for (var i = 0; i < count; i += Vector512<float>.Count)
        {
            var length = Math.Min(Vector512<float>.Count, count - i);
            var gradient = Partial.Load(gradients + i, length);
            var mean = Subnormal.Flush(Vector512.FusedMultiplyAdd(newMean, gradient, keepMean * Partial.Load(means + i, length)));
            var size = Vector512.Max(fade * Partial.Load(sizes + i, length), Vector512.Abs(gradient) + small);
            Partial.Store(mean, means + i, length);
            Partial.Store(size, sizes + i, length);
            Partial.Store(Partial.Load(parameters + i, length) - (rate * mean / size), parameters + i, length);
        }
    }
}

/// <summary>Adagrad (Duchi, Hazan and Singer, 2011): the square root first, then epsilon.</summary>
internal sealed unsafe class AdagradUpdate(NativeLayout layout, double epsilon) : NativeUpdate(layout)
{
    private float _rate;

    public override void Begin(long step, double learningRate) => _rate = (float)learningRate;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long offset, int count)
    {
        var parameters = (float*)Layout.Parameters + offset;
        var gradients = (float*)Layout.Gradients + offset;
        var sums = (float*)Layout.Slots[0] + offset;
        var (rate, small) = (Vector512.Create(_rate), Vector512.Create((float)epsilon));
        for (var i = 0; i < count; i += Vector512<float>.Count)
        {
            var length = Math.Min(Vector512<float>.Count, count - i);
            var gradient = Partial.Load(gradients + i, length);
            var sum = Vector512.FusedMultiplyAdd(gradient, gradient, Partial.Load(sums + i, length));
            Partial.Store(sum, sums + i, length);
            var move = gradient / (Vector512.Sqrt(sum) + small);
            Partial.Store(Partial.Load(parameters + i, length) - (rate * move), parameters + i, length);
        }
    }
}
