using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Emit.Native;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit;

/// <summary>Adds up the memory of a model's steps from their plans.</summary>
internal static class MemoryReport
{
    /// <summary>Batches are prepared one ahead of the portable step.</summary>
    private const int PreparedBatches = 2;

    /// <summary>Columns that the native step's products are filled up to.</summary>
    private const int Panel = 32;

    /// <summary>The native step of a phase first, where there is one; nothing where no step can be derived.</summary>
    public static IReadOnlyList<TrainingMemory> Of(ModelGraph program, BoundPhase phase, CancellationToken cancellation)
    {
        try
        {
            var model = Of(Derivation.Derive(program, phase, 0, cancellation), phase, phase.Turns[0], cancellation);
            return program.ObjectiveOf(phase).CriticTerms.Count == 0
                ? model
                : Together(model, Of(Derivation.Derive(program, phase, 1, cancellation), phase, phase.Turns[1], cancellation));
        }
        catch (UnderivedException)
        {
            return [];
        }
    }

    /// <summary>What two steps take that are trained by in turn, by kinds of step that both have.</summary>
    private static TrainingMemory[] Together(IReadOnlyList<TrainingMemory> model, IReadOnlyList<TrainingMemory> critics) =>
    [
        .. model.Join(critics, own => own.Step, other => other.Step, (own, other) => own with
        {
            Parameters = own.Parameters + other.Parameters,
            OptimizerState = own.OptimizerState + other.OptimizerState,
            PerExample = own.PerExample + other.PerExample,
            Fixed = own.Fixed + other.Fixed,
            PerChunk = own.PerChunk + other.PerChunk,
            PerPair = own.PerPair + other.PerPair,
        }),
    ];

    private static IReadOnlyList<TrainingMemory> Of(StepGraph graph, BoundPhase phase, BoundTurn turn, CancellationToken cancellation)
    {
        var portable = StepScript.Of(graph, phase, turn, cancellation).Plan;
        TrainingMemory[] memory = NativeText.Of(graph, phase, turn, cancellation).Plan is { } native
            ? [Total("native", graph, turn, native, 1, PartsOf(graph))]
            : [];
        return
        [
            .. memory,
            .. memory.Where(_ => phase.Bfloat16).Select(single => WithRounded(graph, single)),
            Total("portable", graph, turn, portable, PreparedBatches, 0, turn.Optimizer.TemporaryTensors),
        ];
    }

    /// <summary>Beside every operand of a matrix product lies the same in bfloat16, where the processor multiplies such.</summary>
    private static TrainingMemory WithRounded(StepGraph graph, TrainingMemory single)
    {
        var operands = graph.Values
            .Where(value => value.Op is MatMulOp)
            .SelectMany(value => value.Inputs)
            .Distinct()
            .ToLookup(value => value.Extent.HasRows, value => value.Extent.Numbers);
        return single with
        {
            Step = "native bfloat16",
            PerExample = single.PerExample + (operands[true].Sum() / 2),
            Fixed = single.Fixed + (operands[false].Sum() / 2)
        };
    }

    /// <summary>The native step sums a convolution's gradient chunk by chunk of examples.</summary>
    private static long PartsOf(StepGraph graph) => graph.Values
        .Select(value => value.Op)
        .OfType<ConvWeightOp>()
        .Sum(op => op.Sizes.Weights.Count / op.Sizes.Output[0] * ((op.Sizes.Output[0] + Panel - 1) / Panel * Panel));

    private static TrainingMemory Total(
        string step,
        StepGraph graph,
        BoundTurn turn,
        BufferPlan plan,
        int batches,
        long parts,
        int passing = 0)
    {
        var parameters = graph.Values.Where(value => value.Op is WeightOp { IsTrained: true }).Sum(value => value.Extent.Count);
        var data = graph.Values
            .Where(value => value.Op is DataOp)
            .Sum(value => Statements.WordsPerElement(value) * value.Extent.PerExample);
        var draws = graph.Values.Where(value => value.Op is DrawOp).Select(value => value.Extent).ToArray();
        return new TrainingMemory(
            step,
            parameters,
            parameters * turn.NumbersKept,
            (batches * data) + draws.Sum(draw => draw.PerExample) + plan.RowNumbers + plan.OwnRowNumbers,
            plan.FixedNumbers + plan.OwnFixedNumbers + draws.Where(draw => !draw.HasRows).Sum(draw => draw.Count) + (passing * parameters),
            parts)
        {
            PerPair = plan.OwnPairNumbers,
        };
    }
}
