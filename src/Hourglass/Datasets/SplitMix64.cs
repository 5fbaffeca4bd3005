namespace Hourglass.Datasets;

/// <summary>A small random generator that is the same on every machine (Steele, Lea and Flood, 2014).</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From <paramref name="low"/> up to <paramref name="high"/>, evenly.</summary>
    public double Between(double low, double high) => low + ((high - low) * ((Next() >> 11) * (1.0 / (1UL << 53))));

    /// <summary>Around 0, at most <paramref name="reach"/> away, small values more likely than large ones.</summary>
    public double Around(double reach) => (Between(-reach, reach) + Between(-reach, reach)) / 2;

    /// <summary>0 up to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);
}
