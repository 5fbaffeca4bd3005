using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>How grey values become zeros and ones.</summary>
public enum Binarize
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>1 from 0.5 (byte 128) upwards, otherwise 0.</summary>
    Threshold,

    /// <summary>
    /// A Bernoulli draw with the grey value as its probability, anew each time a batch is made (Salakhutdinov and Murray, 2008): in
    /// training from the model's noise, elsewhere from torch's global generator.
    /// </summary>
    Dynamic,
}

/// <summary>How a data set is brought into the form that a model wants.</summary>
public sealed record BindOptions
{
    /// <summary>Whether the values of <c>binary</c> and <c>unit</c> variables are binarised.</summary>
    public Binarize Binarize { get; init; }

    /// <summary>
    /// The texts that classes stand for, by variable, the first is class 0: those of a training (<see cref="Evaluation.ClassTexts"/>), by
    /// which data with other texts, or in another order, are read. Of a variable that is not here, the sorted texts of the data.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Texts { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// The type of every value that is not a class: <see cref="ScalarType.Float32"/> or <see cref="ScalarType.Float64"/>.
    /// </summary>
    public ScalarType Precision { get; init; } = ScalarType.Float32;

    /// <summary>Where batches are wanted; the data itself stays in the processor's memory.</summary>
    public Device Device { get; init; } = CPU;
}
