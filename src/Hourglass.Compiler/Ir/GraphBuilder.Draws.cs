using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Ir;

/// <summary>Random numbers: each place that draws has a number of its own.</summary>
public sealed partial class GraphBuilder
{
    private int _sites;

    /// <summary>The number of the next place that draws; 0, 1, 2, … in the order of creation.</summary>
    public int NextSite() => _sites++;

    /// <summary>Has places that draw numbered again from where others were: what is called twice draws at the same places.</summary>
    /// <param name="site">The number of the first.</param>
    /// <param name="body">What adds them.</param>
    public Value FromSite(int site, Func<Value> body)
    {
        var next = _sites;
        _sites = site;
        var value = body();
        _sites = Math.Max(next, _sites);
        return value;
    }

    /// <summary>How many places draw so far.</summary>
    public int Sites => _sites;

    /// <summary>Random numbers in the extent of another value.</summary>
    internal Value Draw(int site, DrawKind kind, Value like, int repeats = 1) => Add(
        new DrawOp(site, kind, like.Extent with { Rows = checked(like.Extent.Rows * repeats) }),
        kind == DrawKind.Normal ? "normal" : "uniform",
        like);

    /// <summary>Random numbers of a shape, without rows.</summary>
    internal Value Draw(int site, DrawKind kind, Shape shape, Value like) =>
        Add(new DrawOp(site, kind, new Extent(0, shape)), kind == DrawKind.Normal ? "normal" : "uniform", like);
}
