using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>Lays out a file: its declarations, and the statements of its models. What is not right stays as it is.</summary>
internal sealed class FileLayout
{
    private readonly FormatPlan _plan;
    private readonly FormatSource _source;
    private readonly Soundness _soundness;
    private readonly StatementLayout _statements;
    private readonly BracedLayout _braced;
    private readonly CancellationToken _cancellation;

    /// <summary>Behind the last token that was placed or left alone.</summary>
    private int _at;

    /// <summary>Whether what stands there was placed.</summary>
    private bool _isPlaced = true;

    private FileLayout(FormatPlan plan, ErrorPlaces errors, CancellationToken cancellation)
    {
        (_plan, _source, _cancellation) = (plan, plan.Source, cancellation);
        _soundness = new Soundness(_source, errors, cancellation);
        _statements = new StatementLayout(plan);
        _braced = new BracedLayout(plan, _statements);
    }

    /// <summary>Says what becomes of the gaps of a text.</summary>
    public static FormatPlan Of(FormatSource source, ParseResult<SourceFile> parsed, CancellationToken cancellation)
    {
        var layout = new FileLayout(new FormatPlan(source), new ErrorPlaces(parsed.Diagnostics), cancellation);
        layout.Lay(parsed.Tree);
        return layout._plan;
    }

    private void Lay(SourceFile file)
    {
        SyntaxNode? before = null;
        foreach (var (node, first, end) in PartsOf(file).OrderBy(part => part.First))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (first < _at)
            {
                // Inside a model, where it does not belong.
                continue;
            }

            var line = Gap.Line(0, EmptyLinesBetween(before, node));
            if (node is ModelDeclaration model)
            {
                LayModel(model, first, end, line);
            }
            else if (Begin(first, end, line, _soundness.IsSound(node, first, end)))
            {
                _statements.Lay(first, end, 2);
            }

            before = node;
        }

        if (CanFollow(_source.End))
        {
            _statements.Separate(_at, _source.End, Gap.Line(0, EmptyLines.Kept));
            _plan[_source.End] = Gap.Line(0, EmptyLines.Kept) with { IsLast = true };
            _plan.AddUnit(_source.End, _source.End + 1);
        }
    }

    private IEnumerable<(SyntaxNode Node, int First, int End)> PartsOf(SourceFile file)
    {
        if (file.Namespace is { } name)
        {
            // The tree has the name alone.
            var (first, end) = _source.RangeOf(name.Span);
            yield return (name, first - 1, end);
        }

        foreach (var node in file.Imports.Concat<SyntaxNode>(file.Declarations))
        {
            var (first, end) = _source.RangeOf(node.Span);
            yield return (node, first, end);
        }
    }

    private static EmptyLines EmptyLinesBetween(SyntaxNode? before, SyntaxNode node) =>
        before is Identifier or ModelDeclaration || (before is not null && node is ModelDeclaration)
            || (before is ImportSyntax && node is not ImportSyntax)
            ? EmptyLines.Wanted
            : EmptyLines.Kept;

    private void LayModel(ModelDeclaration model, int first, int end, Gap line)
    {
        var open = Math.Min(_source.PositionOf('{', first), end);
        var parts = model.Statements.Select(statement => (statement, range: _source.RangeOf(statement.Span))).ToArray();
        if (parts.Length > 0 && parts[0].range.First < open)
        {
            // There is no brace.
            open = parts[0].range.First - 1;
        }

        if (Begin(first, Math.Min(open + 1, end), line, _soundness.IsHead(first, open)))
        {
            _statements.Lay(first, open, 2);
            _statements.Place(open, Gap.Of(1, 0));
        }

        var columns = Columns.Of(model.Statements);
        var isFirst = true;
        foreach (var (statement, range) in parts)
        {
            var inside = Gap.Line(2, EmptyLines.Kept) with { IsFirst = isFirst };
            if (Begin(range.First, range.End, inside, _soundness.IsSound(statement, range.First, range.End)))
            {
                Lay(statement, range.First, range.End, columns);
            }

            isFirst = false;
        }

        var hasClose = end - 1 >= _at && _source[end - 1].Kind == '}';
        if (!hasClose || !Begin(end - 1, end, Gap.Close(0) with { IsFirst = isFirst }, _soundness.IsToken(end - 1)))
        {
            (_at, _isPlaced) = (Math.Max(_at, end), false);
        }
    }

    private void Lay(Statement statement, int first, int end, Columns columns)
    {
        columns.Pad(_plan, statement, first);
        switch (statement)
        {
            case TrainStatement train:
                _braced.LayTrain(train, first, end, 2);
                break;
            case RoleStatement { Braced: true } role:
                _braced.LayRole(role, first, end, 2);
                break;
            default:
                _statements.Lay(first, end, 4, isSum: statement is MinimizeStatement);
                break;
        }
    }

    /// <summary>Goes on at a token; says whether what begins there can be laid out, as it and what stands before it are right.</summary>
    private bool Begin(int first, int end, Gap line, bool isSound)
    {
        var begins = isSound && (CanFollow(first) || _source.StartsLine(first));
        if (begins && CanFollow(first))
        {
            _statements.Separate(_at, first, line);
            _statements.Place(first, line);
        }
        else if (begins)
        {
            _statements.Place(first, line with { Kind = GapKind.Indentation });
        }

        if (begins)
        {
            _plan.AddUnit(first, end);
        }

        (_at, _isPlaced) = (end, begins);
        return begins;
    }

    /// <summary>Whether a token follows, but for semicolons, something that was placed.</summary>
    private bool CanFollow(int at)
    {
        var follows = _isPlaced;
        for (var sign = _at; sign < at; sign++)
        {
            follows &= _source[sign].Kind == ';' && !_source.HasStray(sign);
        }

        return follows && !_source.HasStray(at);
    }
}
