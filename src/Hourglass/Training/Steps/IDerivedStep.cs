using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>A step that was derived at compile time.</summary>
internal interface IDerivedStep : IDisposable
{
    /// <summary>The gradients of the last step, by the parameters' keys; clipped, where the plan clips.</summary>
    IEnumerable<KeyValuePair<string, Tensor>> Gradients { get; }

    /// <summary>Brings what the step counts into the optimizer's state, before that is saved.</summary>
    void Settle();

    /// <summary>
    /// Where gradients are accumulated: adds those of the last step, and moves the parameters by the sum where it is complete.
    /// </summary>
    /// <param name="share">The batch's share of the examples that move the parameters together.</param>
    /// <param name="isLast">Whether it is the last of them.</param>
    /// <param name="learningRate">Of this step.</param>
    void Accumulate(double share, bool isLast, double learningRate);

    /// <summary>Runs a step: forward, backward, and the optimizer unless a term is NaN or infinite or gradients are accumulated.</summary>
    /// <param name="batch">The data.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="steps">Steps before it.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="values">Filled with the total and every term before its weight.</param>
    void Run(Batch batch, long seed, long steps, double learningRate, Span<double> values);
}
