namespace Hourglass.Compiler.Syntax;

/// <summary>Where the errors of a text are, to ask quickly what they touch.</summary>
internal sealed class ErrorPlaces
{
    private readonly LinePosition[] _starts;

    /// <summary>
    /// The furthest end of an error and all those before it, so that one search finds whether any of them reaches a place.
    /// </summary>
    private readonly LinePosition[] _reach;

    /// <summary>Places of the errors among diagnostics that are sorted by place.</summary>
    public ErrorPlaces(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(error => error.Severity == Severity.Error).Select(error => error.Span).ToArray();
        _starts = Array.ConvertAll(errors, error => error.Start);
        _reach = new LinePosition[errors.Length];
        for (var i = 0; i < errors.Length; i++)
        {
            _reach[i] = i > 0 && _reach[i - 1].CompareTo(errors[i].End) > 0 ? _reach[i - 1] : errors[i].End;
        }
    }

    /// <summary>Whether there are none.</summary>
    public bool AreNone => _starts.Length == 0;

    /// <summary>Whether an error lies in a span, or begins or ends at its ends.</summary>
    public bool Touch(TextSpan span)
    {
        var last = LastUpTo(span.End);
        return last >= 0 && _reach[last].CompareTo(span.Start) >= 0;
    }

    /// <summary>Index of the last start that is not behind a place; -1 where there is none.</summary>
    private int LastUpTo(LinePosition end)
    {
        int low = 0, high = _starts.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_starts[middle].CompareTo(end) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
