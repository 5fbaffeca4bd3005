using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;

namespace Hourglass.Editor.Features;

/// <summary>Places inside blocks, as the models that use them were bound with them.</summary>
internal static class Blocks
{
    /// <summary>Where a place of a block stands now, whose model may have been bound when the block stood on other lines.</summary>
    public static TextSpan Now(ModelAnalysis model, BlockDeclaration block, TextSpan span)
    {
        var then = model.Unit.Input.Blocks.First(other => other.Name.Text == block.Name.Text).Span.Start.Line;
        var lines = block.Span.Start.Line - then;
        return new TextSpan(
            span.Start with { Line = span.Start.Line + lines }, span.End with { Line = span.End.Line + lines });
    }
}
