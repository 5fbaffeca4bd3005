using System.Globalization;
using System.Text;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>A bound model as text: shapes, ranges, layers, terms and the training.</summary>
internal static class BoundDump
{
    public static string Of(BindingResult result)
    {
        var (model, text) = (result.Model, new StringBuilder());
        text.Append(CultureInfo.InvariantCulture, $"model {model.Name}, {model.Sampling.Draws} draws\n");
        foreach (var data in model.Data)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"data {data.Name}: {data.Domain.Name} "
                    + $"{data.Shape.InBrackets()}{(data.Classes > 0 ? $" of {data.Classes} classes" : "")}\n");
        }

        foreach (var binding in model.Bindings)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{binding.Role} {binding.Name} of {string.Join(", ", binding.Sources.Select(s => s.Name))}: {binding.Shape.InBrackets()}, "
                    + $"{binding.Range}\n");
            Stages(text, binding.Stages, "  ");
            foreach (var head in binding.Distribution?.Heads ?? [])
            {
                text.Append(CultureInfo.InvariantCulture, $"  {binding.Distribution!.Entry.Name}.{head.Parameter}\n");
                Stages(text, head.Stages, "    ");
            }

            foreach (var bijection in binding.Distribution?.Bijections ?? [])
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {bijection.Entry.Name} {bijection.LayerName}{(bijection.Reversed ? " reversed" : "")} "
                        + $"{bijection.ParameterCount} parameters\n");
            }
        }

        foreach (var term in model.Terms)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"term {term.Name}: {term.Weight.Factor}{(term.Weight.Schedule is { } schedule ? $" * {schedule.Name}" : "")} * "
                    + $"{term.Entry.Name}\n");
        }

        foreach (var phase in model.Training.Phases)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"train {string.Join(", ", phase.Turns.Select(Turn))}, batch {phase.Batch}, epochs {phase.Epochs}, ");
            text.Append(CultureInfo.InvariantCulture, $"seed {model.Training.Seed}, clip {phase.Clip}, ");
            text.Append(CultureInfo.InvariantCulture, $"schedule {phase.Schedule?.Entry.Name}\n");
        }

        return text.ToString();
    }

    private static string Turn(BoundTurn turn)
    {
        var arguments = turn.Optimizer.Signature.Parameters.Select(parameter => NumberText.Of(turn.Arguments.Number(parameter.Name)));
        return $"{turn.Optimizer.Name}({string.Join(", ", arguments)})";
    }

    private static void Stages(StringBuilder text, IEnumerable<BoundStage> stages, string indent)
    {
        foreach (var stage in stages)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{indent}{stage.Entry.Name} {stage.Input.InBrackets()} -> {stage.Output.InBrackets()} {stage.LayerName} "
                    + $"{stage.Activation?.Entry.Name} {stage.Range} {stage.ParameterCount} parameters, {stage.Flops} flops\n");
            Stages(text, stage.Body, indent + "  ");
        }
    }
}
