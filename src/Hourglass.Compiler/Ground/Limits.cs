namespace Hourglass.Compiler.Ground;

/// <summary>
/// What a model may ask of the compiler; far above every model that trains, far below what would exhaust time, memory or stack.
/// </summary>
internal static class Limits
{
    /// <summary>Numbers, names and signs of a weight in which parameters of the model stay such.</summary>
    public const int WeightParts = 64;

    /// <summary>Stages of a model, blocks and repeats written out.</summary>
    public const int Stages = 2_000;

    /// <summary>Data, codes, reconstructions and priors of a model.</summary>
    public const int Variables = 2_000;

    /// <summary>Heads of all distributions of a model.</summary>
    public const int Heads = 3_000;

    /// <summary>Terms of an objective, those of an <c>elbo</c> written out.</summary>
    public const int Terms = 2_500;

    /// <summary>Models of a file, variants included.</summary>
    public const int Models = 1_000;

    /// <summary>
    /// Values of a derived step: a larger one trains by the readable step, as the derived text would be longer than compilers take.
    /// </summary>
    public const int StepValues = 5_000;

    /// <summary>Blocks and enclosed chains inside one another.</summary>
    public const int Depth = 64;

    /// <summary>Constants that are defined by one another, in a chain.</summary>
    public const int ConstantChain = 200;

    /// <summary>Operators, signs and brackets in the definitions of such a chain.</summary>
    public const int ConstantChainParts = 1_500;
}
