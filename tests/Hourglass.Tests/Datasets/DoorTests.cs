using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>What the public methods of data sets are given is looked at there: no message comes from libtorch.</summary>
public class DoorTests
{
    private static readonly DataField X = new("x", Domain.Real, 0, [3], false);

    [Fact]
    public void Tensors_that_no_data_set_can_hold()
    {
        using var scope = NewDisposeScope();
        Refused("The column 'x' of the training data 'tensors' is disposed; give a tensor that lives.", "x", Disposed());
        Refused("The column 'x' of the training data 'tensors' is null; give a tensor.", "x", null!);
        Refused("A column of the training data 'tensors' has no name; every column needs one.", " ", zeros(2, 3));
        Refused(
            "The column 'x' of the training data 'tensors' is on meta; the data stays in the processor's memory: give it as cpu().",
            "x",
            zeros(2, 3, device: new Device(DeviceType.META)));
        Refused("The column 'x' of the training data 'tensors' is sparse; give it dense: to_dense().", "x", Sparse());
        Refused(
            "The column 'x' of the training data 'tensors' is [2, 0]; an example of it must have at least one element.",
            "x",
            zeros(2, 0));
        Refused("The data 'tensors' has no training example.", "x", zeros(0, 3));
        Refused(
            "The column 'x' of the training data 'tensors' holds ComplexFloat32; it must hold real numbers or booleans.",
            "x",
            zeros(2, 3, ScalarType.ComplexFloat32));
        Refused("The column 'x' of the training data 'tensors' is a scalar; its first dimension must count the examples.", "x", tensor(1f));
    }

    [Fact]
    public void Test_splits_are_looked_at_too()
    {
        using var scope = NewDisposeScope();
        var train = new Dictionary<string, Tensor> { ["x"] = zeros(2, 3) };
        var error = Assert.Throws<DataException>(() => Dataset.FromTensors(train, new Dictionary<string, Tensor> { ["x"] = Disposed() }));
        Assert.Equal("The column 'x' of the test data 'tensors' is disposed; give a tensor that lives.", error.Message);
    }

    [Fact]
    public void Indices_of_batches()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = zeros(4, 3) },
            new Dictionary<string, Tensor> { ["x"] = zeros(2, 3) });
        using var bound = data.Bind([X]);
        string Message(Func<Batch> gather) => Assert.Throws<DataException>(gather).Message;
        Assert.Equal(
            "indices is int64 [N] on the CPU; got int64 [1, 2] on cpu.",
            Message(() => bound.TrainBatch(zeros(1, 2, ScalarType.Int64))));
        Assert.Equal("indices is int64 [N] on the CPU; got float32 [2] on cpu.", Message(() => bound.TrainBatch(zeros(2))));
        Assert.Equal(
            "indices has 4; the split has 4 examples, counted from 0.",
            Message(() => bound.TrainBatch(tensor(new long[] { 0, 4 }))));
        Assert.Equal(
            "indices has -1; the split has 2 examples, counted from 0.",
            Message(() => bound.TestBatch(tensor(new long[] { -1 }))));
        Assert.Throws<ArgumentNullException>(() => bound.TrainBatch(null!));
        using var none = bound.TrainBatch(zeros(0, ScalarType.Int64));
        Assert.Equal([0L, 3L], none["x"].shape);
    }

    [Fact]
    public void Data_sets_that_are_disposed()
    {
        var data = Dataset.Digits(3, 0);
        var bound = data.Bind([X with { Domain = Domain.Unit, Shape = [784] }]);
        bound.Dispose();
        data.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data.Take(1));
        Assert.Throws<ObjectDisposedException>(() => data.Bind([X]));
        using var indices = zeros(1, ScalarType.Int64);
        Assert.Throws<ObjectDisposedException>(() => bound.TrainBatch(indices));
    }

    [Fact]
    public void What_is_null()
    {
        Assert.Throws<ArgumentNullException>(() => Dataset.Open(null!));
        Assert.Throws<ArgumentNullException>(() => Dataset.FromCsv(null!));
        Assert.Throws<ArgumentNullException>(() => Dataset.FromIdx(null!));
        Assert.Throws<ArgumentNullException>(() => Dataset.FromTensors(null!));
        using var data = Dataset.Digits(3, 0);
        Assert.Throws<ArgumentNullException>(() => data.Bind(null!));
    }

    private static Tensor Disposed()
    {
        var tensor = zeros(2, 3);
        tensor.Dispose();
        return tensor;
    }

    private static Tensor Sparse() =>
        sparse_coo_tensor(torch.tensor(new long[,] { { 0, 1 }, { 2, 0 } }), torch.tensor(new[] { 1f, 2f }), [2, 3]);

    private static void Refused(string expected, string name, Tensor tensor) =>
        Assert.Equal(
            expected,
            Assert.Throws<DataException>(() => Dataset.FromTensors(new Dictionary<string, Tensor> { [name] = tensor })).Message);
}
