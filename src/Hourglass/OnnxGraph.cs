namespace Hourglass;

/// <summary>What of a model an ONNX file computes. Every graph computes what evaluation computes, random codes at their means.</summary>
public enum OnnxGraph
{
    /// <summary>From data to codes, with the parameters of their distributions.</summary>
    Encode,

    /// <summary>From codes to means of what is decoded, in the data's own units, with the parameters of the likelihoods.</summary>
    Decode,

    /// <summary>From data to their reconstruction, in their own units.</summary>
    Reconstruct,

    /// <summary>From data to the probabilities of classes.</summary>
    Predict,

    /// <summary>From data to how far their reconstruction is from them: what <c>hourglass score</c> gives.</summary>
    Score,

    /// <summary>From random numbers to samples: codes drawn from their priors, decoded.</summary>
    Sample,
}
