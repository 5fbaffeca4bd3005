using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes <c>Minimize</c>, the objective on a batch, and <c>MinimizeCritics</c>, that of the critics; of phases too.</summary>
internal static class ObjectiveEmitter
{
    /// <summary>Calls that take gradients, also where nothing is trained.</summary>
    internal static readonly string[] TakesGradients =
        [Catalogue.Terms.Contractive.Call, Catalogue.Terms.CriticPenalty.Call, Catalogue.Methods.DirectionCosine.Call];

    private static readonly WeightText Weights = new("Epoch", formula => formula.Text, ParametersEmitter.Use);

    public static void Emit(EmitContext context, SourceWriter writer)
    {
        foreach (var objective in context.Objectives)
        {
            var program = objective.Program;
            var of = program.Name.Length == 0 ? "" : $" of the phase {program.Name}";
            Emit(
                context,
                writer,
                $"The objective{of} on a batch: sums over the event (or means, where a term says so), averaged over the examples.",
                (objective.Record, objective.Method),
                program,
                program.Terms,
                objective.Data);
            if (program.Directions.Count > 0)
            {
                EmitDirections(context, writer, objective);
            }

            if (objective.HasCritics)
            {
                Emit(
                    context,
                    writer,
                    $"What the critics minimize on a batch{of}, averaged over the examples; gradients reach the critics alone.",
                    (objective.CriticRecord, objective.CriticMethod),
                    program,
                    program.CriticTerms,
                    objective.CriticData);
            }
        }
    }

    private static void Emit(
        EmitContext context,
        SourceWriter writer,
        string summary,
        (string Record, string Method) names,
        LoweredObjective objective,
        IReadOnlyList<(BoundTerm Term, Value Value)> terms,
        IReadOnlyList<BoundData> data)
    {
        var locals = new Identifiers(ReservedNames.Locals);
        writer.Line();
        writer.Doc("summary", summary);
        var parameters = Parameters.Of(data, locals, writer);
        writer.Doc("returns", "Scalars; Total carries the gradients.");
        writer.Doc("exception", " cref=\"DataException\"", "An argument has another shape or type, or is elsewhere than the weights.");
        writer.Declare(
            terms.Count == 0 ? context.Model.Span : terms[0].Term.Span,
            $"public {names.Record} ",
            $"{names.Method}({parameters.Declaration})");
        writer.Open();
        ArgumentEmitter.Emit(context, writer, parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name)));
        writer.Line("using var scope = torch.NewDisposeScope();");
        var body = new MethodBody(context, writer, Region.Objective, locals);
        foreach (var (item, name) in parameters.Names)
        {
            body.Bind(context.Program.Inputs[item.Name], name);
        }

        EmitJacobianInputs(context, writer, parameters, body, terms);
        foreach (var sample in context.Program.Samples.Where(sample => sample.Value.Region == Region.Objective))
        {
            body.Prefer(sample.Value, sample.Key);
        }

        foreach (var (term, value) in terms)
        {
            body.Prefer(value, term.Name);
        }

        foreach (var (_, value) in terms)
        {
            body.Use(value);
        }

        foreach (var (term, _) in terms.Where(term => objective.EncoderTerms.ContainsKey(term.Term)))
        {
            body.Use(objective.EncoderTerms[term]);
        }

        writer.Unmap();
        var values = terms.Select(term => body.Use(term.Value).Text).ToArray();
        EmitTotal(objective, writer, body, terms, values);
        var members = new[] { "total" }.Concat(values).Select(name => $"{name}.MoveToOuterDisposeScope()").ToArray();
        writer.Line($"return new {names.Record}({string.Join(", ", members)});");
        writer.Close();
    }

    /// <summary>What a method moves parameters by, put where optimizers look for gradients.</summary>
    private static void EmitDirections(EmitContext context, SourceWriter writer, EmittedObjective objective)
    {
        var locals = new Identifiers(ReservedNames.Locals);
        var method = objective.Program.Bound.Method!;
        writer.Line();
        writer.Doc(
            "summary", $"What {method.Entry.Name} moves parameters by, in the places of gradients ({method.Entry.Source}).");
        var parameters = Parameters.Of(objective.Data, locals, writer);
        writer.Open($"private void {objective.DirectionMethod}({parameters.Declaration})");
        writer.Line("using var scope = torch.NewDisposeScope();");
        writer.Line("using var still = torch.no_grad();");
        var body = new MethodBody(context, writer, Region.Objective, locals);
        foreach (var (item, name) in parameters.Names)
        {
            body.Bind(context.Program.Inputs[item.Name], name);
        }

        foreach (var direction in objective.Program.Directions)
        {
            var value = body.Use(direction.Value).Text;
            writer.Unmap();
            writer.Line($"{body.Use(direction.Weight).Text}.grad = {value};");
        }

        writer.Close();
    }

    /// <summary>
    /// A penalty on a Jacobian needs what it is taken by in the graph, also where nothing is trained; what weights are behind is there
    /// already.
    /// </summary>
    private static void EmitJacobianInputs(
        EmitContext context,
        SourceWriter writer,
        Parameters parameters,
        MethodBody body,
        IEnumerable<(BoundTerm Term, Value Value)> terms)
    {
        var used = Graphs.Behind(terms.Select(term => term.Value));
        var inputs = used
            .Where(value => value.Op is CallOp call && TakesGradients.Contains(call.Name))
            .Select(value => value.Inputs[1])
            .Distinct()
            .OrderBy(value => value.Id)
            .ToArray();
        if (inputs.Length == 0)
        {
            return;
        }

        writer.Line("using var gradients = torch.enable_grad();");
        foreach (var input in inputs.Where(input => !CarriesGradients(input)))
        {
            var name = input.Op is DataOp data ? parameters.NameOf(data.Field) : body.Use(input).Text;
            writer.Line($"{name} = {name}.detach().requires_grad_(true);");
        }
    }

    /// <summary>Whether a weight is behind a value, by way of gradients.</summary>
    internal static bool CarriesGradients(Value value) => Graphs
        .Behind([value], at => at.Op is not (DetachOp or ScriptedOp or DrawOp))
        .Any(at => at.Op is WeightOp { IsTrained: true } or CallOp { Layer: not null });

    private static void EmitTotal(
        LoweredObjective objective,
        SourceWriter writer,
        MethodBody body,
        IReadOnlyList<(BoundTerm Term, Value Value)> terms,
        IReadOnlyList<string> names)
    {
        var sum = Weights.Total([.. terms.Select(term => term.Term)], names);
        var total = names.Contains(sum) ? $"{sum}.alias()" : sum;
        var apart = Weights.OfEncoder(objective, terms.Select(term => term.Term), names, value => body.Use(value).Text);
        writer.Line(apart.Length == 0
            ? $"var total = {total};"
            : $"var total = EncoderGradient.Exchange({total}, {string.Join(" + ", apart)}, Encoder);");
    }

    /// <summary>A weight as an expression of <c>Epoch</c>; a capacity is no part of it.</summary>
    public static string WeightText(BoundWeight weight) => Weights.Of(weight);

    /// <summary>What a term is held at, as an expression of <c>Epoch</c>.</summary>
    public static string CapacityText(BoundWeight weight) => Weights.Capacity(weight);
}
