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

    /// <summary>Draws and terms.</summary>
    Objective,
}
