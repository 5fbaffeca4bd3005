namespace Hourglass.Compiler.Binding;

/// <summary>What a model may ask of the compiler; far above every model that trains, far below what would exhaust time, memory or stack.</summary>
internal static class Limits
{
    /// <summary>Stages of a model, blocks and repeats written out.</summary>
    public const int Stages = 2_000;

    /// <summary>Blocks and enclosed chains inside one another.</summary>
    public const int Depth = 100;

    /// <summary>Constants that are defined by one another, in a chain.</summary>
    public const int ConstantChain = 200;

    /// <summary>Operators, signs and brackets in the definitions of such a chain.</summary>
    public const int ConstantChainParts = 1_500;
}
