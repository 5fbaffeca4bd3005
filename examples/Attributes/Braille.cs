using System.Text;
using static TorchSharp.torch;

namespace Attributes;

/// <summary>Pictures for a terminal: a character of Unicode's Braille block is two dots wide and four dots high.</summary>
internal static class Braille
{
    private static readonly int[,] Dots = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>Images side by side, a dot for every value above one half.</summary>
    /// <param name="images">[N, 784], each of 28 × 28.</param>
    public static string Row(Tensor images)
    {
        using var bright = images.reshape(-1, 28, 28) > 0.5;
        var values = bright.data<bool>().ToArray();
        var text = new StringBuilder();
        for (var y = 0; y < 28; y += 4)
        {
            for (var image = 0; image < images.shape[0]; image++)
            {
                for (var x = 0; x < 28; x += 2)
                {
                    text.Append(Character(values, (image * 784) + (y * 28) + x));
                }
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static char Character(bool[] values, int corner)
    {
        var dots = 0;
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 2; column++)
            {
                dots |= values[corner + (row * 28) + column] ? Dots[row, column] : 0;
            }
        }

        return (char)('\u2800' + dots);
    }
}
