using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>Draws of counts at given rates: the quantiles of uniform numbers. They carry no gradient.</summary>
internal static class PoissonDraw
{
    /// <summary>
    /// The least count whose distribution function reaches a level. A few counts are looked at one by one: the first 30 of a small rate,
    /// of which a level of 48 binary digits never needs more, and those around a normal approximation of a larger one.
    /// </summary>
    private static readonly ScriptedFunction Quantile = new(
        "poisson_quantile",
        "Quantiles of Poisson distributions, found from a normal approximation on (Giles, 2016: Algorithm 955).",
        """
        def poisson_quantile(level: Tensor, digits: Tensor, lograte: Tensor) -> Tensor:
            # In double precision, as a level has 48 binary digits: those of two uniform numbers.
            u = torch.clamp_max(level.to(7) + (digits.to(7) + 2.9802322387695312e-8) * 5.9604644775390625e-8, 0.9999999999999982)
            log = lograte.to(7)
            rate = torch.exp(log)
            w = 1.4142135623730951 * torch.erfinv(2.0 * u - 1.0)
            near = torch.floor(rate + torch.sqrt(rate) * w + (w * w + 2.0) / 6.0)
            count = torch.where(rate < 4.0, torch.zeros_like(rate), torch.clamp_min(near - 15.0, 0.0))
            chance = torch.exp(count * log - rate - torch.lgamma(count + 1.0))
            below = torch.where(count > 0.0, torch.igammac(torch.clamp_min(count, 1.0), rate), torch.zeros_like(rate)) + chance
            at = count
            for i in range(30):
                count = count + (below < u).to(7)
                at = at + 1.0
                chance = chance * rate / at
                below = below + chance
            return count.to(level.dtype)
        """,
        Temporaries: 2 * 12,
        Purpose: "draws of counts");

    /// <summary>Draws in the extent of the rates' logarithms.</summary>
    public static Value Of(Value lograte, DrawSource draws) =>
        draws.Uniform(like: lograte).Scripted(Quantile, draws.Uniform(like: lograte), lograte);
}
