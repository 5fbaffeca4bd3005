using Hourglass.Metrics;

namespace Hourglass.Evaluation;

/// <summary>The codes of a split.</summary>
public static class CodeMeans
{
    /// <summary>The first code that is a vector, random codes at their posterior's mean.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <returns><c>[N, d]</c>; null where the model has no such code.</returns>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static Points? Of(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        using var codes = pass.Gather("codes", pass.Model.Untyped.Code);
        return codes is null ? null : new Points(codes);
    }

    /// <summary>The code that the decoder reads, random ones at their posterior's mean.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <returns><c>[N, d]</c>; null where it reads several, or one that is no vector.</returns>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static Points? Decoded(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        using var codes = pass.Gather("codes", batch => DecodedCode.Of(pass.Model, batch)?.Value is { } code && code.dim() == 2
            ? code
            : null);
        return codes is null ? null : new Points(codes);
    }
}
