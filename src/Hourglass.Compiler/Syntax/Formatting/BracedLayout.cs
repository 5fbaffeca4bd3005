using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>Lays out statements that hold others in braces.</summary>
internal sealed class BracedLayout(FormatPlan plan, StatementLayout statements)
{
    private readonly FormatSource _source = plan.Source;

    /// <summary>
    /// <c>train { ... }</c>: on one line where it was and has the room. Otherwise lines end where they did, and where they are too long; a
    /// line that is cut first has one setting.
    /// </summary>
    /// <param name="train">The statement.</param>
    /// <param name="first">Its first token, which is placed.</param>
    /// <param name="end">Behind its last one.</param>
    /// <param name="indent">Of its first token.</param>
    public void LayTrain(TrainStatement train, int first, int end, int indent)
    {
        var (open, close) = (_source.PositionOf('{', first), end - 1);
        var items = ItemsOf(train).Select(node => _source.RangeOf(node.Span)).OrderBy(item => item.First).ToArray();
        Separate(items, open, close, indent);
        foreach (var (item, _) in items.Skip(1))
        {
            plan.Pad(item, 1);
        }

        var isCut = _source.HasLine(open + 1, close + 1);
        var isFlat = items.Length == 0
            ? !_source.HasComment(close)
            : !isCut && statements.Column + plan.WidthOf(first + 1, end, first) <= StatementLayout.LineWidth;
        for (var at = first + 1; at <= open; at++)
        {
            if (!isFlat)
            {
                plan.Pad(at, 0);
            }

            statements.Place(at, Gap.Of(plan.SpacesBefore(at, first), indent));
        }

        for (var i = 0; i < items.Length; i++)
        {
            var (item, behind) = items[i];
            var isLine = !isFlat && (i == 0 || !isCut || _source.HasLine(item)
                || statements.Column + plan.WidthOf(item, behind, item) > StatementLayout.LineWidth);
            statements.Place(
                item,
                isLine ? Gap.Line(indent + 2, EmptyLines.Kept) with { IsFirst = i == 0 } : Gap.Of(i == 0 ? 1 : 2, indent + 2));
            statements.Lay(item, behind, indent + 4, isSum: true);
        }

        statements.Place(close, isFlat ? Gap.Of(1, indent) : Gap.Close(indent) with { IsFirst = items.Length == 0 });
    }

    /// <summary><c>encode { ... }</c>: a line for each binding, with signs in one column, and first arrows in another.</summary>
    /// <param name="role">The statement.</param>
    /// <param name="first">Its first token, which is placed.</param>
    /// <param name="end">Behind its last one.</param>
    /// <param name="indent">Of its first token.</param>
    public void LayRole(RoleStatement role, int first, int end, int indent)
    {
        var (open, close) = (first + 1, end - 1);
        var items = role.Bindings.Select(binding => _source.RangeOf(binding.Span)).ToArray();
        Separate(items, open, close, indent);
        statements.Place(open, Gap.Of(1, indent));
        var nameWidth = role.Bindings.Select(binding => binding.Name.Text.Length).DefaultIfEmpty(0).Max();
        var areNames = role.Bindings.All(binding => binding.Pipeline.Start is NameStart);
        var startWidth = areNames ? role.Bindings.Select(binding => LengthOfStart(binding)).DefaultIfEmpty(0).Max() : 0;
        for (var i = 0; i < items.Length; i++)
        {
            var (binding, (item, behind)) = (role.Bindings[i], items[i]);
            plan.Pad(item + 1, nameWidth - binding.Name.Text.Length);
            if (areNames && binding.Pipeline.Stages.Count > 0)
            {
                plan.Pad(_source.PositionOf(TokenKind.Arrow, item), startWidth - LengthOfStart(binding));
            }

            statements.Place(item, Gap.Line(indent + 2, EmptyLines.Kept) with { IsFirst = i == 0 });
            statements.Lay(item, behind, indent + 4);
        }

        statements.Place(close, Gap.Close(indent) with { IsFirst = items.Length == 0 });
    }

    /// <summary>What stands in the braces of a <c>train</c>.</summary>
    public static IEnumerable<SyntaxNode> ItemsOf(TrainStatement train) =>
        train.Minimize is null ? train.Settings : [.. train.Settings, train.Minimize];

    private static int LengthOfStart(BindingSyntax binding) => ((NameStart)binding.Pipeline.Start).Name.Length;

    private void Separate((int First, int End)[] items, int open, int close, int indent)
    {
        var end = open + 1;
        foreach (var item in items)
        {
            statements.Separate(end, item.First, Gap.Line(indent + 2));
            end = item.End;
        }

        statements.Separate(end, close, Gap.Line(indent + 2));
    }
}
