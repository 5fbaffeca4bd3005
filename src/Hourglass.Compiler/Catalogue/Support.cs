namespace Hourglass.Compiler.Catalogue;

/// <summary>Where the values of a distribution lie: those of a posterior must lie where its prior has density.</summary>
public enum Support
{
    /// <summary>Any real number, for each element.</summary>
    Reals,

    /// <summary>Numbers above 0.</summary>
    Positive,

    /// <summary>Numbers from 0 to 1.</summary>
    Unit,

    /// <summary>Numbers from 0 to 1 whose sum is 1.</summary>
    Simplex,

    /// <summary>Vectors of length 1.</summary>
    Sphere,

    /// <summary>0 or 1.</summary>
    Binary,

    /// <summary>One of K classes, read as one-hot.</summary>
    Classes,

    /// <summary>0, 1, 2, …</summary>
    Counts,
}
