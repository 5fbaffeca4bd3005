namespace Hourglass.Metrics;

/// <summary>Which covariances the components of a mixture may have.</summary>
public enum CovarianceKind
{
    /// <summary>Any.</summary>
    Full,

    /// <summary>Those without correlations: a variance for each column.</summary>
    Diagonal,

    /// <summary>One variance for all columns.</summary>
    Spherical,
}
