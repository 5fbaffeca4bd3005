using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// Numbers so small that they have fewer digits. The mean of a gradient that is zero from some step on (a unit that died) shrinks into them
/// within a thousand steps and, rounded to the nearest, never leaves them: from then on the processor handles each by microcode, a hundred
/// times slower.
/// </summary>
internal static class Subnormal
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The numbers, zeros in place of such.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Flush(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(SmallestNormal)), Vector512<float>.Zero, x);
}
