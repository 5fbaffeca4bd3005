namespace Hourglass.Compiler.Ir;

/// <summary>
/// The rule of Gauss and Legendre with 24 points, for functions in TorchScript: exact of polynomials of degree 47 (Abramowitz and Stegun,
/// 1964, table 25.4).
/// </summary>
internal static class GaussLegendre
{
    /// <summary>The points of (0, 1) as a list of TorchScript, 12 of them; the others are their negatives.</summary>
    public const string Points =
        "[0.06405689286260563, 0.1911188674736163, 0.3150426796961634, 0.4337935076260451, 0.5454214713888396, "
        + "0.6480936519369755, 0.7401241915785544, 0.820001985973903, 0.8864155270044011, 0.9382745520027328, "
        + "0.9747285559713095, 0.9951872199970213]";

    /// <summary>The weights of these points, which with those of the others add up to 2.</summary>
    public const string Weights =
        "[0.12793819534675216, 0.1258374563468283, 0.12167047292780339, 0.1155056680537256, 0.10744427011596563, "
        + "0.09761865210411388, 0.08619016153195327, 0.0733464814110803, 0.05929858491543678, 0.04427743881741981, "
        + "0.028531388628933663, 0.0123412297999872]";
}
