using System.Runtime.InteropServices;
using Google.Protobuf;
using Hourglass.Numerics;
using Hourglass.Onnx.Format;
using static TorchSharp.torch;
using static Hourglass.Onnx.Format.TensorProto.Types;

namespace Hourglass.Onnx;

/// <summary>Tensors as the format has them.</summary>
internal static class Tensors
{
    /// <summary>A tensor of a model in single precision.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor, wherever it is.</param>
    public static TensorProto Of(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var numbers = tensor.detach().to(ScalarType.Float32, CPU).contiguous();
        var proto = Floats(numbers.data<float>().ToArray(), numbers.shape);
        proto.Name = name;
        return proto;
    }

    /// <summary>A constant.</summary>
    public static TensorProto Of(ConstantOperand constant)
    {
        long[] sizes = constant.IsList ? [constant.Numbers.Count] : [];
        return constant.IsInteger
            ? Proto<long>(DataType.Int64, [.. constant.Numbers.Select(number => (long)number)], sizes)
            : Floats([.. constant.Numbers.Select(number => (float)number)], sizes);
    }

    /// <summary>A table of sines and cosines.</summary>
    public static TensorProto Of(SinusoidsOperand table)
    {
        using var numbers = Sinusoids.Table(table.Steps, table.Width, ScalarType.Float32, CPU);
        return Floats(numbers.data<float>().ToArray(), numbers.shape);
    }

    private static TensorProto Floats(float[] numbers, IEnumerable<long> sizes) => Proto(DataType.Float, numbers, sizes);

    private static TensorProto Proto<T>(DataType type, T[] numbers, IEnumerable<long> sizes)
        where T : unmanaged
    {
        var proto = new TensorProto
        {
            DataType = (int)type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(numbers)),
        };
        proto.Dims.AddRange(sizes);
        return proto;
    }
}
