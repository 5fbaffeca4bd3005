namespace Hourglass.Native;

/// <summary>Phases of the stride that are computed by one product.</summary>
internal sealed unsafe class PhaseGroup
{
    /// <summary>As many rows are one run of the kernel: more phases at once would save nothing.</summary>
    private const int FewRows = 12;

    private readonly int[][] _places;
    private readonly int _tall;
    private readonly int _wide;

    private PhaseGroup((int Y, int X)[] phases, ConvolutionShape shape, Planes planes)
    {
        Phases = phases;
        Rows = phases.Length * shape.Channels;
        (_tall, _wide) = (
            phases.Max(phase => TapsOf(shape.KernelHeight, shape.StrideHeight, phase.Y)),
            phases.Max(phase => TapsOf(shape.KernelWidth, shape.StrideWidth, phase.X)));
        _places = [.. phases.Select(phase => PlacesOf(phase, shape))];
        var (lastY, lastX) = (TapsOf(shape.KernelHeight, shape.StrideHeight, 0) - 1, TapsOf(shape.KernelWidth, shape.StrideWidth, 0) - 1);
        Offsets = [.. Enumerable.Range(0, shape.Filters).SelectMany(filter =>
            Enumerable.Range(0, _tall).SelectMany(y =>
                Enumerable.Range(0, _wide).Select(x => planes.Offset(filter, lastY - y, lastX - x))))];
    }

    /// <summary>The phases.</summary>
    public (int Y, int X)[] Phases { get; }

    /// <summary>Channels of all its phases.</summary>
    public int Rows { get; }

    /// <summary>Where each place of the windows begins.</summary>
    public int[] Offsets { get; }

    /// <summary>Places of the windows.</summary>
    public int Depth => Offsets.Length;

    public long WeightNumbers => (long)Rows * Depth;

    public static PhaseGroup[] Of(ConvolutionShape shape, Planes planes)
    {
        var phases = Enumerable.Range(0, Math.Min(shape.StrideHeight, shape.KernelHeight))
            .SelectMany(y => Enumerable.Range(0, Math.Min(shape.StrideWidth, shape.KernelWidth)).Select(x => (y, x)))
            .ToArray();
        return phases.Length * shape.Channels <= FewRows
            ? [new PhaseGroup(phases, shape, planes)]
            : [.. phases.Select(phase => new PhaseGroup([phase], shape, planes))];
    }

    /// <summary>Places of a window that meet a phase, in one dimension.</summary>
    public static int TapsOf(int kernel, int stride, int phase) => (kernel - phase + stride - 1) / stride;

    /// <summary>
    /// Brings weights <c>[filters, channels, height, width]</c> into the product's order; zeros where a phase has fewer places than
    /// another.
    /// </summary>
    public void Turn(float* weights, ConvolutionShape shape, float* to)
    {
        var window = shape.KernelHeight * shape.KernelWidth;
        foreach (var places in _places)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                for (var filter = 0; filter < shape.Filters; filter++, to += places.Length)
                {
                    var from = weights + (((filter * (nint)shape.Channels) + channel) * window);
                    for (var i = 0; i < places.Length; i++)
                    {
                        to[i] = places[i] < 0 ? 0 : from[places[i]];
                    }
                }
            }
        }
    }

    /// <summary>Where the places of a phase lie in a window of weights; -1 for those that it does not have.</summary>
    private int[] PlacesOf((int Y, int X) phase, ConvolutionShape shape) =>
    [
        .. Enumerable.Range(0, _tall).Select(place => phase.Y + (place * shape.StrideHeight)).SelectMany(y =>
            Enumerable.Range(0, _wide).Select(place => phase.X + (place * shape.StrideWidth)).Select(x =>
                y < shape.KernelHeight && x < shape.KernelWidth ? (y * shape.KernelWidth) + x : -1)),
    ];
}
