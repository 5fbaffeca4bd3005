using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using static Hourglass.Compiler.Emit.Onnx.GraphWriter;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>The operators of ONNX for each primitive; a call may stand where another has an input.</summary>
internal static class Operators
{
    /// <summary>A value as a call of an operator.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static string Of(GraphWriter writer, Value value)
    {
        string Use(int index) => writer.Use(value.Inputs[index]);
        string Whole(int index) => writer.Whole(value.Inputs[index]);
        var lead = NumberText.Of(Lead(value.Extent));
        if (value.Extent.Column is not null)
        {
            throw new RefusedException("values of pairs of examples");
        }

        return value.Op switch
        {
            PlusOp when writer.SumOfProduct(value) is { } sum => Product(writer, sum.Product, sum.Bias),
            PlusOp => $"Add({Use(0)}, {Use(1)})",
            MinusOp => $"Sub({Use(0)}, {Use(1)})",
            TimesOp => $"Mul({Use(0)}, {Use(1)})",
            OverOp => $"Div({Use(0)}, {Use(1)})",
            ScaleOp { Factor: { IsNumber: true, Number: -1 } } => $"Neg({Use(0)})",
            ScaleOp { Factor: { IsNumber: true } factor } => $"Mul({Use(0)}, {NumberText.Literal(factor.Number)})",
            ShiftOp op => $"Add({Use(0)}, {NumberText.Literal(op.Amount)})",
            MapOp op => ElementFunctions.Of(op, Use(0)),
            MatMulOp or ConvOp or ConvInputOp => Product(writer, value, null),
            ContractOp op => $"Einsum({Whole(0)}, {Whole(1)}, equation: \"N{op.Left},N{op.Right}->N{op.Result}\")",
            SumOp => Sum(value, Whole(0)),
            NormalizedExpOp op => $"{(op.Log ? "LogSoftmax" : "Softmax")}({Whole(0)}, axis: {lead})",
            LogSumExpOp => $"ReduceLogSumExp({Whole(0)}, [{lead}], keepdims: 1)",
            OneHotOp op => OneHot(value, op, Whole(0)),
            PresentOp { AnyOfRow: false } => AsNumbers($"GreaterOrEqual({Whole(0)}, 0)"),
            PresentOp => AsNumbers($"GreaterOrEqual(ReduceMax(Flatten({Whole(0)}, axis: 1), [1], keepdims: 0), 0)"),
            RangeOp op => AsNumbers(Range(op.Count)),
            SinusoidsOp op => $"Identity(#sinusoids[{NumberText.Of(op.Steps)}, {NumberText.Of(op.Width)}])",
            DegreeMaskOp op => AsNumbers(
                $"{(op.Strict ? "Greater" : "GreaterOrEqual")}(Unsqueeze({Degrees(op.Rows)}, [1]), {Degrees(op.Columns)})"),
            MaxPoolOp op => Maps.MaxPool(op, Whole(0)),
            MaxPlacesOp op => Maps.MaxPlaces(op, writer, value, Whole(0)),
            ScatterOp op => Maps.Scatter(op, writer.Rows(value.Extent.Rows), Whole(0), Whole(1)),
            GatherOp op => Maps.Gather(op, Whole(0), Whole(1)),
            EnlargeOp op => Maps.Enlarge(op, Whole(0)),
            ViewOp => $"Reshape({Whole(0)}, {ShapeOf(value)})",
            JoinOp => $"Concat({string.Join(", ", value.Inputs.Select(writer.Whole))}, axis: {lead})",
            CutOp op => Cut(op, value, Whole(0)),
            EmbedOp op => Embed(op, value, Whole(0)),
            TriangleOp op => $"Trilu({Whole(0)}, {NumberText.Of(op.Diagonal)}, upper: 0)",
            ScriptedOp op => writer.Call(op.Function, value.Inputs.Select(writer.Whole)),
            CallOp => OnnxCalls.Of(writer, value),
            _ => throw RefusedException.For(value.Op),
        };
    }

    /// <summary>Truths as the numbers 1 and 0, integers as numbers of single precision.</summary>
    public static string AsNumbers(string values) => $"Cast({values}, to: 1)";

    /// <summary>0, 1, 2, … as integers.</summary>
    public static string Range(int count) => $"Range(0, {NumberText.Of(count)}, 1)";

    /// <summary>How many dimensions stand before the shape of a row.</summary>
    private static int Lead(Extent extent) => extent.HasRows ? 1 : 0;

    /// <summary>A matrix product or a convolution, with its bias where it has one.</summary>
    private static string Product(GraphWriter writer, Value product, Value? bias)
    {
        var operands = string.Join(", ", product.Inputs.Concat(bias is null ? [] : [bias]).Select(writer.Whole));
        return product.Op switch
        {
            ConvOp op => Maps.Convolution(op, operands),
            ConvInputOp op => Maps.Transposed(op, operands),
            MatMulOp op => $"Gemm({operands}{(op.TransposeLeft ? ", transA: 1" : "")}{(op.TransposeRight ? ", transB: 1" : "")})",
            _ => throw RefusedException.For(product.Op),
        };
    }

    /// <summary>The dimensions that a smaller extent lacks are summed over; those that it has with the size 1 stay.</summary>
    private static string Sum(Value sum, string of)
    {
        var (from, to) = (sum.Inputs[0].Extent, sum.Extent);
        var missing = from.Shape.Rank - to.Shape.Rank;
        var summed = Enumerable.Range(0, from.Shape.Rank)
            .Where(i => i < missing || (to.IsOne(i - missing) && !from.IsOne(i)))
            .Select(i => i + Lead(from));
        int[] axes = [.. from.HasRows && !to.HasRows ? summed.Prepend(0) : summed];
        return $"ReduceSum({of}, {List(axes)}, keepdims: {(missing == 0 && from.HasRows == to.HasRows ? "1" : "0")})";
    }

    /// <summary>A class that is missing, -1, is like none of them.</summary>
    private static string OneHot(Value value, OneHotOp op, string classes)
    {
        var places = value.Shape.Rank == 1
            ? Range(op.Classes)
            : $"Reshape({Range(op.Classes)}, {List([op.Classes, .. value.Shape.Spatial.Select(_ => 1)])})";
        return AsNumbers($"Equal(Unsqueeze({classes}, [1]), {places})");
    }

    /// <summary>The degree of each unit, as integers.</summary>
    private static string Degrees(Degrees degrees) => degrees switch
    {
        { Round: > 0 and var round } => $"Add(Mod({Range(degrees.Count)}, {NumberText.Of(round)}), 1)",
        { Reversed: true } => $"Sub({NumberText.Of(degrees.Count)}, {Range(degrees.Count)})",
        _ => $"Add({Range(degrees.Count)}, 1)",
    };

    /// <summary>The shape of a view: 0 is a dimension as it was, -1 what the others leave.</summary>
    private static string ShapeOf(Value view)
    {
        var (from, to) = (view.Inputs[0].Extent, view.Extent);
        int[] rows = !to.HasRows ? [] : from.Rows == to.Rows ? [0] : [-1];
        return List([.. rows, .. to.Shape.Dimensions]);
    }

    private static string Cut(CutOp op, Value value, string of)
    {
        var (whole, lead) = (value.Inputs[0].Shape, Lead(value.Extent));
        int[] axes = [.. Enumerable.Range(0, whole.Rank).Where(i => value.Shape[i] != whole[i])];
        return $"Slice({of}, {List(axes.Select(i => op.Start[i]))}, {List(axes.Select(i => op.Start[i] + value.Shape[i]))}, "
            + $"{List(axes.Select(i => i + lead))})";
    }

    private static string Embed(EmbedOp op, Value value, string of)
    {
        var (part, before) = (value.Inputs[0].Shape, Enumerable.Repeat(0, Lead(value.Extent)).ToArray());
        var behind = op.Start.Select((start, i) => value.Shape[i] - start - part[i]);
        return $"Pad({of}, {List([.. before, .. op.Start, .. before, .. behind])})";
    }
}
