using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Computes recurrences one number after the other, from what they are by definition.</summary>
internal static class RecurrentInterpreter
{
    /// <summary>The numbers of a value; null where it is none of these primitives.</summary>
    public static double[]? Of(Value value, double[][] inputs) => value.Op switch
    {
        StatesOp op => EachRow(value, inputs, (given, result) => Forward(op.Recurrence, given, value.Inputs[1].Shape[1], result), 1),
        HiddenOp op => EachRow(value, inputs[..1], (given, result) => Hidden(op.Recurrence, given[0], value.Shape[1], result), 1),
        StatesAdjointOp op =>
            EachRow(value, inputs, (given, result) => Backward(op.Recurrence, given, value.Inputs[0].Shape[1], result), 2),
        _ => null,
    };

    private static double[] EachRow(Value value, double[][] inputs, Action<double[][], double[]> fill, int withRows)
    {
        var rows = inputs[0].Length / (int)value.Inputs[0].Shape.Count;
        return [.. Enumerable.Range(0, rows).SelectMany(row =>
        {
            var result = new double[value.Shape.Count];
            fill(
                [.. inputs.Select((input, i) => i < withRows ? input.Chunk(input.Length / rows).ElementAt(row) : input)],
                result);
            return result;
        })];
    }

    private static IEnumerable<(int Step, int? Before)> Order(Recurrence recurrence, int steps) => Enumerable.Range(0, steps)
        .Select(k => recurrence.Backwards ? (steps - 1 - k, k == 0 ? (int?)null : steps - k) : (k, k == 0 ? null : k - 1));

    private static void Forward(Recurrence recurrence, double[][] given, int n, double[] result)
    {
        var (gates, kept) = (recurrence.Gates * n, recurrence.Kept * n);
        foreach (var (t, before) in Order(recurrence, result.Length / kept))
        {
            double Old(int part, int i) => before is { } step ? result[(step * kept) + (part * n) + i] : 0;
            double H(int i) => recurrence.Cell == Cell.Lstm ? Old(3, i) * Old(5, i) : Old(4, i);
            double OfState(int gate, int i) => Enumerable.Range(0, n).Sum(j => given[1][(((gate * n) + i) * n) + j] * H(j))
                + (given.Length > 2 ? given[2][(gate * n) + i] : 0);
            double OfInput(int gate, int i) => given[0][(t * gates) + (gate * n) + i];
            void Set(int part, int i, double number) => result[(t * kept) + (part * n) + i] = number;
            for (var i = 0; i < n; i++)
            {
                double Gate(int gate) => Sigmoid(OfInput(gate, i) + OfState(gate, i));
                if (recurrence.Cell == Cell.Lstm)
                {
                    var added = Math.Tanh(OfInput(2, i) + OfState(2, i));
                    var cell = (Gate(1) * Old(4, i)) + (Gate(0) * added);
                    double[] all = [Gate(0), Gate(1), added, Gate(3), cell, Math.Tanh(cell)];
                    all.Select((number, part) => (number, part)).ToList().ForEach(next => Set(next.part, i, next.number));
                }
                else
                {
                    var (inner, update) = (OfState(2, i), Gate(1));
                    var added = Math.Tanh(OfInput(2, i) + (Gate(0) * inner));
                    double[] all = [Gate(0), update, added, inner, ((1 - update) * added) + (update * H(i))];
                    all.Select((number, part) => (number, part)).ToList().ForEach(next => Set(next.part, i, next.number));
                }
            }
        }
    }

    private static void Hidden(Recurrence recurrence, double[] states, int n, double[] result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            var (step, at) = (i / n * recurrence.Kept * n, i % n);
            result[i] = recurrence.Cell == Cell.Lstm
                ? states[step + (3 * n) + at] * states[step + (5 * n) + at]
                : states[step + (4 * n) + at];
        }
    }

    /// <summary>By the chain rule, from the step that was computed last to the first.</summary>
    private static void Backward(Recurrence recurrence, double[][] given, int n, double[] result)
    {
        var (gradient, states, weight) = (given[0], given[1], given[2]);
        var (pulled, kept, gates) = (recurrence.Pulled * n, recurrence.Kept * n, recurrence.Gates * n);
        var (ofHidden, ofCell) = (new double[n], new double[n]);
        foreach (var (t, before) in Order(recurrence, result.Length / pulled).Reverse())
        {
            double State(int part, int i) => states[(t * kept) + (part * n) + i];
            double Old(int part, int i) => before is { } step ? states[(step * kept) + (part * n) + i] : 0;
            var side = new double[gates];
            var carried = new double[n];
            for (var i = 0; i < n; i++)
            {
                var h = gradient[(t * n) + i] + ofHidden[i];
                if (recurrence.Cell == Cell.Lstm)
                {
                    var (enters, keeps, added, leaves, bent) = (State(0, i), State(1, i), State(2, i), State(3, i), State(5, i));
                    var c = ofCell[i] + (h * leaves * (1 - (bent * bent)));
                    ofCell[i] = c * keeps;
                    side[i] = c * added * enters * (1 - enters);
                    side[n + i] = c * Old(4, i) * keeps * (1 - keeps);
                    side[(2 * n) + i] = c * enters * (1 - (added * added));
                    side[(3 * n) + i] = h * bent * leaves * (1 - leaves);
                }
                else
                {
                    var (reset, update, added, inner) = (State(0, i), State(1, i), State(2, i), State(3, i));
                    var ofNew = h * (1 - update) * (1 - (added * added));
                    carried[i] = h * update;
                    side[i] = ofNew * inner * reset * (1 - reset);
                    side[n + i] = h * (Old(4, i) - added) * update * (1 - update);
                    side[(2 * n) + i] = ofNew * reset;
                    result[(t * pulled) + (2 * n) + i] = ofNew;
                }
            }

            Array.Copy(side, 0, result, (t * pulled) + pulled - gates, gates);
            Array.Copy(side, 0, result, t * pulled, recurrence.Cell == Cell.Lstm ? gates : 2 * n);
            ofHidden = [.. Enumerable.Range(0, n).Select(
                j => carried[j] + Enumerable.Range(0, gates).Sum(row => side[row] * weight[(row * n) + j]))];
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
