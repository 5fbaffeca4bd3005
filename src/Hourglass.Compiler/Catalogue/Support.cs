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

    /// <summary>Several such groups of numbers in one.</summary>
    Simplices,

    /// <summary>Vectors of length 1.</summary>
    Sphere,

    /// <summary>0 or 1.</summary>
    Binary,

    /// <summary>One of K classes, read as one-hot.</summary>
    Classes,

    /// <summary>0, 1, 2, …</summary>
    Counts,
}

/// <summary>Supports in words.</summary>
public static class Supports
{
    /// <summary>As messages call it.</summary>
    public static string Described(this Support support) => support switch
    {
        Support.Reals => "all real numbers",
        Support.Positive => "the numbers above 0",
        Support.Unit => "the numbers from 0 to 1",
        Support.Simplex => "shares that add up to 1",
        Support.Simplices => "groups of shares that add up to 1",
        Support.Sphere => "the sphere",
        Support.Binary => "0 and 1",
        Support.Classes => "classes",
        _ => "0, 1, 2, …",
    };
}
