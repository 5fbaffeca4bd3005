using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>The sizes of a convolution in C#; a sequence is a map with a height of 1.</summary>
internal static class ConvolutionText
{
    public static string Of(ConvSizes sizes)
    {
        if (sizes.Rank > 2)
        {
            throw new UnsupportedException($"convolutions of {NumberText.Of(sizes.Rank)} dimensions");
        }

        if (!sizes.Window.IsPlain)
        {
            throw new UnsupportedException(sizes.Window.Groups > 1 ? "convolutions in groups" : "dilated convolutions");
        }

        var flat = sizes.Rank == 1;
        var numbers = new[]
        {
            sizes.Input[0],
            flat ? 1 : sizes.Input[1],
            sizes.Input[sizes.Rank],
            sizes.Output[0],
            flat ? 1 : sizes.Output[1],
            sizes.Output[sizes.Rank],
            flat ? 1 : sizes.Window.Kernel[0],
            sizes.Window.Kernel[sizes.Rank - 1],
            flat ? 1 : sizes.Window.Stride[0],
            sizes.Window.Stride[sizes.Rank - 1],
            flat ? 0 : sizes.Window.Padding[0],
            sizes.Window.Padding[sizes.Rank - 1],
        };
        return $"new ConvolutionShape({string.Join(", ", numbers.Select(number => NumberText.Of(number)))})";
    }
}
