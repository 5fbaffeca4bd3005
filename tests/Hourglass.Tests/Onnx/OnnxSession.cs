using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Onnx;

/// <summary>A file in ONNX Runtime, on one thread.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxSession(string file)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
        };
        _session = new InferenceSession(file, options);
    }

    /// <summary>Name, sizes (-1 for the batch) and type of each input, in their order.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>The same of the outputs.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>What the file says of itself.</summary>
    public ModelMetadata Metadata => _session.ModelMetadata;

    /// <summary>The outputs, by name, of inputs by name.</summary>
    public Dictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var values = inputs.ToDictionary(pair => pair.Key, pair => Value(pair.Value), StringComparer.Ordinal);
        try
        {
            using var run = new RunOptions();
            using var results = _session.Run(run, values, _session.OutputNames);
            return _session.OutputNames.Zip(results, (name, value) => (name, value))
                .ToDictionary(pair => pair.name, pair => Tensor(pair.value), StringComparer.Ordinal);
        }
        finally
        {
            foreach (var value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtValue Value(Tensor tensor)
    {
        var numbers = tensor.contiguous();
        return numbers.dtype == ScalarType.Int64
            ? OrtValue.CreateTensorValueFromMemory(numbers.data<long>().ToArray(), numbers.shape)
            : OrtValue.CreateTensorValueFromMemory(numbers.to_type(ScalarType.Float32).data<float>().ToArray(), numbers.shape);
    }

    private static Tensor Tensor(OrtValue value) =>
        tensor(value.GetTensorDataAsSpan<float>().ToArray(), value.GetTensorTypeAndShape().Shape);
}
