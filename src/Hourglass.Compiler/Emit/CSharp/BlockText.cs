using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Blocks of rows, cut out or put into larger ones, in C#.</summary>
internal static class BlockText
{
    /// <summary>A block, as calls that narrow each dimension.</summary>
    public static string Narrowed(CutOp op, Shape whole) => string.Concat(Enumerable.Range(0, whole.Rank)
        .Where(i => op.Shape[i] != whole[i])
        .Select(i => $".narrow({NumberText.Of(i + 1)}, {NumberText.Of(op.Start[i])}, {NumberText.Of(op.Shape[i])})"));

    /// <summary>
    /// What is added before and behind each dimension, the last one first; leading ones that stay as they are are left out.
    /// </summary>
    public static string Borders(EmbedOp op, Shape part)
    {
        var borders = Enumerable.Range(0, part.Rank)
            .Select(i => (Before: op.Start[i], Behind: op.Shape[i] - part[i] - op.Start[i]))
            .ToArray();
        return Numbers.List(
            borders.SkipWhile(border => border == (0, 0)).Reverse().SelectMany(border => new[] { border.Before, border.Behind }));
    }
}
