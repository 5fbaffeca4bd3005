namespace Hourglass.Native;

/// <summary>What an element-wise loop does to its numbers.</summary>
internal enum LaneKind
{
    /// <summary>Reads a matrix.</summary>
    Read,

    /// <summary>Reads a number for each channel.</summary>
    ReadChannels,

    /// <summary>A number that is known before the step.</summary>
    Factor,

    Plus,
    Minus,
    Times,
    Over,
    ScaleBy,
    ShiftBy,
    ReverseOver,
    ReverseMinus,
    Copied,
    Filled,
    Exp,
    Log,
    ExpM1,
    Log1P,
    LogGamma,
    Digamma,
    Sqrt,
    Abs,
    Sign,
    Square,
    AtLeastOf,
    AtMostOf,
    AtLeast,
    IsNumber,
    NumberOr,
    Below,
    Above,
    Erf,
    Sigmoid,
    Tanh,
    Relu,
    Leaky,
    Elu,
    Selu,
    Gelu,
    Silu,
    Softplus,
    SigmoidSlope,
    TanhSlope,
    ReluSlope,
    LeakySlope,
    EluSlope,
    SeluSlope,
    GeluSlope,
    SiluSlope,
    SoftplusSlope,
    LogitsEntropy,
    Entropy,
    EntropySlope,
}
