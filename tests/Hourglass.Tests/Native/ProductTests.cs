using CsCheck;
using Hourglass.Native;

namespace Hourglass.Tests.Native;

/// <summary>Matrix products against a plain loop in double precision.</summary>
public unsafe class ProductTests
{
    private static readonly Gen<(int Rows, int Columns, int Depth, bool TurnLeft, bool TurnRight, bool Accumulate, bool TurnResult)> Cases =
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 90], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool);

    [Fact]
    public void The_kernels_of_this_library_multiply() => Cases.Sample(c => Check(new ManagedProduct(), c), iter: 400);

    [Fact]
    public void A_long_inner_dimension_is_cut_and_summed_in_order() =>
        Check(new ManagedProduct(), (13, 33, 9001, false, true, true, false));

    [Fact]
    public void Where_both_operands_lie_along_the_inner_dimension_elements_may_be_summed_in_lanes()
    {
        Cases.Where(c => c.Columns >= 8 && c.Depth >= 16)
            .Sample(c => Check(new ManagedProduct(), c with { TurnLeft = false, TurnRight = true }, order: SumOrder.InLanes), iter: 400);
        Check(new ManagedProduct(), (200, 9, 1003, false, true, true, false), order: SumOrder.InLanes);
    }

    [Fact]
    public void Few_rows_times_transposed_weights_are_summed_in_lanes_and_many_in_turn()
    {
        var (x, weights) = (Operand.RowMajor(null, 784), Operand.RowMajor(null, 784).Transposed);
        Assert.Equal(SumOrder.InLanes, Gemm.OrderOf(x, weights, 20, 1000, 784));
        Assert.Equal(SumOrder.InTurn, Gemm.OrderOf(x, weights, 4096, 1000, 784));
        Assert.Equal(SumOrder.InTurn, Gemm.OrderOf(x, Operand.RowMajor(null, 1000), 20, 1000, 784));
    }

    [Fact]
    public void Intels_library_multiplies_where_libtorch_exports_it()
    {
        using var loaded = TorchSharp.torch.zeros(1);
        if (MklProduct.TryCreate() is not { } mkl)
        {
            Assert.False(
                OperatingSystem.IsLinux()
                    && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
                        == System.Runtime.InteropServices.Architecture.X64);
            return;
        }

        mkl.Enter();
        Cases.Where(c => !c.TurnResult).Sample(c => Check(mkl, c), iter: 200, threads: 1);
        mkl.Leave();
    }

    [Fact]
    public void Products_in_bfloat16_round_their_factors_to_the_nearest_and_sum_in_single_precision()
    {
        using var loaded = TorchSharp.torch.zeros(1);
        Assert.SkipWhen(Bfloat16Product.TryCreate() is null, "This platform's libtorch does not export products in bfloat16.");
        var product = Bfloat16Product.TryCreate()!;
        product.Enter();
        Cases.Where(c => !c.TurnResult)
            .Sample(
                c => Check(
                    (into, left, right) => product.Multiply(into, left.Rounded, right.Rounded, c.Rows, c.Columns, c.Depth, c.Accumulate),
                    c,
                    Nearest),
                iter: 100,
                threads: 1);
        product.Leave();
    }

    [Fact]
    public void Rounding_to_bfloat16_takes_the_even_one_of_two_as_torch_does()
    {
        // For a mantissa of either parity: half of the last place, a bit more and a bit less, of both signs; the largest numbers; subnormal
        // ones.
        uint[] heads = [0x3F80, 0x3F81, 0x4000, 0x42FF, 0x0001, 0x0080, 0x7F7F, 0xBF80, 0xBF81, 0xFF7F, 0x8001, 0x8000];
        uint[] tails = [0x0000, 0x0001, 0x7FFF, 0x8000, 0x8001, 0xFFFF];
        var numbers = heads.SelectMany(head => tails, (head, tail) => BitConverter.UInt32BitsToSingle((head << 16) | tail)).ToArray();
        Assert.True(numbers.Length > 2 * 32 && numbers.Length % 32 != 0);
        using var ours = TorchSharp.torch.tensor(numbers);
        using var theirs = ours.to(TorchSharp.torch.ScalarType.BFloat16);
        var expected = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(theirs.bytes).ToArray();
        var found = new ushort[numbers.Length];
        fixed (float* from = numbers)
        {
            fixed (ushort* to = found)
            {
                RoundOperation.Round(from, numbers.Length, to);
            }
        }

        Assert.Equal(expected, found);
        Assert.Equal(
            [0x3F80, 0x3F82, 0x4000],
            new[] { 0x3F808000u, 0x3F818000u, 0x40008000u }.Select(
                bits => (int)found[Array.IndexOf(numbers, BitConverter.UInt32BitsToSingle(bits))]));
    }

    [Fact]
    public void Rounding_to_bfloat16_keeps_what_is_not_a_number() => Gen.Float.Sample(x =>
    {
        ushort rounded;
        RoundOperation.Round(&x, 1, &rounded);
        var back = BitConverter.UInt32BitsToSingle((uint)rounded << 16);
        Assert.True(float.IsNaN(x) ? float.IsNaN(back) : back.Equals(Nearest(x)), $"{x:R} became {back:R}");
    });

    /// <summary>The nearest number of 8 significant bits by division, the even one of two; infinite beyond the largest.</summary>
    private static float Nearest(float x)
    {
        if (x == 0 || !float.IsFinite(x))
        {
            return x;
        }

        var unit = Math.ScaleB(1, Math.Max(Math.ILogB(x), -126) - 7);
        return (float)(Math.Round(x / unit, MidpointRounding.ToEven) * unit);
    }

    private static void Check(
        MatrixProduct product,
        (int Rows, int Columns, int Depth, bool TurnLeft, bool TurnRight, bool Accumulate, bool TurnResult) c,
        SumOrder? order = null) => Check(
        (into, left, right) =>
        {
            using var memory = new AlignedMemory();
            var summed = order ?? product.OrderOf(left.Exact, right.Exact, c.Rows, c.Columns, c.Depth);
            product.Multiply(
                into,
                left.Exact,
                right.Exact,
                c.Rows,
                c.Columns,
                c.Depth,
                c.Accumulate,
                summed,
                (float*)memory.Take(4 * (product.Scratch(c.Rows, c.Columns, c.Depth) + 16)));
        },
        c,
        x => x);

    private static void Check(
        Action<Operand, Factor, Factor> multiply,
        (int Rows, int Columns, int Depth, bool TurnLeft, bool TurnRight, bool Accumulate, bool TurnResult) c,
        Func<float, float> factor)
    {
        using var memory = new AlignedMemory();
        var (a, b, result) =
            (Random(memory, c.Rows * c.Depth, 1), Random(memory, c.Depth * c.Columns, 2), Random(memory, c.Rows * c.Columns, 3));
        var left = new Factor(memory, a, c.Rows, c.Depth, c.TurnLeft);
        var right = new Factor(memory, b, c.Depth, c.Columns, c.TurnRight);
        var into = c.TurnResult ? Operand.RowMajor((float*)result, c.Rows).Transposed : Operand.RowMajor((float*)result, c.Columns);
        var expected = new double[c.Rows, c.Columns];
        for (var i = 0; i < c.Rows; i++)
        {
            for (var j = 0; j < c.Columns; j++)
            {
                expected[i, j] = c.Accumulate ? *into.From(i, j).Data : 0;
                for (var k = 0; k < c.Depth; k++)
                {
                    expected[i, j] += (double)factor(*left.Exact.From(i, k).Data) * factor(*right.Exact.From(k, j).Data);
                }
            }
        }

        multiply(into, left, right);
        for (var i = 0; i < c.Rows; i++)
        {
            for (var j = 0; j < c.Columns; j++)
            {
                var found = *into.From(i, j).Data;
                Assert.True(
                    Math.Abs(expected[i, j] - found) <= 1e-5 * (1 + Math.Sqrt(c.Depth)),
                    $"{c}: ({i}, {j}) is {found}, not {expected[i, j]}.");
            }
        }
    }

    /// <summary>An operand in single precision and rounded.</summary>
    private sealed class Factor
    {
        public Factor(AlignedMemory memory, nint numbers, int rows, int columns, bool turned)
        {
            var (lines, width) = turned ? (columns, rows) : (rows, columns);
            var lying = Operand.RowMajor((float*)numbers, width);
            var half = (ushort*)memory.Take(2L * rows * columns);
            RoundOperation.Round((float*)numbers, rows * columns, half);
            var rounded = new RoundedMatrix(half, Hourglass.Native.Rows.Fixed(lines), width);
            (Exact, Rounded) = turned ? (lying.Transposed, rounded.T) : (lying, rounded);
        }

        public Operand Exact { get; }

        public RoundedMatrix Rounded { get; }
    }

    private static nint Random(AlignedMemory memory, int count, int seed)
    {
        var random = new Random(seed);
        var numbers = memory.Take(4L * count);
        for (var i = 0; i < count; i++)
        {
            ((float*)numbers)[i] = (random.NextSingle() * 2) - 1;
        }

        return numbers;
    }
}
