namespace Hourglass;

/// <summary>What an export to ONNX wrote.</summary>
/// <param name="Written">The files, by what they compute.</param>
/// <param name="Refused">The graphs that ONNX has no operators for, each with what it needs, in words: <c>draws of counts</c>.</param>
public sealed record OnnxFiles(IReadOnlyDictionary<OnnxGraph, string> Written, IReadOnlyDictionary<OnnxGraph, string> Refused)
{
    /// <summary>The ending of the files' names.</summary>
    public const string Extension = ".onnx";
}
