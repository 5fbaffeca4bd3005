using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>x + y.</summary>
internal readonly struct Plus : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x + y;
}

/// <summary>x - y.</summary>
internal readonly struct Minus : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x - y;
}

/// <summary>x · y.</summary>
internal readonly struct Times : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x * y;
}

/// <summary>x / y.</summary>
internal readonly struct Over : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x / y;
}

/// <summary>x times the number.</summary>
internal readonly struct ScaleBy : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x * number;
}

/// <summary>x moved into the interval from minus the number to the number.</summary>
internal readonly struct BoundBy : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.Max(Vector512.Min(x, number), -number);
}

/// <summary>x plus the number.</summary>
internal readonly struct ShiftBy : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x + number;
}

/// <summary>The number over x.</summary>
internal readonly struct ReverseOver : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => number / x;
}

/// <summary>The number minus x.</summary>
internal readonly struct ReverseMinus : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => number - x;
}

/// <summary>x itself.</summary>
internal readonly struct Copied : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x;
}

/// <summary>The number.</summary>
internal readonly struct Filled : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => number;
}

/// <summary>e^x.</summary>
internal readonly struct Exp : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Math512.Exp(x);
}

/// <summary>log x.</summary>
internal readonly struct Log : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Math512.Log(x);
}

/// <summary>e^x - 1.</summary>
internal readonly struct ExpM1 : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Math512.ExpM1(x);
}

/// <summary>log(1 + x).</summary>
internal readonly struct Log1P : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Math512.Log1P(x);
}

/// <summary>√x.</summary>
internal readonly struct Sqrt : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Vector512.Sqrt(x);
}

/// <summary>|x|.</summary>
internal readonly struct Abs : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Vector512.Abs(x);
}

/// <summary>-1, 0 or 1.</summary>
internal readonly struct Sign : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Math512.Where(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One)
        - Math512.Where(Vector512.LessThan(x, Vector512<float>.Zero), Vector512<float>.One);
}

/// <summary>x².</summary>
internal readonly struct Square : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x * x;
}

/// <summary>The larger of x and the number.</summary>
internal readonly struct AtLeastOf : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Vector512.Max(x, number);
}

/// <summary>The smaller of x and the number.</summary>
internal readonly struct AtMostOf : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Vector512.Min(x, number);
}

/// <summary>1 where x is at least the number, otherwise 0.</summary>
internal readonly struct AtLeast : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Math512.Where(Vector512.GreaterThanOrEqual(x, number), Vector512<float>.One);
}

/// <summary>1 where x is a number, 0 where it is none (NaN).</summary>
internal readonly struct IsNumber : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Math512.Where(Vector512.Equals(x, x), Vector512<float>.One);
}

/// <summary>x, or the number where x is none (NaN).</summary>
internal readonly struct NumberOr : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.ConditionalSelect(Vector512.Equals(x, x), x, number);
}

/// <summary>1 where x is below the number, otherwise 0.</summary>
internal readonly struct Below : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Math512.Where(Vector512.LessThan(x, number), Vector512<float>.One);
}

/// <summary>1 where x is above the number, otherwise 0.</summary>
internal readonly struct Above : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Math512.Where(Vector512.GreaterThan(x, number), Vector512<float>.One);
}

/// <summary>The error function.</summary>
internal readonly struct Erf : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Math512.Erf(x);
}
