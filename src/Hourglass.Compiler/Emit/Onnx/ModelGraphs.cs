using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>The graphs that a model has: what its methods compute outside of training, random codes at their means.</summary>
internal static class ModelGraphs
{
    /// <summary>The graphs, and those that ONNX has no operators for with the reason, in words.</summary>
    /// <param name="context">The model.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    public static (IReadOnlyList<WrittenGraph> Graphs, IReadOnlyList<(string Graph, string Why)> Refused) Of(
        EmitContext context, CancellationToken cancellation)
    {
        (string Name, Func<EmitContext, CancellationToken, WrittenGraph?> Write)[] all =
        [
            ("encode", Encode), ("decode", Decode), ("reconstruct", Reconstruct), ("predict", Predict), ("score", Score),
            ("sample", (model, token) => SampleGraph.Of(model, token)),
        ];
        var graphs = new List<WrittenGraph>();
        var refused = new List<(string, string)>();
        foreach (var (name, write) in all)
        {
            try
            {
                if (write(context, cancellation) is { } graph)
                {
                    graphs.Add(graph);
                }
            }
            catch (Exception e) when (e is RefusedException or UnderivedException)
            {
                refused.Add((name, e.Message));
            }
        }

        return (graphs, refused);
    }

    private static WrittenGraph? Encode(EmitContext context, CancellationToken cancellation)
    {
        if (context.Codes.Count == 0)
        {
            return null;
        }

        var graph = new GraphParts(context, encoded: true, cancellation);
        foreach (var code in context.Codes)
        {
            graph.GiveMean(code, $"The code {code.Name}{(code.Distribution is null ? "" : ", at the mean of its distribution")}.");
            graph.GiveParameters(code);
        }

        return graph.Write("encode", PublicApiEmitter.EncoderData(context));
    }

    private static WrittenGraph? Decode(EmitContext context, CancellationToken cancellation)
    {
        if (context.Decoded.Count == 0)
        {
            return null;
        }

        var graph = new GraphParts(context, encoded: false, cancellation);
        var variables = PublicApiEmitter.VariablesOf(context, Role.Decode);
        foreach (var variable in variables.Where(variable => context.Model.FindData(variable) is null))
        {
            graph.TakeCode(variable);
        }

        graph.TakeLatentClasses();
        foreach (var output in context.Decoded)
        {
            graph.GiveMean(output, MeanOf(context, output));
            graph.GiveParameters(output);
        }

        return graph.Write("decode", [.. context.Model.Data.Where(data => variables.Contains(data.Name, StringComparer.Ordinal))]);
    }

    private static WrittenGraph? Reconstruct(EmitContext context, CancellationToken cancellation)
    {
        if (context.Decoded.Count == 0)
        {
            return null;
        }

        var graph = new GraphParts(context, encoded: true, cancellation);
        graph.Give(graph.MeanInUnits(context.Decoded[0]), "reconstruction", context.Decoded[0].Name, MeanOf(context, context.Decoded[0]));
        return graph.Write("reconstruct", PublicApiEmitter.ReconstructionData(context));
    }

    /// <summary>The encoder is not told the classes that it is asked for.</summary>
    private static WrittenGraph? Predict(EmitContext context, CancellationToken cancellation)
    {
        var latent = context.LatentClasses;
        var outputs = EvaluationEmitter.PredictedClasses(context);
        if (outputs.Count == 0 && latent is null)
        {
            return null;
        }

        var graph = new GraphParts(context, encoded: true, cancellation);
        var asked = new HashSet<string>(outputs.Select(output => output.Name), StringComparer.Ordinal);
        if (latent is not null)
        {
            asked.Add(latent);
        }

        foreach (var name in asked)
        {
            graph.Miss(name);
        }

        foreach (var name in asked)
        {
            var binding = context.Model.Bindings.First(
                binding => binding.Name == name && (name == latent ? binding.Role == Role.Encode : outputs.Contains(binding)));
            graph.Give(graph.Mean(binding), name, name, $"The probabilities of the classes of {name}.");
        }

        string[] read =
        [
            .. PublicApiEmitter.EncoderData(context).Select(data => data.Name),
            .. outputs.SelectMany(output => PublicApiEmitter.VariablesOf(context, output.Role)),
        ];
        return graph.Write("predict", [.. context.Model.Data.Where(data => read.Contains(data.Name))]);
    }

    /// <summary>How far reconstructions are from the data, in their own units and as the model reads them.</summary>
    private static WrittenGraph? Score(EmitContext context, CancellationToken cancellation)
    {
        if (context.Decoded.Count == 0
            || DescribedData.Of(context.Model, context.Decoded[0]) is not { Classes: 0 } data
            || data.Shape.Count != context.Decoded[0].Shape.Count)
        {
            return null;
        }

        var graph = new GraphParts(context, encoded: true, cancellation);
        var (made, stored) = (graph.MeanInUnits(context.Decoded[0]).Reshape(data.Shape), graph.Stored(data));
        var missing = data.HasGaps ? " Missing elements do not count." : "";
        graph.Build.Scope = "error";
        var squares = (made - stored).Square();
        graph.Give(
            (data.HasGaps ? squares.NumberOr(0) : squares).SumOfEvent(),
            "reconstruction",
            data.Name,
            $"The sum of squared differences between {data.Name} and its reconstruction.{missing}");
        if (data.Preparations.Count > 0)
        {
            var (own, given) = (graph.Prepared(data, made), graph.Prepared(data, stored));
            graph.Build.Scope = "prepared_error";
            squares = (own - given).Square();
            graph.Give(
                (data.HasGaps ? squares * stored.IsNumber() : squares).SumOfEvent(),
                "prepared",
                data.Name,
                $"The same of values as the model reads them.{missing}");
        }

        graph.Build.Scope = null;
        var read = PublicApiEmitter.ReconstructionData(context);
        return graph.Write("score", [.. context.Model.Data.Where(item => item == data || read.Contains(item))]);
    }

    private static string MeanOf(EmitContext context, BoundBinding output)
    {
        var units = DescribedData.Of(context.Model, output) is { Preparations.Count: > 0 } ? ", in the data's own units" : "";
        return output.Distribution is null ? $"The output {output.Name}{units}." : $"The mean of {output.Name}{units}.";
    }
}
