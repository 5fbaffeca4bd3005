using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hourglass.Native;
using Hourglass.Tests.Steps;
using Hourglass.Training;
using Hourglass.Training.Steps;

namespace Hourglass.Tests.Native;

/// <summary>
/// What holds on a processor with fewer instructions alone. <see cref="OtherProcessorTests"/> runs these, each in a process that was told
/// to do without.
/// </summary>
public class LesserProcessorTests
{
    [Fact(Explicit = true)]
    public void Without_AVX512_products_are_taken_in_256_bits_and_the_native_step_comes_first()
    {
        Assert.False(Avx512F.IsSupported);
        Assert.False(Vector512.IsHardwareAccelerated);
        Assert.Equal(16, Kernel.Width);
        Assert.Equal(Vector256.IsHardwareAccelerated, MatrixProducts.WhyNot() is null);
        Assert.Equal(Vector256.IsHardwareAccelerated ? StepKind.Native : StepKind.Portable, Train(StepKind.Auto).Ran);
    }

    [Fact(Explicit = true)]
    public void Without_AVX2_the_portable_step_trains_and_says_why()
    {
        Assert.False(Avx2.IsSupported);
        Assert.False(Fma.IsSupported);
        Assert.False(Vector256.IsHardwareAccelerated);
        const string why = "the processor has no vectors of 256 bits";
        Assert.StartsWith($"portable (not native because {why}", Train(StepKind.Auto).ToString(), StringComparison.Ordinal);
        Assert.Contains(
            $"the native step does not run because {why}",
            Assert.Throws<TrainingException>(() => Train(StepKind.Native)).Message,
            StringComparison.Ordinal);
    }

    private static StepChoice Train(StepKind step)
    {
        using var model = TestModels.Create("12");
        using var data = TestModels.DataSet(model, 8);
        return model.TrainOn(data, new TrainOptions { Epochs = 1, Step = step }).Step;
    }
}
