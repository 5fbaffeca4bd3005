using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Computes values of a step's graph in double precision, one element after the other.</summary>
/// <param name="batch">Examples of the batch.</param>
/// <param name="given">The numbers of leaves.</param>
internal sealed class Interpreter(int batch, IReadOnlyDictionary<Value, double[]> given)
{
    /// <summary>The weights that a schedule would give.</summary>
    private static readonly double[] Scheduled = [0.75, -1.5];

    private readonly Dictionary<Value, double[]> _known = [];

    public static int Length(Extent extent, int batch) =>
        checked((int)((extent.HasRows ? extent.Rows * batch : 1) * (extent.Column is null ? 1 : batch) * extent.Count));

    public double[] Of(Value value)
    {
        if (given.TryGetValue(value, out var numbers) || _known.TryGetValue(value, out numbers))
        {
            return numbers;
        }

        var inputs = value.Inputs.Select(Of).ToArray();
        numbers = value.Op switch
        {
            PlusOp => Pointwise(value, inputs, x => x[0] + x[1]),
            MinusOp => Pointwise(value, inputs, x => x[0] - x[1]),
            TimesOp => Pointwise(value, inputs, x => x[0] * x[1]),
            OverOp => Pointwise(value, inputs, x => x[0] / x[1]),
            ScaleOp op => Pointwise(value, inputs, x => x[0] * Number(op.Factor)),
            ShiftOp op => Pointwise(value, inputs, x => x[0] + op.Amount),
            MapOp op => Pointwise(value, inputs, x => ElementFunctions.Value(op.Function.Name, op.Number, x[0])),
            SlopeOp op => Pointwise(value, inputs, x => x[0] * ElementFunctions.Slope(op.Function.Name, op.Number, x[1])),
            LogitsEntropyOp => Pointwise(value, inputs, x => Math.Log(1 + Math.Exp(x[0])) - (x[0] * x[1])),
            EntropyOp => Pointwise(value, inputs, x => -(x[1] * Math.Log(x[0])) - ((1 - x[1]) * Math.Log(1 - x[0]))),
            EntropySlopeOp => Pointwise(value, inputs, x => (x[0] - x[1]) / (x[0] * (1 - x[0]))),
            TanhRootOp => Pointwise(value, inputs, x => ElementFunctions.TanhRoot(x[0], x[1])),
            DegreeMaskOp op => [.. Enumerable.Range(0, op.Rows.Count).SelectMany(row => Enumerable.Range(0, op.Columns.Count)
                .Select(column => op.Rows[row] - op.Columns[column] >= (op.Strict ? 1 : 0) ? 1.0 : 0))],
            FillOp op => [.. Enumerable.Repeat(Number(op.Factor), Length(value.Extent, batch))],
            RangeOp op => [.. Enumerable.Range(0, op.Count).Select(place => (double)place)],
            SinusoidsOp op => [.. Enumerable.Range(0, op.Steps).SelectMany(step => Enumerable.Range(0, op.Width)
                .Select(place => (Angle: step / Math.Pow(10000, (place - (place % 2)) / (double)op.Width), IsOdd: place % 2 == 1))
                .Select(at => at.IsOdd ? Math.Cos(at.Angle) : Math.Sin(at.Angle)))],
            ContractOp op => Contract(op, value, inputs),
            UnitRowsOp op => UnitRows(op),
            MatMulOp op => MatMul(op, value, inputs),
            ViewOp => inputs[0],
            ScriptedOp { Function.Name: "halves" } => Pointwise(value, inputs, x => x[0] / 2),
            ExpandOp => Pointwise(value, inputs, x => x[0]),
            SumOp => Sum(value, inputs[0]),
            JoinOp => Join(value, inputs),
            CutOp op => Block(
                value.Inputs[0].Extent,
                op.Start,
                op.Shape,
                (whole, part, numbers) => numbers[part] = inputs[0][whole],
                new double[Length(value.Extent, batch)]),
            EmbedOp op => Block(
                value.Extent,
                op.Start,
                value.Inputs[0].Extent.Shape,
                (whole, part, numbers) => numbers[whole] = inputs[0][part],
                new double[Length(value.Extent, batch)]),
            RepeatOp op => [.. Enumerable.Repeat(inputs[0], op.Times).SelectMany(copy => copy)],
            FoldOp op => [.. Enumerable.Range(0, inputs[0].Length / op.Times)
                .Select(i => Enumerable.Range(0, op.Times).Sum(time => inputs[0][i + (time * inputs[0].Length / op.Times)]))],
            LogFoldOp op => [.. Enumerable.Range(0, inputs[0].Length / op.Times).Select(i => Math.Log(
                Enumerable.Range(0, op.Times).Sum(time => Math.Exp(inputs[0][i + (time * inputs[0].Length / op.Times)]))))],
            TriangleOp op => [.. inputs[0].Select((number, i) =>
                i % value.Shape[1] <= (i / value.Shape[1] % value.Shape[0]) + op.Diagonal ? number : 0)],
            TriangleSolveOp op => SolveTriangle(op, value, inputs),
            NormalizedExpOp op => NormalizedExp(op, value, inputs[0]),
            LogSumExpOp => LogSumExp(value, inputs[0]),
            OneHotOp op => OneHot(op, value, inputs[0]),
            PresentOp { AnyOfRow: true } => [.. inputs[0].Chunk(inputs[0].Length / batch).Select(row => row.Any(x => x >= 0) ? 1.0 : 0)],
            PresentOp => Pointwise(value, inputs, x => x[0] >= 0 ? 1 : 0),
            _ =>
                MapInterpreter.Of(value, inputs, Length(value.Extent, batch))
                ?? RecurrentInterpreter.Of(value, inputs)
                ?? throw new InvalidOperationException($"{value.Op} has no arm."),
        };
        Assert.Equal(Length(value.Extent, batch), numbers.Length);
        _known.Add(value, numbers);
        return numbers;
    }

    private double Number(Factor factor) =>
        factor.Number * Math.Pow(batch, -factor.RowsPower) * factor.Weights.Aggregate(1.0, (product, index) => product * Scheduled[index]);

    private double[] Pointwise(Value value, double[][] inputs, Func<double[], double> function)
    {
        var result = new double[Length(value.Extent, batch)];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = function([.. inputs.Select((input, at) => input[Broadcast(value.Extent, i, value.Inputs[at].Extent)])]);
        }

        return result;
    }

    private double[] Sum(Value value, double[] x)
    {
        var result = new double[Length(value.Extent, batch)];
        for (var i = 0; i < x.Length; i++)
        {
            result[Broadcast(value.Inputs[0].Extent, i, value.Extent)] += x[i];
        }

        return result;
    }

    private double[] LogSumExp(Value value, double[] x)
    {
        var sums = Sum(value, [.. x.Select(number => Math.Exp(number))]);
        return [.. sums.Select(sum => Math.Log(sum))];
    }

    /// <summary>The element of a smaller extent that stands for an element of a larger one; shapes are aligned at their ends.</summary>
    private int Broadcast(Extent large, int element, Extent small)
    {
        var each = Length(large with { Rows = 0 }, batch);
        var (row, rest) = (element / each, element % each);
        var (index, stride) = (0, 1);
        for (var back = 1; back <= large.Shape.Rank; back++)
        {
            var size = SizeOf(large, large.Shape.Rank - back);
            var at = rest % size;
            rest /= size;
            if (back <= small.Shape.Rank)
            {
                var own = SizeOf(small, small.Shape.Rank - back);
                index += small.IsOne(small.Shape.Rank - back) ? 0 : at * stride;
                stride *= own;
            }
        }

        return (small.HasRows ? row * Length(small with { Rows = 0 }, batch) : 0) + index;
    }

    private int SizeOf(Extent extent, int dimension) => extent.Shape[dimension] * (extent.Column == dimension ? batch : 1);

    private double[] UnitRows(UnitRowsOp op)
    {
        var count = (int)op.Shape.Count;
        var result = new double[count * batch * count];
        for (var row = 0; row < count * batch; row++)
        {
            result[(row * count) + (row / batch)] = 1;
        }

        return result;
    }

    private double[] MatMul(MatMulOp op, Value value, double[][] inputs)
    {
        int Width(Value matrix) => SizeOf(matrix.Extent, matrix.Extent.Shape.Rank - 1);
        double At(int side, bool transposed, int row, int column) => transposed
            ? inputs[side][(column * Width(value.Inputs[side])) + row]
            : inputs[side][(row * Width(value.Inputs[side])) + column];
        var inner = op.TransposeLeft ? inputs[0].Length / Width(value.Inputs[0]) : Width(value.Inputs[0]);
        var width = Width(value);
        var result = new double[Length(value.Extent, batch)];
        for (var i = 0; i < result.Length; i++)
        {
            for (var k = 0; k < inner; k++)
            {
                result[i] += At(0, op.TransposeLeft, i / width, k) * At(1, op.TransposeRight, k, i % width);
            }
        }

        return result;
    }

    /// <summary>Every combination of what the letters count is visited once.</summary>
    private double[] Contract(ContractOp op, Value value, double[][] inputs)
    {
        (string Letters, Value Of)[] sides = [(op.Left, value.Inputs[0]), (op.Right, value.Inputs[1]), (op.Result, value)];
        var sizes = sides.SelectMany(side => side.Letters.Zip(side.Of.Shape.Dimensions)).Distinct()
            .ToDictionary(pair => pair.First, pair => pair.Second);
        var result = new double[Length(value.Extent, batch)];
        for (var i = 0; i < result.Length / (int)value.Extent.Count * sizes.Values.Aggregate((product, size) => product * size); i++)
        {
            var (places, rest) = (new Dictionary<char, int>(), i);
            foreach (var letter in sizes.Keys)
            {
                places[letter] = rest % sizes[letter];
                rest /= sizes[letter];
            }

            int[] at = [.. sides.Select(side => side.Letters.Aggregate(rest, (index, letter) => (index * sizes[letter]) + places[letter]))];
            result[at[2]] += inputs[0][at[0]] * inputs[1][at[1]];
        }

        return result;
    }

    private double[] Join(Value value, double[][] inputs)
    {
        var result = new List<double>();
        for (var row = 0; row < Math.Max(1, value.Extent.Rows * batch); row++)
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                var count = (int)value.Inputs[i].Extent.Count;
                result.AddRange(inputs[i][(row * count)..((row + 1) * count)]);
            }
        }

        return [.. result];
    }

    /// <summary>Visits the elements of a block in every row, by their places in the whole and in the block.</summary>
    private double[] Block(Extent whole, EquatableArray<int> start, Shape part, Action<int, int, double[]> visit, double[] result)
    {
        for (var i = 0; i < Math.Max(1, whole.Rows * batch) * (int)part.Count; i++)
        {
            var (row, rest) = (i / (int)part.Count, i % (int)part.Count);
            var (at, stride) = (row * (int)whole.Count, 1);
            for (var dimension = part.Rank - 1; dimension >= 0; dimension--)
            {
                at += (start[dimension] + (rest % part[dimension])) * stride;
                rest /= part[dimension];
                stride *= whole.Shape[dimension];
            }

            visit(at, i, result);
        }

        return result;
    }

    /// <summary>From the first unknown to the last, or of a transposed triangle from the last to the first.</summary>
    private static double[] SolveTriangle(TriangleSolveOp op, Value value, double[][] inputs)
    {
        var (size, columns) = (value.Shape[0], value.Shape[1]);
        var result = inputs[1].ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            var (example, at) = (i / (size * columns), i % (size * columns));
            var (row, column) = (op.Transposed ? size - 1 - (at / columns) : at / columns, at % columns);
            var triangle = inputs[0].AsSpan(example * size * size, size * size);
            var solution = result.AsSpan(example * size * columns, size * columns);
            for (var known = op.Transposed ? row + 1 : 0; known < (op.Transposed ? size : row); known++)
            {
                var factor = op.Transposed ? triangle[(known * size) + row] : triangle[(row * size) + known];
                solution[(row * columns) + column] -= factor * solution[(known * columns) + column];
            }
        }

        return result;
    }

    private double[] NormalizedExp(NormalizedExpOp op, Value value, double[] x)
    {
        var (count, classes) = ((int)value.Extent.Count, value.Extent.Shape[0]);
        var each = count / classes;
        return [.. x.Select((number, i) =>
        {
            var first = (i / count * count) + (i % each);
            var sum = Enumerable.Range(0, classes).Sum(c => Math.Exp(x[first + (c * each)]));
            return op.Log ? number - Math.Log(sum) : Math.Exp(number) / sum;
        })];
    }

    private double[] OneHot(OneHotOp op, Value value, double[] classes)
    {
        var each = (int)value.Inputs[0].Extent.Count;
        var result = new double[Length(value.Extent, batch)];
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] >= 0)
            {
                result[(i / each * each * op.Classes) + ((int)classes[i] * each) + (i % each)] = 1;
            }
        }

        return result;
    }
}
