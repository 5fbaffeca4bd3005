using System.Buffers.Binary;
using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The state of a generator of torch's on the processor, as bytes that a file may have changed. Torch casts them to a structure and, where
/// it minds what it finds, ends the process: TorchSharp does not catch that call. So everything in it is checked here, against the
/// structure (<c>CPUGeneratorImplState</c>, a Mersenne Twister behind a legacy layout).
/// </summary>
internal static class RandomState
{
    /// <summary>The key of the session's own generator among a checkpoint's tensors.</summary>
    public const string Key = "rng_state";

    /// <summary>The key of torch's generator, from which a user's modules draw; where it is missing, it had the session's state.</summary>
    public const string GlobalKey = "torch_rng_state";

    /// <summary>The size of the structure.</summary>
    public const int Bytes = 5056;

    private const int Words = 624;
    private const int LeftAt = 8;
    private const int SeededAt = 12;
    private const int NextAt = 16;
    private const int WordsAt = 24;
    private const int NormalAt = WordsAt + (8 * Words);
    private const int NormalCachedAt = NormalAt + (3 * sizeof(double));
    private const int FloatAt = NormalCachedAt + 8;
    private const int FloatCachedAt = FloatAt + sizeof(float);

    /// <summary>The state of a generator, bytes; the caller's to dispose.</summary>
    /// <remarks>
    /// Torch reads it without the lock that its draws take. Beside a draw of another thread its parts may be of two moments, and torch ends
    /// the process where such a state is put back: it then begins new words at the next draw.
    /// </remarks>
    public static Tensor Of(Generator generator)
    {
        var state = generator.get_state().DetachFromDisposeScope();
        var bytes = state.bytes;
        var (left, next) = Position(bytes);
        if (!GoTogether(left, next))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[LeftAt..], 1);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[NextAt..], 0);
        }

        return state;
    }

    /// <summary>What is wrong with a state, in words that follow its name; null where torch can take it.</summary>
    public static string? WhyNot(Tensor state)
    {
        if (state.dtype != ScalarType.Byte || state.dim() != 1 || state.shape[0] != Bytes)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"is {Checkpoints.TensorText.Describe(state)}; the state of a generator is byte[{Bytes}]");
        }

        ReadOnlySpan<byte> bytes = state.bytes;
        var (left, next) = Position(bytes);
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[SeededAt..]) != 1)
        {
            return "is of a generator that was never seeded";
        }

        if (!GoTogether(left, next))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"says that {left} of its {Words} words are left and the next one is {next}, which do not go together");
        }

        for (var i = 0; i < Words; i++)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[(WordsAt + (8 * i))..]) > uint.MaxValue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"has more than 32 bits in word {i}");
            }
        }

        var normals = Enumerable.Range(0, 3).Select(
            i => BinaryPrimitives.ReadDoubleLittleEndian(state.bytes[(NormalAt + (i * sizeof(double)))..]));
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[NormalCachedAt..]) is not (0 or 1)
            || bytes[FloatCachedAt] > 1
            || !normals.All(double.IsFinite)
            || !float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(bytes[FloatAt..]))
            ? "keeps a normal draw that is none"
            : null;
    }

    private static (int Left, ulong Next) Position(ReadOnlySpan<byte> state) =>
        (BinaryPrimitives.ReadInt32LittleEndian(state[LeftAt..]), BinaryPrimitives.ReadUInt64LittleEndian(state[NextAt..]));

    /// <summary>A fresh seed makes new words at the first draw; from then on the words taken and those left are all of them, and one.
    /// </summary>
    private static bool GoTogether(int left, ulong next) =>
        (left, next) is (1, 0) || (left is >= 1 and <= Words && next <= Words && left + (int)next == Words + 1);
}
