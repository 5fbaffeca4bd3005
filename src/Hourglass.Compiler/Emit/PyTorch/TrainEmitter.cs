using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes <c>train.py</c>: the model's plan, as <c>training.py</c> carries it out.</summary>
internal static class TrainEmitter
{
    /// <summary>The text.</summary>
    public static string Emit(PythonContext context, string className, string module, CancellationToken cancellation)
    {
        Refuse(context);
        var plan = new PythonWriter(cancellation);
        EmitPlan(context, plan);
        var text = plan.ToString();
        var writer = new PythonWriter(cancellation);
        writer.Doc(
            $"Trains {className} as its definition says.",
            ["    python3 train.py --data data.npz --out run", "    torchrun --nproc_per_node 2 train.py --data data.npz --out run"]);
        writer.Line();
        if (text.Contains("math."))
        {
            writer.Line("import math");
            writer.Line();
        }

        writer.Line("import torch");
        writer.Line();
        writer.Line($"from {module} import {className}");
        writer.Line("from training import Data, Phase, Plan, Turn, main");
        writer.Line();
        return $"{writer}{text}\n\nif __name__ == \"__main__\":\n    main({className}, PLAN)\n";
    }

    private static void Refuse(PythonContext context)
    {
        foreach (var fitted in context.Program.Objectives.SelectMany(objective => objective.Fitted))
        {
            if (fitted.Kind is CodeStatisticKind.Normals or CodeStatisticKind.Mixture)
            {
                throw new UnexportedException(
                    $"`{fitted.Layer.Name}` begins as the means of a mixture of normals, which the exported training does not find",
                    "Write `start: kmeans`, or train the model here and export its weights");
            }
        }
    }

    private static void EmitPlan(PythonContext context, PythonWriter writer)
    {
        var model = context.Program.Model;
        writer.Open("PLAN = Plan(");
        writer.Open("data={");
        foreach (var data in model.Data)
        {
            var rest = (data.Classes > 0 ? $", classes={NumberText.Of(data.Classes)}" : "") + (data.Optional ? ", optional=True" : "");
            var shape = data.Shape.Rank == 0 ? "()" : PythonText.Tuple(data.Shape.Dimensions);
            writer.Line($"{PythonText.Quoted(data.Name)}: Data({shape}{rest}),");
        }

        writer.Close();
        writer.Line("},");
        writer.Open("phases=[");
        foreach (var phase in model.Training.Phases)
        {
            EmitPhase(context, writer, phase);
        }

        writer.Close();
        writer.Line("],");
        writer.Line($"seed={NumberText.Of(model.Training.Seed)},");
        if (model.Training.Validate > 0)
        {
            writer.Line($"validate={NumberText.Literal(model.Training.Validate)},");
        }

        if (BatchNeed.Of(model) is { Examples: > 1 } need)
        {
            writer.Line($"least_batch={NumberText.Of(need.Examples)},");
        }

        writer.Close();
        writer.Line(")");
    }

    private static void EmitPhase(PythonContext context, PythonWriter writer, BoundPhase phase)
    {
        var methods = LossMethods.NamesOf(context.Emit.Objectives[phase.Objective]);
        writer.Open("Phase(");
        if (phase.Name.Length > 0)
        {
            writer.Line($"name={PythonText.Quoted(phase.Name)},");
        }

        writer.Line($"batch={NumberText.Of(phase.Batch)},");
        writer.Line($"epochs={NumberText.Of(phase.Epochs)},");
        EmitTurn(context, writer, phase, 0, "turn", methods.Loss);
        if (methods.CriticLoss is { } critics)
        {
            EmitTurn(context, writer, phase, phase.Turns.Count > 1 ? 1 : 0, "critics", critics);
        }

        foreach (var (name, value) in Settings(phase, methods))
        {
            writer.Line($"{name}={value},");
        }

        writer.Close();
        writer.Line("),");
    }

    private static void EmitTurn(
        PythonContext context, PythonWriter writer, BoundPhase phase, int turn, string name, string loss)
    {
        var (torch, arguments) = phase.Turns[turn].Optimizer.InPyTorch(phase.Turns[turn].Arguments);
        var given = string.Concat(arguments.Select(argument => $", {argument.Name}={argument.Value}"));
        writer.Open($"{name}=Turn(");
        writer.Line($"{PythonText.Quoted(loss)},");
        writer.Line($"lambda parameters: torch.optim.{torch}(parameters{given}),");
        if (Moved(context, phase, name == "critics" ? 1 : 0) is { } moved)
        {
            writer.Open("moves=[");
            foreach (var layer in moved)
            {
                writer.Line($"{PythonText.Quoted(layer.Path)},");
            }

            writer.Close();
            writer.Line("],");
        }

        writer.Close();
        writer.Line("),");
    }

    /// <summary>The layers that a turn moves; null where those are all with parameters, or all of the critics.</summary>
    private static IReadOnlyList<Layer>? Moved(PythonContext context, BoundPhase phase, int turn)
    {
        var critics = Binding.ModelScope.ContainerOf(Syntax.Tree.Role.Critic);
        var all = context.Program.Layers
            .Where(layer => layer.Definition.Parameters.Count > 0 && layer.Container == critics == turn > 0)
            .ToArray();
        var moved = context.Program.MovedBy(phase, turn).ToArray();
        return moved.Length == all.Length ? null : moved;
    }

    private static IEnumerable<(string Name, string Value)> Settings(BoundPhase phase, PyTorchObjective methods)
    {
        if (methods.CriticLoss is not null && phase.CriticSteps > 1)
        {
            yield return ("critic_steps", NumberText.Of(phase.CriticSteps));
        }

        if (methods.Directions is { } directions)
        {
            yield return ("directions", PythonText.Quoted(directions));
        }

        if (phase.Schedule is { Entry: var entry, Arguments: var arguments })
        {
            var factor = entry.Factor(Formula.Variable("gone"), arguments);
            if (factor.Text != ((Formula)1).Text)
            {
                yield return ("rate", $"lambda gone: {PythonFormula.Of(factor)}");
            }

            if (entry.IsOfShare)
            {
                yield return ("rate_of_share", "True");
            }

            if (entry.WarmupOf(arguments) is var warmup and > 0)
            {
                yield return ("warmup", NumberText.Literal(warmup));
            }

            if (entry.Watches)
            {
                yield return ("plateau", $"({NumberText.Of(arguments.Int("patience"))}, {NumberText.Literal(arguments.Number("factor"))})");
            }
        }

        if (phase.Clip is { } clip)
        {
            yield return (clip.IsNorm ? "clip_norm" : "clip_value", NumberText.Literal(clip.Limit));
        }

        if (phase.Accumulate > 1)
        {
            yield return ("accumulate", NumberText.Of(phase.Accumulate));
        }

        if (phase.Average is { } average)
        {
            yield return ("average", NumberText.Literal(average));
        }

        if (phase.Patience is { } patience)
        {
            yield return ("patience", NumberText.Of(patience));
        }

        if (phase.Labelled is { } labelled)
        {
            yield return ("labelled", NumberText.Literal(labelled));
        }
    }
}
