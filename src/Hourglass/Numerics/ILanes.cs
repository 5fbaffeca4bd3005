namespace Hourglass.Numerics;

/// <summary>
/// What the noise needs of a vector, so that it is written once for every width. Each operation is exact or correctly rounded: all widths
/// give the same numbers to the last bit.
/// </summary>
/// <typeparam name="TWords">32-bit words, or half as many wide ones of 64 bits.</typeparam>
/// <typeparam name="TNumbers">As many numbers in single precision.</typeparam>
internal interface ILanes<TWords, TNumbers>
{
    /// <summary>How many numbers a vector holds.</summary>
    static abstract int Count { get; }

    /// <summary>The same wide word everywhere.</summary>
    static abstract TWords Wide(ulong value);

    /// <summary>The wide words <paramref name="first"/>, <paramref name="first"/> + 1, …</summary>
    static abstract TWords Successive(ulong first);

    /// <summary>Products of the lower halves of wide words, wide.</summary>
    static abstract TWords Multiply(TWords a, TWords b);

    /// <summary>The upper halves of wide words.</summary>
    static abstract TWords Upper(TWords a);

    /// <summary>The lower halves of wide words side by side: those of <paramref name="even"/> first.</summary>
    static abstract TWords Pair(TWords even, TWords odd);

    /// <summary>The same word everywhere.</summary>
    static abstract TWords Word(uint value);

    /// <summary>Bit by bit.</summary>
    static abstract TWords Xor(TWords a, TWords b);

    /// <summary>Bit by bit.</summary>
    static abstract TWords And(TWords a, TWords b);

    /// <summary>Modulo 2³².</summary>
    static abstract TWords Add(TWords a, TWords b);

    /// <summary>Modulo 2³².</summary>
    static abstract TWords Subtract(TWords a, TWords b);

    /// <summary>Towards the higher bits.</summary>
    static abstract TWords ShiftLeft(TWords a, int bits);

    /// <summary>Towards the lower bits, zeros behind.</summary>
    static abstract TWords ShiftRight(TWords a, int bits);

    /// <summary>Towards the lower bits, the sign behind.</summary>
    static abstract TWords ShiftRightSigned(TWords a, int bits);

    /// <summary>Words as signed integers, to the nearest number.</summary>
    static abstract TNumbers Convert(TWords a);

    /// <summary>The bits of numbers.</summary>
    static abstract TWords Bits(TNumbers a);

    /// <summary>The numbers of bits.</summary>
    static abstract TNumbers Numbers(TWords a);

    /// <summary>The same number everywhere.</summary>
    static abstract TNumbers Number(float value);

    /// <summary>a + b.</summary>
    static abstract TNumbers Add(TNumbers a, TNumbers b);

    /// <summary>a · b.</summary>
    static abstract TNumbers Multiply(TNumbers a, TNumbers b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TNumbers Fuse(TNumbers a, TNumbers b, TNumbers c);

    /// <summary>√a.</summary>
    static abstract TNumbers Root(TNumbers a);

    /// <summary>Stores a₀ b₀ a₁ b₁ …</summary>
    static abstract unsafe void StoreAlternating(float* to, TNumbers a, TNumbers b);

    /// <summary>Stores a₀ a₁ b₀ b₁ a₂ a₃ …</summary>
    static abstract unsafe void StoreAlternatingPairs(float* to, TNumbers a, TNumbers b);
}
