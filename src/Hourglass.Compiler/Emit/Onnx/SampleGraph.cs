using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>Codes drawn from their priors and decoded. The random numbers are inputs, so that a graph gives the same every time.</summary>
internal sealed class SampleGraph
{
    private readonly EmitContext _context;
    private readonly GraphParts _drawn;
    private readonly Dictionary<string, Value> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _sites = [];

    private SampleGraph(EmitContext context, CancellationToken cancellation)
    {
        _context = context;
        _drawn = new GraphParts(context, encoded: false, cancellation);
    }

    /// <summary>The graph; null where the model cannot sample.</summary>
    /// <exception cref="RefusedException">ONNX has no operators for the draws.</exception>
    public static WrittenGraph? Of(EmitContext context, CancellationToken cancellation)
    {
        if (!PublicApiEmitter.CanSample(context))
        {
            return null;
        }

        var codes = PublicApiEmitter.VariablesOf(context, Role.Decode).Where(name => PublicApiEmitter.IsDrawn(context, name)).ToArray();
        var sample = new SampleGraph(context, cancellation);
        Array.ForEach(codes, name => sample.Draw(name));
        return sample.Write(codes, cancellation);
    }

    /// <summary>Draws a code, those that its prior depends on first.</summary>
    private Value Draw(string name)
    {
        if (_codes.TryGetValue(name, out var known))
        {
            return known;
        }

        var (program, build) = (_context.Program, _drawn.Build);
        var prior = program.Priors.TryGetValue(name, out var given) ? given : null;
        if (prior is not null)
        {
            foreach (var read in _context.Model.PriorOf(name)!.Reads.Select(reference => reference.Name).Distinct())
            {
                _drawn.Put(program.Samples[read], Draw(read));
            }

            prior = _drawn.DensityOf(prior);
        }

        prior ??= program.Distributions[name].Standard(build);
        var first = build.Sites;
        build.Scope = name;
        var rows = build.Add(new DataOp(name, prior.Event, Classes: false), name);
        var draw = prior.Entry.Draw(prior, new DrawSource(build, rows)) ?? throw new RefusedException($"draws of {prior.Entry.Name}");
        build.Scope = null;
        for (var site = first; site < build.Sites; site++)
        {
            _sites[site] = name;
        }

        return _codes[name] = prior.Through(draw);
    }

    /// <summary>What gives draws their gradients is left out.</summary>
    private WrittenGraph Write(string[] codes, CancellationToken cancellation)
    {
        var graph = new GraphParts(_context, encoded: false, cancellation);
        var numbers = new Inference(graph.Build, [], encoded: false);
        var leaves = Graphs.Behind(codes.Select(code => _codes[code]));
        foreach (var leaf in leaves.Where(value => value.Op is DrawOp).OrderBy(value => ((DrawOp)value.Op).Site))
        {
            var (op, code) = ((DrawOp)leaf.Op, _sites[((DrawOp)leaf.Op).Site]);
            var isNormal = op.Kind == DrawKind.Normal;
            graph.Take(
                numbers.Of(leaf),
                $"{code}_{(isNormal ? "normal" : "uniform")}",
                code,
                $"{(isNormal ? "Standard normal numbers" : "Numbers uniform on [0, 1)")} to draw {code} from.");
        }

        foreach (var code in codes)
        {
            var place = _context.Program.Samples.TryGetValue(code, out var sample) ? sample : _context.Program.Functions[code];
            graph.Put(place, numbers.Of(_codes[code]));
        }

        graph.TakeLatentClasses();
        var output = _context.Decoded[0];
        graph.Give(graph.MeanInUnits(output), "sample", output.Name, $"The mean of {output.Name} at the codes that are drawn.");
        return graph.Write("sample", PublicApiEmitter.Conditions(_context));
    }
}
