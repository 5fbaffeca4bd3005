using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes <c>loss</c>, the objective on a batch, <c>critic_loss</c>, that of the critics, and those of phases.</summary>
internal static class LossMethods
{
    private static readonly WeightText Weights = new("self.epoch", PythonFormula.Of);

    /// <summary>The names of an objective's methods.</summary>
    public static PyTorchObjective NamesOf(EmittedObjective objective)
    {
        var prefix = objective.Suffix.Length == 0 ? "" : PythonText.Snake(objective.Suffix) + "_";
        return new PyTorchObjective(
            prefix + "loss",
            objective.HasCritics ? prefix + "critic_loss" : null,
            objective.Program.Directions.Count > 0 ? prefix + "directions" : null);
    }

    /// <summary>What wrappers such as DistributedDataParallel call.</summary>
    public static void EmitForward(PythonContext context, PythonWriter writer)
    {
        writer.Line();
        writer.Open(
            "def forward(self, batch: Mapping[str, Tensor], noise: Mapping[int, Tensor] | None = None, loss: str = \"loss\")"
            + " -> dict[str, Tensor]:");
        writer.Doc("An objective by the name of its method: wrappers of modules call this.");
        writer.Line("return getattr(self, loss)(batch, noise)");
        writer.Close();
    }

    /// <summary>Writes an objective.</summary>
    public static void Emit(PythonContext context, PythonWriter writer, EmittedObjective objective)
    {
        var program = objective.Program;
        var of = program.Name.Length == 0 ? "" : $" of the phase {program.Name}";
        Emit(context, writer, objective, ofCritics: false, $"The objective{of} on a batch, averaged over the examples.");
        if (program.Directions.Count > 0)
        {
            EmitDirections(context, writer, objective);
        }

        if (objective.HasCritics)
        {
            var summary = $"What the critics minimize on a batch{of}; gradients reach the critics alone.";
            Emit(context, writer, objective, ofCritics: true, summary);
        }
    }

    private static void Emit(PythonContext context, PythonWriter writer, EmittedObjective objective, bool ofCritics, string summary)
    {
        var (program, names) = (objective.Program, NamesOf(objective));
        var (terms, data) = ofCritics ? (program.CriticTerms, objective.CriticData) : (program.Terms, objective.Data);
        var roots = terms.Select(term => term.Value).Concat(ofCritics ? [] : program.EncoderTerms.Values).ToArray();
        var method = ofCritics ? names.CriticLoss! : names.Loss;
        var body = Begun(context, writer, (method, "dict[str, Tensor]"), summary, roots, data, out var inputs);
        foreach (var input in inputs.Where(input => !ObjectiveEmitter.CarriesGradients(input)))
        {
            var name = body.Named(input, input.Name);
            writer.Line($"{name} = {name}.detach().requires_grad_()");
        }

        foreach (var sample in context.Program.Samples.Where(sample => sample.Value.Region == Region.Objective))
        {
            body.Prefer(sample.Value, sample.Key);
        }

        foreach (var (term, value) in terms)
        {
            body.Prefer(value, term.Name);
        }

        foreach (var root in roots)
        {
            body.Use(root);
        }

        var values = terms.Select(term => body.Use(term.Value).Text).ToArray();
        EmitTotal(context, writer, body, program, terms, values);
        EmitDictionary(writer, [("total", "total"), .. terms.Select((term, i) => (term.Term.Name, values[i]))]);
        body.Close();
    }

    /// <summary>What a method moves parameters by, by their keys.</summary>
    private static void EmitDirections(PythonContext context, PythonWriter writer, EmittedObjective objective)
    {
        var method = objective.Program.Bound.Method!;
        var directions = objective.Program.Directions;
        writer.Line();
        writer.Line("@torch.no_grad()");
        var body = Begun(
            context,
            writer,
            (NamesOf(objective).Directions!, "dict[str, Tensor]"),
            $"What {method.Entry.Name} moves parameters by, in the places of gradients ({method.Entry.Source}), by their names.",
            directions.Select(direction => direction.Value),
            objective.Data,
            out _,
            isDecorated: true);
        var texts = directions.Select(
            direction => (((WeightOp)direction.Weight.Op).Key, body.Named(direction.Value, "d_" + direction.Weight.Name))).ToArray();
        EmitDictionary(writer, texts);
        body.Close();
    }

    private static PythonBody Begun(
        PythonContext context,
        PythonWriter writer,
        (string Name, string Type) method,
        string summary,
        IEnumerable<Value> roots,
        IReadOnlyList<BoundData> data,
        out Value[] inputs,
        bool isDecorated = false)
    {
        var all = roots.ToArray();
        var used = Graphs.Behind(all);
        inputs =
        [
            .. used.Where(value => value.Op is CallOp call && ObjectiveEmitter.TakesGradients.Contains(call.Name))
                .Where(value => ((CallOp)value.Op).Name != Catalogue.Methods.DirectionCosine.Call)
                .Select(value => value.Inputs[1])
                .Distinct()
                .OrderBy(value => value.Id),
        ];
        if (!isDecorated)
        {
            writer.Line();
            if (used.Any(value => value.Op is CallOp call && ObjectiveEmitter.TakesGradients.Contains(call.Name)))
            {
                writer.Line("@torch.enable_grad()");
            }
        }

        var draws = context.Graph.Draws.Where(op => used.Any(value => value.Op == op)).ToArray();
        writer.Open(
            $"def {method.Name}(self, batch: Mapping[str, Tensor], noise: Mapping[int, Tensor] | None = None) -> {method.Type}:");
        writer.Doc(
            summary,
            [
                .. data.Select(item => $"batch[{PythonText.Quoted(item.Name)}]: {Parameters.Describe(item)}"),
                .. draws.Select(op => $"noise[{NumberText.Of(op.Site)}]: {op.Kind.ToString().ToLowerInvariant()} numbers {op.Extent}."),
            ]);
        var body = new PythonBody(context, writer, Region.Objective, PythonNames.OfMethod(context.Functions), all)
        {
            Noise = "Noise(noise)",
        };
        foreach (var item in data)
        {
            var name = body.Locals.Take(item.Name);
            body.Bind(context.Program.Inputs[item.Name], name);
            writer.Line($"{name} = batch[{PythonText.Quoted(item.Name)}]", item.Shape.WithBatch());
            body.Rows = body.Rows.Length == 0 ? $"{name}.shape[0]" : body.Rows;
        }

        body.Begin();
        return body;
    }

    private static void EmitTotal(
        PythonContext context,
        PythonWriter writer,
        PythonBody body,
        Lower.LoweredObjective objective,
        IReadOnlyList<(BoundTerm Term, Value Value)> terms,
        string[] names)
    {
        var apart = Weights.OfEncoder(objective, terms.Select(term => term.Term), names, value => body.Use(value).Text);
        var total = Weights.Total([.. terms.Select(term => term.Term)], names);
        if (total.Contains("clamped("))
        {
            context.Helper("clamped");
        }

        writer.Line($"total = {(total.Length == 0 ? "0.0" : total)}");
        if (apart.Length > 0)
        {
            writer.Line($"total = {context.Helper("exchange_gradient")}(total, {string.Join(" + ", apart)}, self.encoder)");
        }
    }

    public static void EmitDictionary(PythonWriter writer, IEnumerable<(string Key, string Text)> all)
    {
        var items = all.ToArray();
        if (items.Length == 1)
        {
            writer.Line($"return {{{PythonText.Quoted(items[0].Key)}: {items[0].Text}}}");
            return;
        }

        writer.Open("return {");
        foreach (var (key, text) in items)
        {
            writer.Line($"{PythonText.Quoted(key)}: {text},");
        }

        writer.Close();
        writer.Line("}");
    }
}
