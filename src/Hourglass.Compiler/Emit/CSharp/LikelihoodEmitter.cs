using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes <c>LogLikelihood</c>: log p(x), estimated from draws of the posterior.</summary>
internal static class LikelihoodEmitter
{
    /// <summary>The public method, and the weights of its draws.</summary>
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        if (context.Program.LogWeights is not { } weights)
        {
            return;
        }

        var locals = new Identifiers(ReservedNames.Locals);
        writer.Line();
        writer.Doc(
            "summary",
            "An estimate of log p(x) for each example, by importance sampling from the posterior (Burda et al., 2016, equation 8): from "
            + "below, and closer the more draws there are.");
        var parameters = Parameters.Of(context.LikelihoodData, locals, writer);
        writer.Doc("param", " name=\"draws\"", "How many draws for each example.");
        writer.Doc("returns", "[N], in nats.");
        var names = parameters.Names.Select(parameter => parameter.Name).ToArray();
        var copies = string.Join(", ", names.Select(name => $"ImportanceSampling.Copies({name}, times)"));
        PublicApiEmitter.Open(
            context,
            writer,
            context.Model.Span,
            ("Tensor", $"LogLikelihood({parameters.Declaration}, int draws = 100)"),
            parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name)),
            "No gradient passes.");
        writer.Line(
            $"return ImportanceSampling.LogMean(draws, {NumberText.Of(weights.Extent.Rows)}, {names[0]}.size(0), "
            + $"times => LogWeights({copies})).MoveToOuterDisposeScope();");
        writer.Close();
        EmitWeights(context, writer, weights, parameters, locals);
    }

    private static void EmitWeights(EmitContext context, SourceWriter writer, Value weights, Parameters parameters, Identifiers locals)
    {
        writer.Line();
        writer.Doc("summary", "log p(x, z) - log q(z | x) at a draw of z.");
        writer.Open($"private Tensor LogWeights({parameters.Declaration})");
        var body = new MethodBody(context, writer, Region.Objective, locals, MethodBody.UsesBehind(weights)) { Training = "false" };
        foreach (var (data, name) in parameters.Names)
        {
            body.Bind(context.Program.Inputs[data.Name], name);
        }

        var result = body.Use(weights);
        writer.Unmap();
        writer.Line($"return {result};");
        writer.Close();
    }
}
