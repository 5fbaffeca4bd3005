using CsCheck;
using Hourglass.Native;

namespace Hourglass.Tests.Native;

/// <summary>
/// Convolutions and their two adjoints against plain loops in double precision, over sizes, strides, paddings and numbers of threads.
/// </summary>
public unsafe class ConvolutionTests
{
    private const int Guard = 1024;
    private const float Unwritten = 12345;

    private static readonly Gen<Case> Cases =
        from sizes in Gen.Select(
            Gen.OneOf(Gen.Int[1, 5], Gen.Int[24, 33]),
            Gen.OneOf(Gen.Int[1, 9], Gen.Int[30, 40]),
            Gen.Int[1, 17],
            Gen.Int[1, 12],
            Gen.OneOf(Gen.Int[1, 9], Gen.Int[30, 40]))
        from windows in Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[1, 3])
        let height = Math.Max(sizes.Item3, windows.Item1)
        let width = Math.Max(sizes.Item4, windows.Item2)
        let padding = (Height: Math.Min(windows.Item5, windows.Item1 - 1), Width: Math.Min(windows.Item6, windows.Item2 - 1))
        select new Case(
            new ConvolutionShape(
                sizes.Item1,
                height,
                width,
                sizes.Item2,
                ((height + (2 * padding.Height) - windows.Item1) / windows.Item3) + 1,
                ((width + (2 * padding.Width) - windows.Item2) / windows.Item4) + 1,
                windows.Item1,
                windows.Item2,
                windows.Item3,
                windows.Item4,
                padding.Height,
                padding.Width),
            sizes.Item5,
            windows.Item7);

    [Fact]
    public void A_convolution_is_a_sum_over_windows() => Cases.Sample(
        c => Compare(c, (x, weight, result) => new ConvolutionOperation(result, x, weight, c.Shape, c.Examples), Sums.Result),
        iter: 150);

    [Fact]
    public void Its_adjoint_in_the_map_gives_every_number_back_to_its_window() => Cases.Sample(
        c => Compare(c, (x, weight, result) => new ConvolutionInputOperation(x, result, weight, c.Shape, c.Examples), Sums.Map),
        iter: 150);

    [Fact]
    public void Its_adjoint_in_the_weights_sums_over_examples_and_windows() => Cases.Sample(
        c => Compare(c, (_, _, _) => null, Sums.Weight),
        iter: 150);

    private static void Compare(Case c, Func<Matrix, Matrix, Matrix, Operation?> create, Sums sums)
    {
        using var memory = new AlignedMemory();
        var x = Random(memory, Rows.Batch(1), c.Shape.MapSize, c.Examples, 1);
        var weight = Random(memory, Rows.Fixed(c.Shape.Filters), c.Shape.Taps, c.Examples, 2);
        var result = Random(memory, Rows.Batch(1), c.Shape.OutSize, c.Examples, 3);
        var wanted = sums switch { Sums.Result => result, Sums.Map => x, _ => weight };
        var expected = Loops(c, x.Data, weight.Data, result.Data, sums);
        var operation = create(x, weight, result);
        if (operation is not null)
        {
            RunAll(memory, c, operation);
        }
        else
        {
            var parts = new ConvolutionWeightOperation(x, result, c.Shape, c.Examples, memory.Take);
            RunAll(memory, c, parts);
            RunAll(memory, c, new ConvolutionWeightFinish(weight, parts, c.Examples));
        }

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - wanted.Data[i]) <= 1e-5 * (1 + Math.Sqrt(c.Shape.Taps * c.Examples)),
                $"{c}: {i} is {wanted.Data[i]}, not {expected[i]}.");
        }
    }

    private static void RunAll(AlignedMemory memory, Case c, Operation operation)
    {
        for (var thread = 0; thread < c.Threads; thread++)
        {
            var scratch = (float*)memory.Take(4 * (operation.Scratch + Guard));
            new Span<float>(scratch + operation.Scratch, Guard).Fill(Unwritten);
            Assert.True(operation.Run(new Worker(thread, c.Threads, scratch) { Examples = c.Examples }));
            Assert.False(
                new Span<float>(scratch + operation.Scratch, Guard).ContainsAnyExcept(Unwritten),
                $"{c} writes behind its scratch memory.");
        }
    }

    private static double[] Loops(Case c, float* x, float* weight, float* result, Sums sums)
    {
        var s = c.Shape;
        var into = new double[sums switch
        {
            Sums.Result => c.Examples * s.OutSize,
            Sums.Map => c.Examples * s.MapSize,
            _ => s.Filters * s.Taps
        }];
        for (var i = 0; i < c.Examples * s.OutSize * s.Taps; i++)
        {
            var (rest, kx) = Math.DivRem(i, s.KernelWidth);
            (rest, var ky) = Math.DivRem(rest, s.KernelHeight);
            (rest, var channel) = Math.DivRem(rest, s.Channels);
            (rest, var ox) = Math.DivRem(rest, s.OutWidth);
            (rest, var oy) = Math.DivRem(rest, s.OutHeight);
            var (example, filter) = Math.DivRem(rest, s.Filters);
            var (y, column) = ((oy * s.StrideHeight) + ky - s.PaddingHeight, (ox * s.StrideWidth) + kx - s.PaddingWidth);
            if (y < 0 || y >= s.Height || column < 0 || column >= s.Width)
            {
                continue;
            }

            var atMap = (((((example * s.Channels) + channel) * s.Height) + y) * s.Width) + column;
            var atResult = (((((example * s.Filters) + filter) * s.OutHeight) + oy) * s.OutWidth) + ox;
            var atWeight = (((((filter * s.Channels) + channel) * s.KernelHeight) + ky) * s.KernelWidth) + kx;
            switch (sums)
            {
                case Sums.Result:
                    into[atResult] += (double)x[atMap] * weight[atWeight];
                    break;
                case Sums.Map:
                    into[atMap] += (double)result[atResult] * weight[atWeight];
                    break;
                default:
                    into[atWeight] += (double)x[atMap] * result[atResult];
                    break;
            }
        }

        return into;
    }

    private static Matrix Random(AlignedMemory memory, Rows rows, int width, int examples, int seed)
    {
        var random = new Random(seed);
        var matrix = new Matrix((float*)memory.Take(4L * rows.Of(examples) * width), rows, width);
        for (var i = 0; i < rows.Of(examples) * width; i++)
        {
            matrix.Data[i] = (random.NextSingle() * 2) - 1;
        }

        return matrix;
    }

    private enum Sums
    {
        Result,
        Map,
        Weight,
    }

    private sealed record Case(ConvolutionShape Shape, int Examples, int Threads);
}
