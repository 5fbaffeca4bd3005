namespace Hourglass.Compiler.Ir;

/// <summary>The part of the emitted model that a value is computed in.</summary>
public enum Region
{
    /// <summary>Data to codes.</summary>
    Encode,

    /// <summary>Codes to data.</summary>
    Decode,

    /// <summary>Codes to labels.</summary>
    Predict,

    /// <summary>Codes to the parameters of another code's prior.</summary>
    Prior,

    /// <summary>What a critic makes of the model's values, while the model is trained.</summary>
    Critic,

    /// <summary>What a critic makes of data meanwhile.</summary>
    CriticOfGiven,

    /// <summary>What a critic makes of the model's values while it is trained itself.</summary>
    CriticOfMade,

    /// <summary>What a critic makes of what the model's values should be.</summary>
    CriticOfOther,

    /// <summary>What a critic makes of values between the two.</summary>
    CriticBetween,

    /// <summary>Draws and terms.</summary>
    Objective,
}
