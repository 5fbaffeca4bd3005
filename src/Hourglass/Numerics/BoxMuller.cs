using System.Runtime.CompilerServices;

namespace Hourglass.Numerics;

/// <summary>
/// Two normal numbers from two words (Box and Muller, 1958). Logarithm, sine and cosine are Cephes' polynomials (Moshier, 1992), good to
/// the last two bits.
/// </summary>
internal static class BoxMuller
{
    /// <summary>√½, below which the logarithm takes the next power of two.</summary>
    private const uint RootOfHalf = 0x3F3504F3;

    /// <summary>Draws; at most 6.7 from zero, as the radius stems from 31 bits.</summary>
    /// <param name="radius">Words for the radius.</param>
    /// <param name="angle">Words for the angle, a full turn being 2³².</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TNumbers Cosine, TNumbers Sine) Draw<TLanes, TWords, TNumbers>(TWords radius, TWords angle)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var uniform = TLanes.Multiply(
            TLanes.Add(TLanes.Convert(TLanes.ShiftRight(radius, 1)), TLanes.Number(0.5f)),
            TLanes.Number(1f / (1u << 31)));
        var length = TLanes.Root(TLanes.Multiply(Log<TLanes, TWords, TNumbers>(uniform), TLanes.Number(-2f)));
        var (cosine, sine) = Turn<TLanes, TWords, TNumbers>(angle);
        return (TLanes.Multiply(length, cosine), TLanes.Multiply(length, sine));
    }

    /// <summary>log x of 0 &lt; x ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Log<TLanes, TWords, TNumbers>(TNumbers x)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var bits = TLanes.Bits(x);
        var exponent = TLanes.ShiftRightSigned(TLanes.Subtract(bits, TLanes.Word(RootOfHalf)), 23);
        var e = TLanes.Convert(exponent);
        var m = TLanes.Add(TLanes.Numbers(TLanes.Subtract(bits, TLanes.ShiftLeft(exponent, 23))), TLanes.Number(-1f));
        var square = TLanes.Multiply(m, m);
        var y = TLanes.Number(7.0376836292e-2f);
        y = TLanes.Fuse(y, m, TLanes.Number(-1.1514610310e-1f));
        y = TLanes.Fuse(y, m, TLanes.Number(1.1676998740e-1f));
        y = TLanes.Fuse(y, m, TLanes.Number(-1.2420140846e-1f));
        y = TLanes.Fuse(y, m, TLanes.Number(1.4249322787e-1f));
        y = TLanes.Fuse(y, m, TLanes.Number(-1.6668057665e-1f));
        y = TLanes.Fuse(y, m, TLanes.Number(2.0000714765e-1f));
        y = TLanes.Fuse(y, m, TLanes.Number(-2.4999993993e-1f));
        y = TLanes.Fuse(y, m, TLanes.Number(3.3333331174e-1f));
        y = TLanes.Multiply(y, TLanes.Multiply(m, square));

        // log 2 in two parts, the larger exact in few bits.
        y = TLanes.Fuse(e, TLanes.Number(-2.12194440e-4f), y);
        y = TLanes.Fuse(square, TLanes.Number(-0.5f), y);
        return TLanes.Fuse(e, TLanes.Number(0.693359375f), TLanes.Add(m, y));
    }

    /// <summary>The cosine and the sine of an angle, from the nearest quarter turn, which whole numbers find exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TNumbers Cosine, TNumbers Sine) Turn<TLanes, TWords, TNumbers>(TWords angle)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var quarter = TLanes.ShiftRight(TLanes.Add(angle, TLanes.Word(1u << 29)), 30);
        var x = TLanes.Multiply(
            TLanes.Convert(TLanes.Subtract(angle, TLanes.ShiftLeft(quarter, 30))),
            TLanes.Number((float)(Math.PI / (1u << 31))));
        var square = TLanes.Multiply(x, x);
        var s = TLanes.Fuse(TLanes.Number(-1.9515295891e-4f), square, TLanes.Number(8.3321608736e-3f));
        s = TLanes.Fuse(s, square, TLanes.Number(-1.6666654611e-1f));
        s = TLanes.Fuse(TLanes.Multiply(s, square), x, x);
        var c = TLanes.Fuse(TLanes.Number(2.443315711809948e-5f), square, TLanes.Number(-1.388731625493765e-3f));
        c = TLanes.Fuse(c, square, TLanes.Number(4.166664568298827e-2f));
        c = TLanes.Fuse(TLanes.Multiply(c, square), square, TLanes.Fuse(square, TLanes.Number(-0.5f), TLanes.Number(1f)));

        // An odd quarter exchanges the two; the second bits of the quarter and of the one behind it are the signs.
        var (cosine, sine) = (TLanes.Bits(c), TLanes.Bits(s));
        var exchanged = TLanes.And(TLanes.Xor(cosine, sine), TLanes.Subtract(TLanes.Word(0), TLanes.And(quarter, TLanes.Word(1))));
        cosine = TLanes.Xor(TLanes.Xor(cosine, exchanged), Sign<TLanes, TWords, TNumbers>(TLanes.Add(quarter, TLanes.Word(1))));
        sine = TLanes.Xor(TLanes.Xor(sine, exchanged), Sign<TLanes, TWords, TNumbers>(quarter));
        return (TLanes.Numbers(cosine), TLanes.Numbers(sine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWords Sign<TLanes, TWords, TNumbers>(TWords quarter)
        where TLanes : ILanes<TWords, TNumbers> => TLanes.ShiftLeft(TLanes.And(quarter, TLanes.Word(2)), 30);
}
